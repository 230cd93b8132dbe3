"""One chapter, or a text before the first one, by itself, laid out as it will stand in the book, before the book is published.

Its number, its sections, figures, tables and notes are those of the book; the pages count from 1. What leads to another chapter or to the
list of sources keeps its look and leads nowhere, and in the place of a page number that is not known yet stands "…".
"""

import re
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from atasehir_portal.rendering.book import Book, Chapter, FrontSection
from atasehir_portal.rendering.typography import bind

_ANCHOR = re.compile(r'\bid="([^"]+)"')
_LINK = re.compile(r'<a\b(?P<before>[^>]*?)\s+href="#(?P<anchor>[^"]+)"(?P<after>[^>]*)>(?P<words>.*?)</a>', re.DOTALL)
_PAGE = re.compile(r'\bclass="page\b')
UNKNOWN_PAGE = "…"


def chapter_html(book: Book, chapter: Chapter) -> str:
    """Return the complete HTML document of one chapter in the look of its book, for ``request_rendering``."""
    return _document(book, {"chapter": chapter, "before": chapter.number - 1})


def front_html(book: Book, section: FrontSection) -> str:
    """Return the complete HTML document of one text before the first chapter, like ``chapter_html``."""
    return _document(book, {"section": section, "before": 0})


def _document(book: Book, parts: Mapping[str, Any]) -> str:
    with translation.override(book.language):
        context = {"book": book, **parts}
        document = without_far_links(render_to_string("rendering/chapter_preview.html", context))
    return bind(document) if book.language == "tr" else document


def without_far_links(html: str) -> str:
    """Return the document with every link that leads out of it made harmless; its words and its look stay."""
    near = set(_ANCHOR.findall(html))

    def kept(link: re.Match[str]) -> str:
        if link["anchor"] in near:
            return link[0]
        if _PAGE.search(link["before"] + link["after"]):
            return UNKNOWN_PAGE
        return f"<a{link['before']}{link['after']}>{link['words']}</a>"

    return _LINK.sub(kept, html)
