"""Files of the library: PDF and EPUB of an edition, the pictures that stand in it."""

import logging
import re
from collections.abc import Iterator

from django.core.files import File
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from atasehir_portal.documents import figures
from atasehir_portal.rendering.models import Rendering
from handbooks import queries
from handbooks.reading import readable
from handbooks.services.downloads import count_download, is_robot
from handbooks.structured import EPUB_TYPE
from handbooks.views.public.withdrawn import explaining_withdrawal

logger = logging.getLogger(__name__)

# Not longer, although the file never changes: what is withdrawn must not live on in caches.
AN_HOUR = "public, max-age=3600"
TYPES = {"pdf": "application/pdf", "epub": EPUB_TYPE}
PIECE = 1 << 16  # bytes
_RANGE = re.compile(r"bytes=([0-9]*)-([0-9]*)\Z")


@explaining_withdrawal
@require_safe
def download(request: HttpRequest, slug: str, number: str, kind: str) -> HttpResponseBase:
    """A file of an edition, for everybody: the whole, or the part that is still missing after a broken connection.

    A whole file that is fetched for a person adds one to the count of the day, the only thing that a GET writes here.
    """
    edition = readable(queries.edition(slug, number))
    made = edition.pdf if kind == "pdf" else edition.epub
    if made is None or not made.is_ready:
        raise Http404
    etag = f'"{made.file_sha256}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _kept(HttpResponseNotModified(), etag)
    part = _part(request, made.size, etag)
    if part is not None and part[0] >= part[1]:
        return _kept(HttpResponse(status=416, headers={"Content-Range": f"bytes */{made.size}"}), etag)
    start, end = part or (0, made.size)
    file = _opened(made)
    response: HttpResponseBase
    if request.method == "HEAD":
        file.close()
        response = HttpResponse(content_type=TYPES[kind])
    elif part is None:
        response = FileResponse(file, content_type=TYPES[kind])
    else:
        response = StreamingHttpResponse(_piece(file, start, end), content_type=TYPES[kind])
    if part is not None:
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end - 1}/{made.size}"
    response["Content-Disposition"] = f'attachment; filename="{slug}-{number}.{kind}"'
    response["Content-Length"] = str(end - start)
    if (start, end) == (0, made.size) and _is_for_a_person(request):
        count_download(edition=edition, kind=kind)
    return _kept(response, etag)


@require_safe
def figure(request: HttpRequest, slug: str, number: str, src: str) -> HttpResponseBase:
    """A picture that stands in a published edition."""
    if not figures.is_name(src) or not queries.shows_figure(slug, number, src):
        raise Http404
    response = figures.response(src)
    response["Cache-Control"] = AN_HOUR
    return response


def _is_for_a_person(request: HttpRequest) -> bool:
    """Whether the file is really fetched, and not by a program that indexes, checks or fetches in advance."""
    return (
        request.method == "GET"
        and "prefetch" not in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
        and not is_robot(request.headers.get("User-Agent", ""))
    )


def _opened(made: Rendering) -> File:
    try:
        return default_storage.open(str(made.file.name), "rb")
    except FileNotFoundError as error:
        logger.error("The file of rendering %s is missing: %s", made.pk, made.file.name)
        raise Http404 from error


def _part(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """Return the part that is asked for as (from, to), with from ≥ to where there is no such part; None for the whole.

    One range is served; who asks for several, or for a part of another state of the file, gets the whole.
    """
    asked = _RANGE.match(request.headers.get("Range", ""))
    if not asked or asked[0] == "bytes=-" or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = asked[1][:18], asked[2][:18]
    if not first:
        return max(0, size - int(last)), size
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last) + 1, size) if last else size


def _piece(file: File, start: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        missing = end - start
        while missing > 0 and (piece := file.read(min(PIECE, missing))):
            missing -= len(piece)
            yield piece


def _kept(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = AN_HOUR
    response["X-Content-Type-Options"] = "nosniff"
    return response
