"""Searching inside the books: words as people type them, the place they are found in, marks."""

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from atasehir_portal.accounts.models import User
from handbooks import highlighting, queries, services
from handbooks.models import Edition, EditionPassage, Handbook
from handbooks.queries import passages
from tests.handbooks.conftest import SLUG
from tests.handbooks.second import two_editions  # noqa: F401

BOOK = f"/kitaplik/{SLUG}/"
SEARCH = "/kitaplik/ara/"
Two = tuple[Edition, Edition]

CHAPTER = """# Söz {#bir}

:::aim
Sözü anlatmak.
:::

## Sağlık hakkı {#saglik}

İSTANBUL’da sağlığa erişim engellenemez.^[Dipnotta gizli sözcük: kırlangıç.]

## Nedenler {#nedenler}

Sorunun kök nedeni aranır. Neden diye sorulur.

:::table caption="Çizelge" source="Deneme."
| Çocuk | Sayı |
| --- | --- |
| Çocuklar için oyun alanı | 1 |
:::

:::box kind=checklist title="Işık"
- Işığı kapatmadan bakın.
:::

## Kent Konseyi’nin yeri {#konsey}

Belediye'nin bütçe/plan ilişkisi m.14’te yazar. Sosyal-hizmet birimi yardım eder.

## Yarım kalan işler {#yarim}

Şehrin yarım kalan işi çoktur. Anayasa hakkında konuşulur; hakkını arayan reddini alır.

## Isı {#isi}

Evlerin ısısı ölçülür.
"""


def found(client: Client, typed: str, **more: Any) -> str:
    answer = client.get(SEARCH, {"q": typed, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def places(page: str) -> list[str]:
    return [unescape(href).split("#")[-1] for href in re.findall(r'<h2 class="h-s" lang="tr"><a href="([^"]+)"', page)]


@pytest.fixture
def words(source: Any, request: pytest.FixtureRequest) -> Edition:
    """The short book with words that are hard to find."""
    (source / "01-soz.md").write_text(CHAPTER, encoding="utf-8")
    edition: Edition = request.getfixturevalue("published")
    return edition


@pytest.mark.parametrize(
    "typed",
    ["sağlık", "saglik", "SAĞLIK", "Sağlığa", "sağlığı", "sağlık hakkı", '"sağlık hakkı"', "istanbul", "ISTANBUL",
     "İstanbul'da", "erişim engellenemez", "sağlık -oyun", "kırlangıç", "KIRLANGIC"],
)  # fmt: skip
def test_words_are_found_however_they_are_typed(client: Client, words: Edition, typed: str) -> None:
    page = found(client, typed)
    assert "1.1 " in page
    assert "<mark>" in page


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ("neden", "Nedenler"),
        ("kök neden", "Nedenler"),
        ("cocuk", "Nedenler"),
        ("IŞIK", "Nedenler"),
        ("isik", "Nedenler"),
    ],
)
def test_stop_words_tables_and_boxes_are_found(client: Client, words: Edition, typed: str, heading: str) -> None:
    assert f"1.2 <mark>{heading}</mark>" in found(client, typed) or f"1.2 {heading}" in found(client, typed)


@pytest.mark.parametrize(
    ("typed", "anchors"),
    [
        # an ending behind an apostrophe does not count, in what is typed and in the text
        ("Kent Konseyi'nin", ["konsey"]),
        ("kent konseyi", ["konsey"]),
        ("Belediye’nin", ["konsey"]),
        ("Anayasa'nın", ["yarim"]),
        # strokes and points part words
        ("bütçe/plan", ["konsey"]),
        ("plan", ["konsey"]),
        ("m.14", ["konsey"]),
        ("sosyal-hizmet", ["konsey"]),
        ("sosyal hizmet", ["konsey"]),
        # words that change inside
        ("hak", ["saglik", "yarim"]),
        ("hakkı", ["saglik", "yarim"]),
        ("ret", ["yarim"]),
        ("şehir", ["yarim"]),
        ("şehri", ["yarim"]),
        # letters that were typed are meant
        ("ısı", ["isi"]),
        ("işi", ["yarim"]),
        ("yardım", ["konsey"]),
        # and without Turkish letters both
        ("isi", ["isi", "yarim"]),
        ("sehir", ["yarim"]),
        ("yardim", ["konsey"]),
    ],
)
def test_the_sections_that_are_meant_are_found_and_no_others(
    client: Client, words: Edition, typed: str, anchors: list[str]
) -> None:
    page = found(client, typed, kitap=SLUG)
    sections = re.findall(r'<h2 class="h-s" lang="tr"><a href="[^"]+">1\.(\d)', page)
    names = ["saglik", "nedenler", "konsey", "yarim", "isi"]
    assert sorted(names[int(number) - 1] for number in sections) == sorted(anchors)


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("Anayasa'nın", {"Anayasa"}),
        ("hak", {"hakkını"}),
        ("yarım", {"Yarım", "yarım"}),
        ("işler", {"işler", "işi"}),
    ],
)
def test_words_that_are_meant_are_marked_and_no_others(
    client: Client, words: Edition, typed: str, marked: set[str]
) -> None:
    page = client.get(f"{BOOK}oku/bir/", {"ara": typed}).content.decode()
    section = page[page.index('id="yarim"') :]
    assert set(re.findall(r"<mark[^>]*>(\w+)</mark>", section)) - {"Isı"} == marked


def test_words_as_they_were_typed_come_before_their_forms(client: Client, words: Edition) -> None:
    for position, text in ((91, "İzler, izleri, izlere, izlerin."), (92, "Bir de iz vardır, başka sözler arasında.")):
        EditionPassage.objects.create(
            edition=words, position=position, chapter="bir", anchor=f"x{position}", heading=f"Yer {position}",
            chapter_heading="1 Söz", parts=[["x", text]], words=text,
        )  # fmt: skip
    page = found(client, "iz")
    assert page.index(">Yer 92</a>") < page.index(">Yer 91</a>")


def test_what_is_too_long_is_cut_after_a_word_and_the_page_says_so(client: Client, words: Edition) -> None:
    page = found(client, f"sağlık {'a' * 180} erişimengellenemez")
    assert "Yazdığınız çok uzundu. Şu kadarı arandı:" in page
    assert f"<q>sağlık {'a' * 180}</q>" in page
    assert "Yazdığınız çok uzundu" not in found(client, "sağlık")


def test_glossary_and_sources_are_found(client: Client, words: Edition) -> None:
    assert f"{BOOK}kaynakca/?ara=Deneme+Kanunu#kaynak-k1" in found(client, "Deneme Kanunu")
    assert "terim-soz" in places(found(client, "voice"))


@pytest.mark.parametrize("typed", ["xyzzy", "' or 1=1 --", "%", "a & b | !", '"', "-söz", "()", "\x00", "söz:*", "🙂"])
def test_odd_words_find_nothing_or_something_and_never_fail(client: Client, words: Edition, typed: str) -> None:
    found(client, typed)
    assert client.get(f"{BOOK}oku/bir/", {"ara": typed}).status_code == 200


def test_nothing_found_says_so(client: Client, words: Edition) -> None:
    assert "“zürafa” hiçbir kitapta geçmiyor" in found(client, "zürafa")
    assert "hiçbir kitapta" not in found(client, "")


def test_hit_leads_to_the_very_block_with_its_words_marked(client: Client, words: Edition) -> None:
    [href] = re.findall(r'<h2 class="h-s" lang="tr"><a href="([^"]+)"', found(client, "kırlangıç"))
    address, anchor = unescape(href).split("#")
    page = client.get(address).content.decode()
    assert f'<div id="{anchor}">' in page
    assert '<mark id="bul-1">kırlangıç</mark>' in page
    assert "“kırlangıç” burada 2 yerde işaretlendi." in page  # in its place and in the list of notes
    assert f'<link rel="canonical" href="http://localhost:8000{BOOK}oku/bir/">' in page


def test_only_editions_in_force_are_searched(client: Client, two_editions: Two, administrator: User) -> None:  # noqa: F811
    assert places(found(client, "saklanan")) == []  # 0.1 only
    assert len(places(found(client, "basımın cümlesi"))) == 1  # 0.2 only
    services.withdraw_edition(edition=two_editions[1], by=administrator, reason="Denendi.")
    assert len(places(found(client, "saklanan"))) == 1
    assert places(found(client, "basımın cümlesi")) == []


def test_draft_and_what_is_being_prepared_are_not_found(
    client: Client, approved: Handbook, publish: Callable[..., Edition]
) -> None:
    publish(approved)
    assert places(found(client, "söz")) == []


def test_one_book_is_searched_where_it_is_chosen(client: Client, words: Edition) -> None:
    assert places(found(client, "sağlık", kitap=SLUG))
    assert places(found(client, "sağlık", kitap="yok"))


def test_heading_counts_more_than_text(client: Client, words: Edition) -> None:
    EditionPassage.objects.create(
        edition=words, position=90, chapter="bir", anchor="x", heading="Başka", chapter_heading="1 Söz",
        parts=[["x", "kök"]], words="Nedenler, nedenlere, nedenlerle.",
    )  # fmt: skip
    page = found(client, "nedenler")
    assert page.index("1.2 <mark>Nedenler</mark>") < page.index(">Başka</a>")


def test_hits_come_in_pages_of_twenty_at_a_fixed_cost(
    client: Client, words: Edition, django_assert_num_queries: Any
) -> None:
    passages = [
        EditionPassage(
            edition=words, position=100 + number, chapter="bir", anchor="saglik", heading=f"9.{number} Yer",
            chapter_heading="1 Söz", parts=[["b-1", f"Papatya {number}"]], words=f"Papatya {number}",
        )
        for number in range(45)
    ]  # fmt: skip
    EditionPassage.objects.bulk_create(passages[:1])
    client.get(SEARCH, {"q": "papatya"})
    with django_assert_num_queries(5):
        assert len(places(found(client, "papatya"))) == 1
    EditionPassage.objects.bulk_create(passages[1:])
    with django_assert_num_queries(5):
        assert len(places(found(client, "papatya"))) == 20
    assert len(places(found(client, "papatya", page=3))) == 5
    assert found(client, "papatya", page="x").count("<mark>") == 20
    assert 'start="41"' in found(client, "papatya", page=3)


def test_passages_are_written_with_the_edition_and_no_edition_without(
    approved: Handbook, publish: Callable[..., Edition], monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = publish(approved)
    assert set(edition.passages.values_list("anchor", flat=True)) >= {"sunus", "bir", "bir-duymak", "iki", "sources"}
    count = edition.passages.count()
    call_command("index_editions", verbosity=0)
    call_command("index_editions", "--all", verbosity=0)
    assert edition.passages.count() == count


def test_editions_from_before_the_search_are_taken_in(client: Client, published: Edition) -> None:
    EditionPassage.objects.all().delete()
    assert places(found(client, "söz")) == []
    call_command("index_editions", verbosity=0)
    assert places(found(client, "söz"))


# --- marks ------------------------------------------------------------------------------------------------------------


@given(
    st.text(alphabet="<>&;\"'= abcçşıİI#x0123456789-/", max_size=200),
    st.frozensets(st.sampled_from(["a", "abc", "amp", "x0", "b", "İI"])),
)
def test_marking_changes_nothing_but_words(text: str, words: frozenset[str]) -> None:
    from django.utils.html import escape

    html = f'<p class="a" title="abc">{escape(text)}</p>'
    marked = highlighting.mark(html, words).html
    assert re.sub(r"</?mark>", "", marked) == html
    assert not re.search(r"<[^>]*<mark>", marked)
    assert not re.search(r"&#?\w*<mark>", marked)


def test_words_in_drawings_stay_as_they_are() -> None:
    drawing = '<svg class="chart" aria-label="rampa">\n<title>rampa</title><text x="1">rampa</text></svg>'
    marked = highlighting.mark(f"<p>rampa</p>{drawing}<p>rampa</p>", frozenset({"rampa"}))
    assert marked.html == f"<p><mark>rampa</mark></p>{drawing}<p><mark>rampa</mark></p>"
    assert highlighting.words_of(drawing) == set()


def test_words_mean_their_forms_and_not_their_neighbours(db: object) -> None:
    text = ["Hak", "hakları", "HAKKIN", "hakikat", "ve", "haksız", "kök", "köklerin", "kökten", "köken"]
    assert queries.found_words("hak", text) >= {"Hak", "hakları"}
    assert "hakikat" not in queries.found_words("hak", text)
    assert "ve" not in queries.found_words("hak ve kök", text)
    assert "ve" in queries.found_words("ve", text)
    assert queries.found_words("-hak kök", text) >= {"kök", "köklerin"}
    assert not queries.found_words("-hak", text)
    assert not queries.found_words("", text)


def test_a_long_query_asks_for_few_words_and_each_once(db: object) -> None:
    typed = "hak HAK Hak -kök " + " ".join(f"s{number}" for number in range(60))
    terms = passages.terms_of(typed)
    assert len(terms) == passages.MOST_TERMS
    assert [term.lower() for term in terms[:3]] == ["hak", "s0", "s1"]
    assert "hakları" in queries.found_words(typed, ["hakları", "kökler"])


def test_every_word_is_taken_to_its_stems_once_whatever_is_typed(db: object) -> None:
    """Stems are computed where words are listed, never where they are held against the terms."""
    terms, words = [f"s{number}" for number in range(12)], [f"söz{number}" for number in range(50)]
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, VERBOSE, FORMAT JSON) " + passages._FOUND, [terms, words])
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    nodes = list(_nodes(plan[0]["Plan"]))
    [listed] = [node for node in nodes if node.get("Subplan Name") == "CTE words"]
    assert (listed["Actual Loops"], listed["Actual Rows"]) == (1, 50)
    for node in nodes:
        stems = [str(said) for name, said in node.items() if name != "Plans" and "tsvector" in str(said)]
        assert not stems or node is listed or node.get("Node Type") == "CTE Scan" and "to_tsvector" not in str(stems)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def test_snippet_shows_the_words_around_the_first_hit() -> None:
    words = " ".join(f"söz{number}" for number in range(100))
    shown = highlighting.snippet(words, frozenset({"söz60"}))
    assert shown.startswith("… söz50 ")
    assert "<mark>söz60</mark>" in shown
    assert shown.endswith(" …")
    assert highlighting.snippet("<b>kısa</b>", frozenset({"kısa"})) == "&lt;b&gt;<mark>kısa</mark>&lt;/b&gt;"
