"""A chapter by itself: what leads out of it is harmless, the rest is as in the book."""

import re
from io import BytesIO

import pymupdf
import pytest

from atasehir_portal.rendering import book, weasy
from atasehir_portal.rendering.preview import UNKNOWN_PAGE, chapter_html, without_far_links
from tests.rendering.books import sample_book

_PAGE_NUMBER = re.compile(r"\b(?:s\.|sayfa)\s\d+")


def test_links_within_stay_and_links_out_of_it_lead_nowhere() -> None:
    html = (
        '<p id="here"><a class="ref" href="#here">bkz. burası</a> <a class="cite" href="#kaynak-x">[3]</a> '
        's. <a class="page" href="#far"></a> <a href="https://example.org/#far">dışarı</a></p>'
    )
    assert without_far_links(html) == (
        '<p id="here"><a class="ref" href="#here">bkz. burası</a> <a class="cite">[3]</a> '
        f's. {UNKNOWN_PAGE} <a href="https://example.org/#far">dışarı</a></p>'
    )


def pages_of(html: str, style: str) -> list[str]:
    """The lines of each page without heads and feet; the numbers of pages are those of the book only in the book."""
    target = BytesIO()
    weasy.write_pdf(html, style=style, title="x", language="tr", target=target, report=lambda step, page: None)
    with pymupdf.open(stream=target.getvalue(), filetype="pdf") as made:
        inner = [page.get_text(clip=pymupdf.Rect(0, 60, page.rect.width, page.rect.height - 60)) for page in made]
    return [_PAGE_NUMBER.sub("s. …", words) for words in inner]


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 2])
def test_chapter_by_itself_is_printed_line_by_line_as_in_the_book(number: int) -> None:
    whole = sample_book(chapters=3, paragraphs=6)
    chapter = whole.chapters[number - 1]
    alone = pages_of(chapter_html(whole, chapter), whole.style)
    in_book = pages_of(book.html(whole), whole.style)
    first = next(at for at, page in enumerate(in_book) if page == alone[0])
    assert in_book[first : first + len(alone)] == alone
    assert len(alone) > 2
