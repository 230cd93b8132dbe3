"""What search engines and reference managers read of the library: schema.org as JSON-LD.

A block of data of the type ``application/ld+json`` is never run by a browser, so the strict policy lets it stand in the page; its text
cannot end the block, because the signs that could are written as escapes.
"""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from handbooks.book import series_name
from handbooks.queries.library import Shelf
from handbooks.reading import Chapter, OpenEdition

_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
EPUB_TYPE = "application/epub+zip"


def script(data: dict[str, Any]) -> SafeString:
    """Return data as the text of a JSON-LD block."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308 – nothing is left that HTML would read


def absolute(path: str) -> str:
    """Return a path of the portal with its address."""
    return f"{settings.SITE_URL}{path}"


def of_library(shelves: Sequence[Shelf]) -> dict[str, Any]:
    """Return the series with its books."""
    return {
        "@type": "BookSeries",
        "name": series_name(),
        "url": absolute(reverse("handbooks:library")),
        "hasPart": [
            _short(OpenEdition(each, each.latest)) | {"position": each.handbook.number}
            for each in shelves
            if each.latest
        ],
    }


def of_book(opened: OpenEdition) -> dict[str, Any]:
    """Return a book with its files and its chapters."""
    front, edition = opened.front, opened.edition
    return _short(opened) | {
        "description": front.summary,
        "keywords": front.keywords,
        "audience": {"@type": "Audience", "audienceType": front.audience},
        "isPartOf": {"@type": "BookSeries", "name": series_name(), "url": absolute(reverse("handbooks:library"))},
        "isAccessibleForFree": True,
        "accessMode": ["textual", "visual"],
        "accessibilityFeature": [
            "alternativeText",
            "readingOrder",
            "structuralNavigation",
            "tableOfContents",
            "taggedPDF",
        ],
        "timeRequired": f"PT{opened.outline.minutes}M",
        "encoding": [
            _file("application/pdf", reverse("handbooks:download", args=[opened.slug, edition.number]), edition.pdf),
            *(
                [_file(EPUB_TYPE, reverse("handbooks:download_epub", args=[opened.slug, edition.number]), edition.epub)]
                if edition.epub and edition.epub.is_ready
                else []
            ),
        ],
        "hasPart": [
            {"@type": "Chapter", "name": chapter.heading, "url": absolute(opened.address(chapter.anchor))}
            for chapter in opened.outline.chapters
        ],
    }


def of_chapter(opened: OpenEdition, chapter: Chapter) -> dict[str, Any]:
    """Return a chapter of a book."""
    found: dict[str, Any] = {
        "@type": "Chapter",
        "name": chapter.title,
        "url": absolute(opened.address(chapter.anchor)),
        "inLanguage": opened.outline.language,
        "timeRequired": f"PT{chapter.minutes}M",
        "isAccessibleForFree": True,
        "isPartOf": _short(opened),
    }
    if chapter.number:
        found["position"] = chapter.number
    if chapter.aim:
        found["description"] = chapter.aim
    return found


def _short(opened: OpenEdition) -> dict[str, Any]:
    front, edition = opened.front, opened.edition
    issuer = {"@type": "GovernmentOrganization", "name": front.issuer}
    return {
        "@type": "Book",
        "@id": absolute(reverse("handbooks:edition_page", args=[opened.slug, edition.number])),
        "name": front.title,
        "url": absolute(opened.home),
        "author": issuer,
        "publisher": issuer,
        "inLanguage": "tr",
        "bookEdition": edition.number,
        "datePublished": timezone.localdate(edition.published_at).isoformat(),
        "numberOfPages": edition.pdf.pages,
    }


def _file(kind: str, path: str, rendering: Any) -> dict[str, Any]:
    return {
        "@type": "MediaObject",
        "encodingFormat": kind,
        "contentUrl": absolute(path),
        "contentSize": f"{rendering.size} B",
        "sha256": rendering.file_sha256,
    }
