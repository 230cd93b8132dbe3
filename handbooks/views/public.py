"""The public library: books, their editions, reading chapter by chapter, download."""

import logging

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from atasehir_portal.documents import figures
from atasehir_portal.documents.bibliography import GROUPS
from handbooks import queries
from handbooks.book import citation

logger = logging.getLogger(__name__)

# Not longer, although the file never changes: what is withdrawn must not live on in caches.
AN_HOUR = "public, max-age=3600"


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """All books with what of them is published, and how far the others are."""
    return render(request, "handbooks/library.html", {"shelves": queries.library()})


@require_safe
def book(request: HttpRequest, slug: str) -> HttpResponse:
    """One book: what it is about, the contents of the edition in force, all its editions, how it is cited."""
    shelf = queries.shelf(slug)
    latest = shelf.latest
    reading = queries.reading_of(latest, slug) if latest else None
    cited = citation(latest, shelf.front) if latest and shelf.front else ""
    return render(request, "handbooks/book.html", {"shelf": shelf, "reading": reading, "citation": cited})


@require_safe
def edition(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead from the public reference of an edition to its book."""
    found = queries.by_reference(reference)
    if found is None:
        raise Http404
    return redirect("handbooks:book", found.handbook.slug)


@require_safe
def read(request: HttpRequest, slug: str, anchor: str = "") -> HttpResponse:
    """One chapter of the edition in force, from the frozen text."""
    shelf = queries.shelf(slug)
    if shelf.latest is None:
        raise Http404
    reading = queries.reading_of(shelf.latest, slug)
    number = next((i for i, chapter in enumerate(reading.chapters) if not anchor or chapter.anchor == anchor), None)
    if number is None:
        raise Http404
    context = {
        "shelf": shelf,
        "edition": shelf.latest,
        "reading": reading,
        "chapter": reading.chapters[number],
        "done": reading.chapters[:number],
        "previous": reading.chapters[number - 1] if number else None,
        "next": reading.chapters[number + 1] if number + 1 < len(reading.chapters) else None,
    }
    return render(request, "handbooks/read.html", context)


@require_safe
def sources(request: HttpRequest, slug: str) -> HttpResponse:
    """The sources and the glossary of the edition in force."""
    shelf = queries.shelf(slug)
    if shelf.latest is None:
        raise Http404
    reading = queries.reading_of(shelf.latest, slug)
    groups = [(label, [source for source in reading.sources if source.group == name]) for name, label, _kinds in GROUPS]
    context = {
        "shelf": shelf,
        "edition": shelf.latest,
        "reading": reading,
        "groups": [group for group in groups if group[1]],
    }
    return render(request, "handbooks/sources.html", context)


@require_safe
def download(request: HttpRequest, slug: str, number: str) -> HttpResponseBase:
    """The PDF of an edition: ready and not withdrawn, for everybody."""
    found = queries.downloadable(slug, number)
    etag = f'"{found.pdf.file_sha256}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _kept(HttpResponseNotModified(), etag)
    try:
        file = default_storage.open(str(found.pdf.file.name), "rb")
    except FileNotFoundError as error:
        logger.error("The file of rendering %s is missing: %s", found.pdf_id, found.pdf.file.name)
        raise Http404 from error
    response = FileResponse(file, as_attachment=True, filename=f"{slug}-{number}.pdf", content_type="application/pdf")
    response["Content-Length"] = str(found.pdf.size)
    return _kept(response, etag)


def _kept(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Cache-Control"] = AN_HOUR
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def figure(request: HttpRequest, slug: str, number: str, src: str) -> HttpResponseBase:
    """A picture that stands in a published edition."""
    if not figures.is_name(src) or not queries.shows_figure(slug, number, src):
        raise Http404
    response = figures.response(src)
    response["Cache-Control"] = AN_HOUR
    return response
