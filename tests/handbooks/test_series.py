"""References between the books of the series, and what an edition has of the apparatus: index, terms, plans."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import entries, queries
from atasehir_portal.documents import services as documents
from atasehir_portal.documents.models import Block, Section
from handbooks import book, services
from handbooks.models import Edition, Handbook
from handbooks.problems import problems_of
from tests.handbooks.conftest import small_book

REASON = "Yazarlar okudu."


@pytest.fixture
def other(tmp_path: Path, catalogue: object) -> Handbook:
    """Another book of the series, as a draft."""
    return small_book(tmp_path, 2, "oteki-kitap")


def _write(handbook: Handbook, body: str) -> Block:
    section = Section.objects.get(document=handbook.document, anchor="bir-duymak")
    return documents.add_block(section=section, kind="paragraph", body=body, by=None)


def test_number_of_a_book_leads_to_it_and_to_its_places(published: Edition, client: Client) -> None:
    number, slug = published.handbook.number, published.handbook.slug
    answer = client.get(reverse("handbooks:by_number", args=[number]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("handbooks:book", args=[slug]))
    answer = client.get(reverse("handbooks:by_number", args=[number, "bir-duymak"]))
    assert answer["Location"] == reverse("handbooks:read", args=[slug, "bir"]) + "#bir-duymak"
    answer = client.get(reverse("handbooks:by_number", args=[number, "yok"]))
    assert answer["Location"] == reverse("handbooks:book", args=[slug])
    assert client.get(reverse("handbooks:by_number", args=[7])).status_code == 404


def test_book_without_edition_is_led_to_all_the_same(other: Handbook, client: Client) -> None:
    answer = client.get(reverse("handbooks:by_number", args=[2, "ses"]))
    assert answer["Location"] == reverse("handbooks:book", args=[other.slug])


def test_other_book_is_named_and_what_is_not_there_blocks(
    handbook: Handbook, other: Handbook, administrator: User
) -> None:
    block = _write(handbook, "bkz. [](kitap:2#kisik).")
    reading = queries.read(handbook.document)
    shown = reading.block(block.uid)
    assert shown is not None
    assert 'href="/kitaplik/kitap/2/kisik/">Kitap 2, “Kısa Kitap: Söz ve İz”</a>' in shown.html
    assert not [problem for problem in problems_of(handbook.document) if problem.stops]
    for body in ("[](kitap:2#yok)", "[](kitap:8)"):
        _write(handbook, body)
    stopping = [problem for problem in problems_of(handbook.document) if problem.stops]
    assert [("kitap:" in str(problem.message)) for problem in stopping] == [True, True]
    with pytest.raises(services.HasProblems):
        services.approve(handbook=handbook, by=administrator, reason=REASON)


def test_edition_prints_the_titles_of_its_day(
    handbook: Handbook, other: Handbook, administrator: User, publish: Callable[..., Edition], settings: Any
) -> None:
    settings.SITE_URL = "https://katilim.example"
    _write(handbook, "bkz. [](kitap:2#kisik).")
    edition = publish(services.approve(handbook=handbook, by=administrator, reason=REASON))
    other.document.title = "Başka Ad"
    other.document.save()
    html = "".join(chapter.html for chapter in book.of_edition(edition).chapters)
    assert "Başka Ad" not in html
    assert 'href="https://katilim.example/kitaplik/kitap/2/kisik/">Kitap 2, “Kısa Kitap: Söz ve İz”</a>' in html


def test_index_of_the_edition_is_printed_and_read(
    handbook: Handbook,
    administrator: User,
    publish: Callable[..., Edition],
    finish: Callable[[Edition], Edition],
    client: Client,
) -> None:
    index = entries.by_slug("dizin")
    documents.add_entry(document=handbook.document, listing=index, data={"term": "söz"}, by=None)
    documents.add_entry(document=handbook.document, listing=index, data={"term": "laf", "see": "söz"}, by=None)
    edition = finish(publish(services.approve(handbook=handbook, by=administrator, reason=REASON)))
    printed = book.of_edition(edition)
    assert [(entry.term, entry.see, bool(entry.places)) for entry in printed.index] == [
        ("laf", "söz", False),
        ("söz", "", True),
    ]
    page = client.get(reverse("handbooks:sources", args=[handbook.slug])).content.decode()
    assert "<i>bkz.</i> söz" in page
    assert reverse("handbooks:read", args=[handbook.slug, "bir"]) + "#b-" in page
    chapter = client.get(reverse("handbooks:read", args=[handbook.slug, "bir"])).content.decode()
    assert 'data-term="terim-soz-burada"' in chapter


def test_problem_of_the_index_leads_to_the_index(handbook: Handbook) -> None:
    documents.add_entry(
        document=handbook.document, listing=entries.by_slug("dizin"), data={"term": "laf", "see": "yok"}, by=None
    )
    (problem,) = [problem for problem in problems_of(handbook.document) if problem.stops]
    assert problem.where == "laf"
    assert problem.url == reverse("documents:entries", args=[handbook.document.uid, "dizin"])


def test_unmarked_chapter_without_text_blocks_and_a_marked_one_does_not(
    handbook: Handbook, administrator: User
) -> None:
    planned = Section.objects.get(document=handbook.document, anchor="iki")
    notes = [problem for problem in problems_of(handbook.document) if not problem.stops]
    assert [problem.where for problem in notes] == ["2 " + planned.title]
    documents.plan_section(section=planned, is_outline=False, by=administrator)
    stopping = [problem for problem in problems_of(handbook.document) if problem.stops]
    assert [problem.url.endswith("?bolum=iki#iki-baglamak") for problem in stopping] == [True]
    with pytest.raises(services.HasProblems):
        services.approve(handbook=handbook, by=administrator, reason=REASON)
    documents.plan_section(section=planned, is_outline=True, by=administrator)
    services.approve(handbook=handbook, by=administrator, reason=REASON)
