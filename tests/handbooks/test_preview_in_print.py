"""Each chapter of a real book, the first, by itself, page by page against the same chapter in its book."""

import pytest

from atasehir_portal.accounts.models import User
from atasehir_portal.rendering import book as printed
from handbooks import book, services
from handbooks.importing import import_handbook, number_of, source_folders
from tests.handbooks.conftest import REASON
from tests.rendering.test_preview import pages_of

pytestmark = pytest.mark.slow


def words_of(html: str, style: str) -> list[list[str]]:
    """The words of each page. Spaces that bind and others are one sign of a typeface, hyphens and those at a line's end are another;
    either is read as whichever comes first in a file."""
    return [page.replace("\N{HYPHEN}", "-").split() for page in pages_of(html, style)]


def test_every_chapter_by_itself_has_the_pages_that_it_has_in_its_book(administrator: User) -> None:
    folder = source_folders()[0]
    handbook = import_handbook(folder=folder, number=number_of(folder), by=None)
    assert handbook is not None
    services.approve(handbook=handbook, by=administrator, reason=REASON)
    edition = services.publish_edition(handbook=handbook, by=administrator, number="0.1", change_note="İlk basım.")
    style = f"handbook-{handbook.number}"
    in_book = words_of(printed.html(book.of_edition(edition)), style)
    compared = 0
    for section in handbook.document.sections.filter(parent=None):
        html = book.chapter_of_draft(handbook, section.anchor)
        if html is None:
            continue
        alone = words_of(html, style)
        first = next((at for at, page in enumerate(in_book) if page[:12] == alone[0][:12]), None)
        assert first is not None, (section.anchor, alone[0])
        assert in_book[first : first + len(alone)] == alone, section.anchor
        compared += len(alone)
    assert compared > len(in_book) / 2
