"""Finding words in a document, and putting others in their place: only words that people read, never more than words."""

import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atasehir_portal import markdown, turkish
from atasehir_portal.accounts.models import User
from atasehir_portal.documents import entries, figures, finding, queries, searched, services
from atasehir_portal.documents.finding import Sought, Unfit
from atasehir_portal.documents.models import (
    Block,
    BlockConflict,
    BlockRevision,
    Document,
    EntryRevision,
    IndexEntry,
    Section,
    Source,
    Term,
)
from atasehir_portal.documents.services import replacing
from atasehir_portal.documents.services.replacing import replace_words, revisions_of

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>'


def _found(document: Document, words: str, **how: bool) -> finding.Found:
    return finding.find(queries.read(document), Sought(words, **how), searched.entries_of(document))


def _words(found: finding.Found) -> list[str]:
    return [hit.found for hit in found.hits]


def _replace(document: Document, words: str, new: str, by: User, **given: Any) -> replacing.Replaced:
    how = given.pop("how", {})
    found = _found(document, words, **how)
    return replace_words(
        **{
            "document": document,
            "sought": Sought(words, **how),
            "new": new,
            "chosen": None,
            "seen": revisions_of(found.hits),
            "by": by,
            "reason": "Dil birliği",
            **given,
        }
    )


# --- finding ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "how", "expected"),
    [
        ("il", {}, ["İl", "il", "il", "İL", "il"]),
        ("İl", {}, ["İl", "il", "il", "İL", "il"]),
        ("il", {"whole_words": True}, ["İl", "il", "İL"]),
        ("İl", {"match_case": True}, ["İl"]),
        ("ıl", {}, ["ıl", "ıl", "Il"]),
        ("IL", {}, ["ıl", "ıl", "Il"]),
        ("yok böyle", {}, []),
        ("  ", {}, []),
    ],
)
def test_letters_are_the_same_as_turkish_has_them(
    document: Document, write: Callable[..., Block], typed: str, how: dict[str, bool], expected: list[str]
) -> None:
    write("İl yolu, il yolu, ilçe yolu; İL’in yılı ılık, Ilık. Şehrin ili")
    assert _words(_found(document, typed, **how)) == expected


def test_a_phrase_is_found_over_the_end_of_a_line(document: Document, write: Callable[..., Block]) -> None:
    write("Söz: insan\nhakları.")
    write("> Söz: insan\n> hakları.", kind="quotation")
    assert len(_found(document, "insan hakları").hits) == 2


@pytest.mark.parametrize("gap", [" ", "\n", "\\\n", "\n> ", "\n> > ", "\n >\n> \u00a0", "  \n\t>  >\t", "\u00a0\n"])
def test_a_gap_between_words_is_any_run_of_blanks_and_quoted_line_ends(gap: str) -> None:
    pattern = Sought("kapı eşiği").pattern()
    assert pattern is not None
    assert pattern.fullmatch(f"kapı{gap}eşiği")


@pytest.mark.parametrize("line", ["\n>  \u00a0", "\n  > \t> ", "\\\n \t ", "\n"])
def test_a_phrase_that_breaks_off_in_a_long_gap_is_given_up_soon(line: str) -> None:
    """Some hundred lines are no more work than some dozen; tried in every combination, thirty would outlast everybody."""
    pattern = Sought("kapi xyz").pattern()
    assert pattern is not None
    look = "import re, sys; print(re.search(sys.argv[1], 'kapi' + sys.argv[2] * 300 + 'son'))"
    done = subprocess.run(
        [sys.executable, "-c", look, pattern.pattern, line], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "None\n"


def test_every_text_that_people_read_is_searched(
    document: Document, write: Callable[..., Block], section: Section, officer: User
) -> None:
    services.save_section(section=section, base_revision=1, title="Yol başlığı", aim="Yol amacı", by=officer)
    src = figures.store("deneme", "yol.svg", SVG)
    write("Yol metni.")
    write(
        "| Yol | b |\n| --- | --- |\n| x | yol |",
        kind="table",
        data={"caption": "Yol çizelgesi", "source": "Yol kaynağı", "number_columns": ""},
    )
    write("", kind="figure", data={"src": src, "alt": "Yol görünür", "caption": "Yol resmi", "source": "Yol"})
    write("- yol", kind="box", data={"box_kind": "legal", "title": "Yol kutusu"})
    found = _found(document, "yol")
    assert {hit.text.name for hit in found.hits} == {"title", "aim", "body", "caption", "source", "alt"}
    assert len(found.hits) == 12
    assert found.texts == 5
    assert all(src not in hit.text.source for hit in found.hits)


CHART = {
    "type": "bar",
    "title": "Yol uzunluğu",
    "unit": "yol",
    "table": [["Yer", "Yol 2024"], ["Kent yolu", "12"], ["Köy", "3"]],
}


def test_words_in_charts_are_found_and_replaced(document: Document, write: Callable[..., Block], officer: User) -> None:
    block = write("", kind="figure", data={"chart": CHART, "alt": "a", "caption": "c", "source": "s"})
    found = _found(document, "yol")
    assert [hit.text.name for hit in found.hits] == ["chart.title", "chart.unit", "chart.table.0.1", "chart.table.1.0"]
    assert _found(document, "12").hits == []
    result = _replace(document, "yol", "iz", officer)
    block.refresh_from_db()
    assert (result.places, result.texts, result.skipped) == (4, 1, [])
    assert block.data["chart"]["title"] == "İz uzunluğu"
    assert block.data["chart"]["unit"] == "iz"
    assert block.data["chart"]["table"] == [["Yer", "İz 2024"], ["Kent izu", "12"], ["Köy", "3"]]
    assert block.revisions.get(number=2).data == block.data


def test_sources_glossary_and_index_are_found_and_replaced_with_their_record(
    document: Document, write: Callable[..., Block], officer: User
) -> None:
    by_slug = {listing.slug: listing for listing in entries.LISTINGS}
    rows: list[tuple[str, dict[str, Any]]] = [
        ("kaynakca", {"kind": "book", "key": "yol-2020", "title": "Yol", "url": "https://yol.example", "note": "yol"}),
        ("sozluk", {"term": "yol", "definition": "Bkz. [yol hakkı](#terim-yol-hakki) ve yol [@yol-2020]."}),
        ("sozluk", {"term": "yol hakkı", "definition": "[Yol](#terim-yol) üstündeki hak."}),
        ("dizin", {"term": "yol", "variants": ["patika", "keçi yolu"], "see": "", "see_also": []}),
        ("dizin", {"term": "geçit", "variants": [], "see": "yol", "see_also": []}),
    ]
    for slug, row in rows:
        empty = dict.fromkeys(by_slug[slug].columns, "")
        certain = {"certainty": "source"} if slug == "kaynakca" else {}
        services.add_entry(document=document, listing=by_slug[slug], data={**empty, **certain, **row}, by=officer)
    block = write("Söz: [](#terim-yol), yol [@yol-2020].")
    result = _replace(document, "yol", "patika", officer, chosen=None)
    assert [skipped.words for skipped in result.skipped] == []

    block.refresh_from_db()
    assert block.body == "Söz: [](#terim-patika), patika [@yol-2020]."
    source = Source.objects.get()
    assert (source.key, source.title, source.note, source.url) == (
        "yol-2020",
        "Patika",
        "patika",
        "https://yol.example",
    )
    assert dict(Term.objects.values_list("term", "definition")) == {
        "patika": "Bkz. [patika hakkı](#terim-patika-hakki) ve patika [@yol-2020].",
        "patika hakkı": "[Patika](#terim-patika) üstündeki hak.",
    }
    assert IndexEntry.objects.get(term="patika").variants == ["keçi patikau"]
    assert IndexEntry.objects.get(term="geçit").see == "patika"
    assert {r.reason.endswith("Dil birliği") for r in EntryRevision.objects.filter(number__gt=1)} == {True}
    assert queries.read(document).target("#terim-patika") is not None


def test_entry_that_changed_meanwhile_is_left_alone_and_named(document: Document, officer: User) -> None:
    [glossary] = [listing for listing in entries.LISTINGS if listing.slug == "sozluk"]
    term = services.add_entry(
        document=document, listing=glossary, data={"term": "hak", "english": "", "definition": "Bir yol."}, by=officer
    )
    seen = revisions_of(_found(document, "yol").hits)
    services.save_entry(
        entry=term,
        listing=glossary,
        base_revision=1,
        data={"term": "hak", "english": "", "definition": "Başka yol."},
        by=officer,
    )
    result = _replace(document, "yol", "iz", officer, seen=seen)
    assert [skipped.words for skipped in result.skipped] == ["hak"]
    assert Term.objects.get().definition == "Başka yol."


PROTECTED = [
    "Bkz. [burada](https://yol.example/yol) ve <https://yol.example>.",
    "Bkz. [burada](#yol).",
    "Bkz. [](#yol).",
    "Söz [@yol] ve [@yol, m. 3].",
]


@pytest.mark.parametrize("body", PROTECTED)
def test_addresses_and_keys_are_no_words(document: Document, write: Callable[..., Block], body: str) -> None:
    Source.objects.create(document=document, key="yol", title="t")
    write(body)
    found = _found(document, "yol")
    assert found.hits == []
    assert found.protected >= 1


@pytest.mark.parametrize(
    ("body", "typed", "new", "expected"),
    [
        ("Bkz. [yol](#yol), yol.", "yol", "iz", "Bkz. [iz](#yol), iz."),
        ("**Yol** ve *yol*.", "yol", "iz", "**İz** ve *iz*."),
        ("Söz [@yol, m. 3] yol.^[Yol notu [@yol].]", "yol", "iz", "Söz [@yol, m. 3] iz.^[İz notu [@yol].]"),
        ("1. yol\n2. yol 1", "1", "9", "1. yol\n2. yol 9"),
        ("- a - b\n- c", "-", "–", "- a – b\n- c"),
        ("İL ve İl ve il", "il", "ilçe", "İLÇE ve İlçe ve ilçe"),
        ("Işık ışık", "ışık", "ılık", "Ilık ılık"),
        ("yol", "yol", "a*b* [c](d) <e> &amp; `f`", r"a\*b\* \[c\](d) \<e\> \&amp; \`f\`"),
        ("yol 5", "yol", "2 * 3 = 6 ve 4 * 1", "2 * 3 = 6 ve 4 * 1 5"),
        (r"a\*b yol", "yol", "iz", r"a\*b iz"),
        ("yol yol", "yol", "", ""),
    ],
)
def test_only_words_change(
    document: Document, write: Callable[..., Block], officer: User, body: str, typed: str, new: str, expected: str
) -> None:
    Source.objects.create(document=document, key="yol", title="t")
    block = write(body, kind="list" if body[:2] in {"1.", "- "} else "paragraph")
    result = _replace(document, typed, new, officer)
    block.refresh_from_db()
    if new:
        assert block.body == expected
        assert result.skipped == []
    else:
        # a block without a word is no block: it is named and stays
        assert block.body == body
        assert len(result.skipped) == 1


def test_a_place_that_would_become_something_else_is_left_alone(
    document: Document, write: Callable[..., Block], officer: User
) -> None:
    block = write("insan **hakları** ve insan hakları")
    found = _found(document, "insan hakları")
    assert len(found.hits) == 1
    table = write(
        "| a | b |\n| --- | --- |\n| x | 1 |", kind="table", data={"caption": "c", "source": "", "number_columns": ""}
    )
    _replace(document, "x", "y | z", officer)
    table.refresh_from_db()
    assert markdown.pipe_table(table.body) is not None
    assert len(markdown.pipe_table(table.body).rows[0]) == 2  # type: ignore[union-attr]
    assert block.revision == 1


_MARKDOWN = st.lists(
    st.sampled_from(
        [
            "yol",
            "Yol",
            "**yol**",
            "[yol](#yol)",
            "[@yol]",
            "^[yol]",
            "`yol`",
            "<https://yol.a>",
            r"\*yol",
            "&amp;",
            "a_b",
            " ",
            "\n",
            "- ",
            "| ",
        ]
    ),
    max_size=12,
).map("".join)


@given(_MARKDOWN, st.text(alphabet="abç*_[]()<>&`\\|^~#1. \n-", max_size=8))
@settings(max_examples=150, deadline=None)
def test_replacing_never_changes_addresses_keys_or_form(source: str, new: str) -> None:
    source = markdown.clean(source)
    pattern = Sought("yol").pattern()
    assert pattern is not None
    spans = [m.span() for m in pattern.finditer(Sought("yol").folded(source))]
    hits = _hits_of(source, spans)
    if not hits:
        return
    try:
        changed = finding.replaced(_MarkdownText(source), hits, finding.new_words(Sought("yol"), new))  # type: ignore[arg-type]
    except Unfit:
        return
    assert markdown.cited_keys(changed) == markdown.cited_keys(source)
    assert markdown.linked_anchors(changed) == markdown.linked_anchors(source)
    assert [e.kind for e in markdown.elements(changed)] == [e.kind for e in markdown.elements(source)]
    tags = [re.findall(r"<[^>]+>", markdown.render(each)) for each in (changed, source)]
    assert tags[0] == tags[1]


class _MarkdownText:
    """A text in Markdown without a document around it."""

    is_markdown = True

    def __init__(self, source: str) -> None:
        self.source = source


def _hits_of(source: str, spans: list[tuple[int, int]]) -> list[finding.Hit]:
    return finding._hits(_MarkdownText(source), spans)  # type: ignore[arg-type]


def test_more_places_than_can_be_shown_are_counted_and_said(
    document: Document, write: Callable[..., Block], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST", 5)
    write("a a a")
    write("a a a")
    found = _found(document, "a", whole_words=True)
    assert len(found.hits) == 5
    assert found.is_more


def test_upper_case_is_turkish() -> None:
    assert turkish.upper("ılık il") == "ILIK İL"


# --- replacing --------------------------------------------------------------------------------------------------------


def test_replacing_is_one_act_with_one_reason(
    document: Document, write: Callable[..., Block], section: Section, officer: User
) -> None:
    services.save_section(section=section, base_revision=1, title="Yol", aim="", by=officer)
    first, second, other = write("Bir yol."), write("İki yol."), write("Üç.")
    result = _replace(document, "yol", "iz", officer)
    assert (result.places, result.texts, result.skipped, result.waiting) == (3, 3, [], 0)
    assert list(Block.objects.order_by("position").values_list("body", flat=True)) == ["Bir iz.", "İki iz.", "Üç."]
    section.refresh_from_db()
    assert section.title == "İz"
    reasons = BlockRevision.objects.filter(block__in=[first, second], number=2).values_list("reason", "author", "unit")
    assert set(reasons) == {("Dil birliği", officer.pk, officer.posts.get().unit_id)}
    assert not BlockRevision.objects.filter(block=other, number=2).exists()
    assert section.revisions.get(number=3).reason == "Dil birliği"


def test_only_the_chosen_places_change(document: Document, write: Callable[..., Block], officer: User) -> None:
    block = write("yol yol yol")
    hits = _found(document, "yol").hits
    result = _replace(document, "yol", "iz", officer, chosen={hits[1].key})
    block.refresh_from_db()
    assert block.body == "yol iz yol"
    assert (result.places, result.texts) == (1, 1)


def test_a_text_that_changed_meanwhile_is_left_alone_and_named(
    document: Document, write: Callable[..., Block], officer: User
) -> None:
    changed, kept = write("Bir yol."), write("İki yol.")
    seen = revisions_of(_found(document, "yol").hits)
    services.save_block(block_uid=changed.uid, base_revision=1, body="Başka yol.", by=officer)
    result = _replace(document, "yol", "iz", officer, seen=seen)
    changed.refresh_from_db()
    kept.refresh_from_db()
    assert (changed.body, kept.body) == ("Başka yol.", "İki iz.")
    assert [skipped.words for skipped in result.skipped] == ["Başka yol."]
    assert BlockConflict.objects.count() == 0


def test_the_same_form_twice_changes_once(document: Document, write: Callable[..., Block], officer: User) -> None:
    block = write("il yolu")
    seen = revisions_of(_found(document, "il").hits)
    _replace(document, "il", "ilçe", officer, seen=seen)
    _replace(document, "il", "ilçe", officer, seen=seen)
    block.refresh_from_db()
    assert block.body == "ilçe yolu"
    assert block.revision == 2


def test_what_does_not_fit_into_one_go_waits(
    document: Document, write: Callable[..., Block], officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replacing, "AT_ONCE", 2)
    for number in range(5):
        write(f"{number} yol")
    result = _replace(document, "yol", "iz", officer)
    assert (result.texts, result.waiting) == (2, 3)
    assert _replace(document, "yol", "iz", officer).waiting == 1


def test_a_text_that_would_be_too_long_is_named_and_the_others_change(
    document: Document, write: Callable[..., Block], section: Section, officer: User
) -> None:
    services.save_section(section=section, base_revision=1, title=f"yol {'x' * 240}", aim="", by=officer)
    block = write("yol")
    result = _replace(document, "yol", "uzun bir iz", officer)
    block.refresh_from_db()
    assert block.body == "uzun bir iz"
    assert len(result.skipped) == 1
