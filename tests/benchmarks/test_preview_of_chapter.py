"""The preview of a chapter against its whole book, on the real handbooks: their longest chapters, with the HTML that the web writes for
them, in processor time."""

import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from atasehir_portal.accounts.models import User
from atasehir_portal.rendering import book as printed
from atasehir_portal.rendering import weasy
from handbooks import book, services
from handbooks.importing import import_handbook, number_of, source_folders
from handbooks.models import Handbook

ROUNDS = 3
PROMISED = 0.2


def _printed(html: str, handbook: Handbook) -> int:
    return weasy.write_pdf(
        html,
        style=f"handbook-{handbook.number}",
        title=handbook.title,
        language=handbook.document.language,
        target=BytesIO(),
        report=lambda step, page: None,
    )


def _seconds(make: Callable[[], int]) -> tuple[float, int]:
    started = time.process_time()
    pages = make()
    return time.process_time() - started, pages


def _longest(handbook: Handbook) -> str:
    """The anchor of the chapter with most text."""
    lengths = {
        section.anchor: len(html)
        for section in handbook.document.sections.filter(parent=None)
        if (html := book.chapter_of_draft(handbook, section.anchor)) is not None
    }
    return max(lengths, key=lambda anchor: lengths[anchor])


@pytest.mark.parametrize("folder", source_folders(), ids=lambda path: path.name)
def test_preview_of_the_longest_chapter_against_its_book(folder: Path, administrator: User) -> None:
    handbook = import_handbook(folder=folder, number=number_of(folder), by=None)
    assert handbook is not None
    services.approve(handbook=handbook, by=administrator, reason="Yazılan bölümler tamam.")
    edition = services.publish_edition(handbook=handbook, by=administrator, number="0.1", change_note="İlk basım.")
    anchor = _longest(handbook)

    def chapter() -> int:
        html = book.chapter_of_draft(handbook, anchor)
        assert html is not None
        return _printed(html, handbook)

    def whole() -> int:
        return _printed(printed.html(book.of_edition(edition)), handbook)

    weasy.load()
    runs = [(_seconds(chapter), _seconds(whole)) for _ in range(ROUNDS)]  # in turn: other load disturbs both alike
    pages, all_pages = runs[0][0][1], runs[0][1][1]
    one, all_of_it = (min(run[which][0] for run in runs) for which in (0, 1))
    print(
        f"\n{handbook.slug}, chapter #{anchor}: {pages} of {all_pages} pages, {one / all_of_it:.2f} × the whole book "
        f"(best of {ROUNDS}; promised: {PROMISED}), {one:.1f} s of processor time"
    )
    assert one / all_of_it <= PROMISED, runs
