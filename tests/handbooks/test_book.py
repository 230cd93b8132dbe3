"""The printed book of an edition, from the short book and from the three real ones."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.utils import translation

from atasehir_portal.accounts.models import User
from atasehir_portal.rendering import book as printed
from handbooks import book, services
from handbooks.front_matter import FrontMatter
from handbooks.importing import import_handbook, number_of, source_folders
from handbooks.models import Edition
from handbooks.problems import problems_of
from tests.handbooks.conftest import REASON

VOID = {"meta", "img", "br", "hr", "col", "link"}


class Reader(HTMLParser):
    """Reads a document, and keeps ids, links and elements that were not closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.wrong: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()}")


@pytest.fixture(params=source_folders(), ids=lambda folder: folder.name[:1])
def real(request: pytest.FixtureRequest, administrator: User) -> Edition:
    """An edition of one of the three books that come with the portal."""
    folder: Path = request.param
    handbook = import_handbook(folder=folder, number=number_of(folder), by=None)
    assert handbook is not None
    assert [problem for problem in problems_of(handbook.document) if problem.stops] == []
    services.approve(handbook=handbook, by=administrator, reason=REASON)
    return services.publish_edition(handbook=handbook, by=administrator, number="0.1", change_note="İlk basım.")


def test_three_books_come_with_the_portal() -> None:
    assert [number_of(folder) for folder in source_folders()] == [1, 2, 3]


def test_real_book_is_whole_and_every_reference_has_its_place(real: Edition) -> None:
    read = Reader(real.pdf.source_html)
    assert (read.open, read.wrong) == ([], [])
    assert len(read.ids) == len(set(read.ids))
    inside = {link[1:] for link in read.links if link.startswith("#")}
    assert inside <= set(read.ids)
    assert {f"kaynak-{source.key}" for source in real.version.document.sources.all()} <= set(read.ids)
    assert "[@" not in real.pdf.source_html


def test_real_book_says_what_it_is(real: Edition) -> None:
    html = real.pdf.source_html
    front = FrontMatter.of_edition(real)
    for words in (front.title, front.planned_title, real.version.digest, *front.notices):
        assert words in html.replace("\u00a0", " ").replace('<span class="whole">', "").replace("</span>", "")
    assert re.search(r'<article class="chapter planned">', html)
    assert "style=" not in html.replace("<style", "")


def test_real_book_has_all_its_chapters(real: Edition) -> None:
    made = book.of_edition(real)
    numbered = real.version.document.sections.filter(parent=None, is_numbered=True)
    assert [chapter.title for chapter in made.chapters] == [section.title for section in numbered.order_by("position")]
    assert [section.title for section in made.front] == ["Sunuş"]
    assert sum(not chapter.is_planned for chapter in made.chapters) >= 1
    assert made.glossary
    assert sum(len(group.entries) for group in made.bibliography) == real.version.document.sources.count()


def test_book_is_made_from_what_was_frozen(published: Edition) -> None:
    published.handbook.document.title = "Başka ad"
    published.handbook.document.save()
    made = book.of_edition(Edition.objects.get(pk=published.pk))
    assert made.title == "Kısa Kitap: Söz ve İz"
    assert printed.html(made) == published.pdf.source_html


def test_book_prints_law_with_its_caveat_and_the_trial_on_its_cover(published: Edition) -> None:
    with translation.override("en"):
        made = book.of_edition(published)
    assert made.cover_note
    law = next(entry.html for group in made.bibliography for entry in group.entries if "Deneme Kanunu" in entry.html)
    assert law.startswith("[1] ")
    assert "9999" in law
    assert "13" in law
    with translation.override("tr"):
        caveat = translation.gettext("To be verified against the official text")
    assert caveat in law


def test_imprint_counts_what_is_written_and_what_is_planned(published: Edition) -> None:
    html = str(
        next(field.html for field in book.of_edition(published).imprint if "1" in field.html and ":" in field.html)
    )
    assert re.findall(r": (\d)", html) == ["1", "1"]


def test_whole_book_needs_no_such_line(source: Path, catalogue: object, administrator: User) -> None:
    (source / "02-iz.md").write_text("# İz {#iki}\n\n:::aim\nİzi sürmek.\n:::\n\nİz sürülür.\n", encoding="utf-8")
    handbook = import_handbook(folder=source, number=3, by=None)
    assert handbook is not None
    services.approve(handbook=handbook, by=administrator, reason=REASON)
    edition = services.publish_edition(handbook=handbook, by=administrator, number="1.0", change_note="İlk basım.")
    made = book.of_edition(edition)
    assert made.cover_note == ""
    assert not any(re.findall(r": (\d)", str(field.html)) == ["1", "1"] for field in made.imprint)


def test_address_is_printed_only_where_the_portal_has_one(published: Edition, settings: object) -> None:
    assert "kitaplik/kisa-kitap" not in published.pdf.source_html
    assert not any("kitaplik/" in str(field.html) for field in book.of_edition(published).imprint)
    settings.SITE_URL = "https://katilim.example"  # type: ignore[attr-defined]
    assert any(
        "https://katilim.example/kitaplik/kisa-kitap/" in str(field.html)
        for field in book.of_edition(published).imprint
    )
    assert any(
        str(field.html).endswith('">https://katilim.example/kitaplik/kisa-kitap/0.1/</a>')
        for field in book.of_edition(published).imprint
    )


def test_publishing_reads_and_writes_in_a_fixed_number_of_queries(
    approved: object, publish: Callable[..., Edition], django_assert_max_num_queries: Callable[..., object]
) -> None:
    with django_assert_max_num_queries(40):  # type: ignore[attr-defined]
        publish(approved)
