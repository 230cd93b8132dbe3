"""Reading online: addresses that last, older editions, notes in place, errors noted, what it costs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache.backends.dummy import DummyCache
from django.test import Client

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import services as documents
from atasehir_portal.markdown import WebReferences, render
from handbooks import reading, services
from handbooks.models import Edition, Erratum
from tests.handbooks.conftest import REASON, SLUG
from tests.handbooks.second import two_editions  # noqa: F401

BOOK = f"/kitaplik/{SLUG}/"
CHAPTER, PLAN = f"{BOOK}oku/bir/", f"{BOOK}oku/iki/"
Two = tuple[Edition, Edition]


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def leads(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 302, url
    return answer.headers["Location"]


# --- addresses --------------------------------------------------------------------------------------------------------


def test_every_heading_has_a_link_to_itself(client: Client, published: Edition) -> None:
    page = text(client, CHAPTER)
    assert 'href="#bir-duymak" aria-label="“1.1 Duymak” başlığının bağlantısı"' in page
    assert 'href="#bir"' in page


def test_section_anchor_leads_to_its_place_in_the_chapter(client: Client, published: Edition) -> None:
    assert leads(client, f"{BOOK}oku/bir-duymak/") == f"{CHAPTER}#bir-duymak"
    assert leads(client, f"{BOOK}oku/bir-duymak/?ara=s%C3%B6z") == f"{CHAPTER}?ara=s%C3%B6z#bir-duymak"


def test_block_anchor_leads_to_its_place(client: Client, published: Edition) -> None:
    page = text(client, CHAPTER)
    block = page.split('<div id="b-')[1][:12]
    assert leads(client, f"{BOOK}oku/b-{block}/") == f"{CHAPTER}#b-{block}"


def test_section_that_moved_is_found_in_its_new_chapter(client: Client, two_editions: Two) -> None:  # noqa: F811
    assert leads(client, f"{BOOK}oku/bir-yazmak/") == f"{PLAN}#bir-yazmak"
    assert leads(client, f"{BOOK}0.1/oku/bir-yazmak/") == f"{BOOK}0.1/oku/bir/#bir-yazmak"


def test_section_that_is_gone_is_found_in_the_last_edition_that_had_it(
    client: Client,
    two_editions: Two,  # noqa: F811
    django_assert_max_num_queries: Any,
) -> None:
    with django_assert_max_num_queries(4):
        assert leads(client, f"{BOOK}oku/bir-saklamak/") == f"{BOOK}0.1/oku/bir-saklamak/"
    assert leads(client, f"{BOOK}0.1/oku/bir-saklamak/") == f"{BOOK}0.1/oku/bir/#bir-saklamak"
    text(client, f"{BOOK}0.3/oku/bir-saklamak/", 404)


def test_address_with_the_number_of_the_edition_in_force_leads_to_the_plain_one(
    client: Client, published: Edition
) -> None:
    assert leads(client, f"{BOOK}0.1/oku/bir/?ara=iz") == f"{CHAPTER}?ara=iz"
    assert leads(client, f"{BOOK}0.1/kaynakca/") == f"{BOOK}kaynakca/"
    assert leads(client, f"{BOOK}0.1/") == BOOK


# --- older editions ---------------------------------------------------------------------------------------------------


def test_older_edition_is_read_as_it_was_and_says_that_it_is_older(client: Client, two_editions: Two) -> None:  # noqa: F811
    page = text(client, f"{BOOK}0.1/oku/bir/")
    assert " duyulur " in page
    assert "Bu, eski bir basım: 0.1" in page
    assert f'<a href="{CHAPTER}">Bu bölümü 0.2 numaralı basımda oku</a>' in page
    assert f'<link rel="canonical" href="http://localhost:8000{BOOK}0.1/oku/bir/">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert f'href="{BOOK}0.1/oku/iki/"' in page
    assert f'href="{PLAN}"' not in page
    newer = text(client, CHAPTER)
    assert "İkinci basımın cümlesi." in newer
    assert "Sözün kendisi" in newer
    assert "eski bir basım" not in newer
    assert '<meta name="robots"' not in newer


def test_older_edition_says_where_a_chapter_is_no_more(
    client: Client,
    two_editions: Two,  # noqa: F811
    administrator: User,
    publish: Callable[..., Edition],
    finish: Callable[..., Edition],
) -> None:
    handbook = two_editions[0].handbook
    services.reopen(handbook=handbook, by=administrator)
    documents.remove_section(section=handbook.document.sections.get(anchor="iki"), by=administrator)
    documents.remove_block(
        block_uid=handbook.document.blocks.get(section__anchor="sunus", removed_at=None).uid, by=administrator
    )
    documents.add_block(
        section=handbook.document.sections.get(anchor="sunus"), kind="paragraph", body="Kısa.", by=administrator
    )
    services.approve(handbook=handbook, by=administrator, reason=REASON)
    finish(publish(handbook, "0.3", "İkinci bölüm çıktı."))
    page = text(client, f"{BOOK}0.1/oku/iki/")
    assert "Bu bölüm 0.3 numaralı basımda artık yok." in page
    assert leads(client, PLAN) == f"{BOOK}0.2/oku/iki/"


def test_page_of_an_older_edition_has_its_contents_and_its_files(client: Client, two_editions: Two) -> None:  # noqa: F811
    page = text(client, f"{BOOK}0.1/")
    assert f'href="{BOOK}0.1/oku/bir/"' in page
    assert f'href="{BOOK}0.1/pdf/"' in page
    assert two_editions[0].version.digest in page
    assert f'href="{BOOK}0.1/"' in text(client, BOOK)


def test_withdrawn_edition_is_explained_at_each_of_its_addresses(
    client: Client,
    two_editions: Two,  # noqa: F811
    administrator: User,
) -> None:
    services.withdraw_edition(edition=two_editions[0], by=administrator, reason="Bir kaynak yanlış okunmuştu.")
    for path in ("", "oku/", "oku/bir/", "oku/olmayan/", "kaynakca/", "kaynak-goster/", "kaynak-goster/bib/", "pdf/"):
        page = text(client, f"{BOOK}0.1/{path}", 410)
        assert "Bir kaynak yanlış okunmuştu." in page
        assert "0.2 numaralı basıma git" in page
        assert " duyulur " not in page
    assert leads(client, "/kitaplik/basim/K3-0.1/") == f"{BOOK}0.1/"
    # a place that only the withdrawn edition had is nowhere any more
    text(client, f"{BOOK}oku/bir-saklamak/", 404)


# --- the page ---------------------------------------------------------------------------------------------------------


def test_notes_open_at_their_sentence_and_stand_in_the_list(client: Client, published: Edition) -> None:
    page = text(client, CHAPTER)
    assert 'id="notr-bir-1" popovertarget="not-bir-1-yerinde"' in page
    assert '<span class="note-pop" id="not-bir-1-yerinde" popover role="note"' in page
    assert '<li id="not-bir-1">' in page
    assert 'href="#notr-bir-1"' in page
    assert page.count("sözü duyan yazar") == 2


def test_notes_in_place_stay_inert() -> None:
    references = WebReferences({}, page="x")
    html = render(
        'Bir^[<script>alert(1)</script> **kalın** [git](javascript:alert(1)) "onclick=] iki.', references=references
    )
    placed = reading.with_notes_in_place(html, references.notes)
    assert placed.count("popovertarget") == 1
    for bad in ("<script", 'href="javascript', 'onclick="'):
        assert bad not in placed
    assert "<strong>kalın</strong>" in placed


def test_call_of_a_note_that_is_not_known_stays_a_link() -> None:
    call = '<sup class="note-call"><a href="#not-x-1" id="notr-x-1" aria-label="Not 1">1</a></sup>'
    assert reading.with_notes_in_place(call, []) == call


def test_errors_stand_beside_the_chapter_they_concern(
    client: Client,
    two_editions: Two,  # noqa: F811
) -> None:
    first, second = two_editions
    Erratum.objects.create(
        edition=first, anchor="bir-duymak", place="1.1", wrong="duyulur <b>", right="duyurulur", corrected_in=second
    )
    Erratum.objects.create(edition=second, anchor="iki", place="2. bölümün başı", wrong="iz", right="izi")
    page = text(client, f"{BOOK}0.1/oku/bir/")
    assert "Bu bölümde 1 hata not edildi" in page
    assert "<del>duyulur &lt;b&gt;</del>" in page
    assert "<ins>duyurulur</ins>" in page
    assert "0.2 numaralı basımda düzeltildi." in page
    assert "hata not edildi" not in text(client, f"{BOOK}0.1/oku/iki/")
    assert "hata not edildi" not in text(client, CHAPTER)
    assert "Bir sonraki basımda düzeltilecek." in text(client, PLAN)
    book = text(client, BOOK)
    assert "Bu basımdaki hatalar" in book
    assert "Bu basımda düzeltilenler" in book
    assert "Bu basımdaki hatalar" in text(client, f"{BOOK}0.1/")


def test_contents_say_how_long_reading_takes(client: Client, published: Edition) -> None:
    assert "Okuma süresi 1 dakika" in text(client, BOOK)


def test_turning_pages_leads_through_the_whole_book(client: Client, published: Edition) -> None:
    seen, url = [], f"{BOOK}oku/sunus/"
    while url:
        page = text(client, url)
        seen.append(url)
        following = page.split('<link rel="next" href="')
        url = following[1].split('"')[0] if len(following) > 1 else ""
    assert seen == [f"{BOOK}oku/sunus/", CHAPTER, PLAN]
    assert f'href="{BOOK}kaynakca/" rel="next"' in page


@pytest.mark.parametrize("size", ["s", "l", "xl"])
def test_size_of_type_is_kept_for_this_browser(client: Client, published: Edition, size: str) -> None:
    assert "data-text-size" not in text(client, CHAPTER)
    answer = client.post("/yazi-boyu/", {"size": size, "next": CHAPTER})
    assert answer.headers["Location"] == CHAPTER
    assert f'data-text-size="{size}"' in text(client, CHAPTER)
    client.post("/yazi-boyu/", {"size": "m", "next": CHAPTER})
    assert "data-text-size" not in text(client, CHAPTER)


def test_unknown_size_changes_nothing(client: Client, db: object) -> None:
    assert not client.post("/yazi-boyu/", {"size": '"><script>', "next": "/"}).cookies
    client.cookies["text_size"] = '"><script>'
    assert "data-text-size" not in client.get("/").content.decode()


# --- what it costs ----------------------------------------------------------------------------------------------------


def test_second_reader_needs_no_text_from_the_database(
    client: Client, published: Edition, django_assert_num_queries: Any
) -> None:
    text(client, CHAPTER)
    with django_assert_num_queries(4) as captured:  # book, editions, round, errors
        text(client, CHAPTER)
    assert not [query for query in captured if '"snapshot"' in query["sql"]]


def test_page_is_the_same_without_the_cache(
    client: Client, published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = text(client, CHAPTER)
    monkeypatch.setattr(reading, "cache", DummyCache("", {}))
    assert text(client, CHAPTER) == kept


def test_chapters_of_two_editions_are_kept_apart(client: Client, two_editions: Two) -> None:  # noqa: F811
    for _turn in range(2):
        assert " duyulur " in text(client, f"{BOOK}0.1/oku/bir/")
        assert "İkinci basımın cümlesi." in text(client, CHAPTER)
