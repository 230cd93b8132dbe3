"""The printed index: each page once, ranges, the page that is about the word in bold; its pages go on from those before."""

from dataclasses import replace
from io import BytesIO

import pymupdf
import pytest

from atasehir_portal.rendering import book, index_pages, weasy
from atasehir_portal.rendering.errors import RenderingFailed
from tests.rendering.books import sample_book

INDEX = (
    '<html><head></head><body><h1 data-running="Söz ve İz">Kitap</h1>'
    '<section class="back index"><h1 id="print-index">Dizin</h1><ul><li>hak, <span class="pages">{}</span></li></ul></section>'
    "</body></html>"
)


def _written(places: str, page_of: dict[str, int]) -> str:
    divided = index_pages.divide(INDEX.format(places))
    assert divided is not None
    html = index_pages.numbered(divided, page_of)
    return html.partition('<span class="pages">')[2].partition("</span>")[0]


def _place(anchor: str, *, main: bool = False) -> str:
    return f'<a class="page{" main" if main else ""}" href="#{anchor}"></a>'


def test_page_is_named_once_and_neighbours_become_a_range() -> None:
    places = ", ".join(map(_place, "abcdefg"))
    pages = {"a": 3, "b": 3, "c": 7, "d": 8, "e": 9, "f": 12, "g": 13}
    links = [f'<a class="at" href="#{a}">{n}</a>' for a, n in (("a", "3"), ("c", "7–9"), ("f", "12"), ("g", "13"))]
    assert _written(places, pages) == ", ".join(links)


def test_page_that_is_about_the_word_is_bold_and_stays_by_itself() -> None:
    places = _place("a") + _place("b", main=True) + _place("c") + _place("d")
    shown = _written(places, {"a": 4, "b": 5, "c": 6, "d": 5})
    assert shown == ('<a class="at" href="#a">4</a>, <a class="main" href="#b">5</a>, <a class="at" href="#c">6</a>')


def test_text_without_index_is_not_divided() -> None:
    assert index_pages.divide("<html><body><p>Söz</p></body></html>") is None


def test_index_carries_the_title_for_the_head_of_its_pages() -> None:
    divided = index_pages.divide(INDEX.format(""))
    assert divided is not None
    assert divided.head.endswith('<body data-running="Söz ve İz">')
    assert "<li>" not in divided.book
    assert divided.book.count('id="print-index"') == 1


def test_index_of_several_pages_goes_on_from_the_pages_before_it() -> None:
    many = [book.IndexEntry(term=f"söz {n:03}", places=[book.IndexPlace("b1-birinci")]) for n in range(330)]
    target = BytesIO()
    pages = weasy.write_pdf(
        book.html(replace(sample_book(chapters=1), index=many)),
        style="handbook-1",
        title="Kitap",
        language="tr",
        target=target,
        report=lambda step, page: None,
    )
    with pymupdf.open(stream=target.getvalue()) as pdf:
        assert pdf.page_count == pages
        shown = [pdf[number].get_text() for number in range(pages)]
        first = next(n for n, text in enumerate(shown) if "söz 000" in text)
        last = next(n for n, text in enumerate(shown) if "söz 329" in text)
        assert last > first
        for number in range(first, last + 1):
            assert f"\n{number + 1}\n" in f"\n{shown[number].strip()}\n"
        # the contents name the page on which it begins
        assert any("Dizin" in text and f" {first + 1}" in text for text in shown[:first])
        place = pdf[first].get_links()[0]["page"]
        assert f"söz 000, {place + 1}" in " ".join(shown[first].split())
        # as many pages as the index needs, none kept empty for it
        assert all(text.strip() for text in shown[first : last + 1])


def test_place_that_is_nowhere_is_named() -> None:
    lost = [book.IndexEntry(term="söz", places=[book.IndexPlace("yok")])]
    with pytest.raises(RenderingFailed, match="yok"):
        weasy.write_pdf(
            book.html(replace(sample_book(chapters=1), index=lost)),
            style="handbook-1",
            title="Kitap",
            language="tr",
            target=BytesIO(),
            report=lambda step, page: None,
        )
