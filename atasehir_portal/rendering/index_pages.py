"""The printed index: each page once, neighbours as a range, the page that is about the word in bold.

Style sheets can print the page number of a place but not leave out a number that stands there already. So the book is laid out with an
empty page where its index will stand, the places of the words are looked up on the finished pages, and the index is laid out by itself
with its numbers as text. It is laid out once, where page numbers by style sheet would lay the whole book out again.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_SECTION = re.compile(r'<section class="back index">.*?</section>', re.DOTALL)
_HEADING = re.compile(r"<h1\b.*?</h1>", re.DOTALL)
_RUNNING = re.compile(r'<h1[^>]*\bdata-running="([^"]*)"')
_PAGES = re.compile(r'<span class="pages">(.*?)</span>', re.DOTALL)
_PLACE = re.compile(r'<a class="page( main)?" href="#([^"]+)"></a>')
ANCHOR = "print-index"


@dataclass(frozen=True, slots=True)
class Divided:
    """A book's HTML with an empty page for its index, and the index by itself."""

    book: str
    index: str
    head: str


def divide(html: str) -> Divided | None:
    """Return the book with an empty page in the place of its index, and the index; None for a text without one."""
    section = _SECTION.search(html)
    if section is None:
        return None
    heading = _HEADING.search(section[0])
    running = _RUNNING.search(html)
    empty = f'<section class="back index">{heading[0] if heading else ""}</section>'
    head = html[: html.index("<body")] + f'<body data-running="{running[1] if running else ""}">'
    return Divided(html[: section.start()] + empty + html[section.end() :], section[0], head)


def pages_of(pages: Sequence[Any]) -> dict[str, int]:
    """Return for each anchor the number of its page, counted from 1."""
    return {anchor: number for number, page in enumerate(pages, start=1) for anchor in page.anchors}


def numbered(divided: Divided, page_of: Mapping[str, int]) -> str:
    """Return the index as a complete HTML document, its places as page numbers. Raises KeyError for a place that is
    nowhere."""

    def written(entry: re.Match[str]) -> str:
        places = [(page_of[place[2]], place[2], bool(place[1])) for place in _PLACE.finditer(entry[1])]
        return f'<span class="pages">{_ranges(places)}</span>'

    return f"{divided.head}{_PAGES.sub(written, divided.index)}</body></html>"


def _ranges(places: Sequence[tuple[int, str, bool]]) -> str:
    """Three pages or more in a row become a range; one that is about the word stays by itself."""
    first: dict[int, str] = {}
    main: dict[int, str] = {}
    for page, anchor, is_main in sorted(places, key=lambda place: place[0]):
        first.setdefault(page, anchor)
        if is_main:
            main.setdefault(page, anchor)
    runs: list[list[int]] = []
    for page in first:
        if runs and page == runs[-1][-1] + 1 and page not in main and runs[-1][-1] not in main:
            runs[-1].append(page)
        else:
            runs.append([page])
    shown: list[str] = []
    for run in runs:
        if len(run) > 2:
            shown.append(_link(first[run[0]], f"{run[0]}–{run[-1]}"))
        else:
            shown += [_link(main.get(page, first[page]), str(page), is_main=page in main) for page in run]
    return ", ".join(shown)


def _link(anchor: str, words: str, *, is_main: bool = False) -> str:
    # bold by style: an element inside a link takes the annotation away from it
    return f'<a class="{"main" if is_main else "at"}" href="#{anchor}">{words}</a>'


def sheet(first_page: int) -> str:
    """Return the style of the index's pages: they go on from the page before them."""
    side = "right" if first_page % 2 else "left"
    return (
        f"@page :first {{ counter-reset: page {first_page} }} html {{ break-before: {side} }} "
        "body { string-set: book attr(data-running) }"
    )
