"""Files of the library: PDF and EPUB of an edition, how a file is sent and counted, the pictures that stand in an edition."""

import logging
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO

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
from handbooks.models import Edition
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
    """The PDF or EPUB of an edition, for everybody."""
    edition = readable(queries.edition(slug, number))
    made = edition.pdf if kind == "pdf" else edition.epub
    if made is None or not made.is_ready:
        raise Http404
    etag = f'"{made.file_sha256}"'
    response = not_modified(request, etag) or send(
        request, partial(_opened, made), size=made.size, content_type=TYPES[kind], etag=etag
    )
    return counted(response, request, edition, kind, ending=kind)


def not_modified(request: HttpRequest, etag: str) -> HttpResponseBase | None:
    """Return the answer to who has this very file already; None for everybody else."""
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _kept(HttpResponseNotModified(), etag)
    return None


def send(
    request: HttpRequest, open_file: Callable[[], IO[bytes] | File], *, size: int, content_type: str, etag: str
) -> HttpResponseBase:
    """Return a file of ``size`` bytes: the whole, or the part that is still missing after a broken connection."""
    part = _part(request, size, etag)
    if part is not None and part[0] >= part[1]:
        return _kept(HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}), etag)
    start, end = part or (0, size)
    file = open_file()
    response: HttpResponseBase
    if request.method == "HEAD":
        file.close()
        response = HttpResponse(content_type=content_type)
    elif part is None:
        response = FileResponse(file, content_type=content_type)
    else:
        response = StreamingHttpResponse(_piece(file, start, end), content_type=content_type)
    if part is not None:
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    response["Content-Length"] = str(end - start)
    return _kept(response, etag)


def counted(
    response: HttpResponseBase, request: HttpRequest, edition: Edition, kind: str, *, ending: str
) -> HttpResponseBase:
    """Return a file of an edition with its name. A whole one that is fetched for a person adds one to the count of the day, the only
    thing that a GET writes here."""
    if response.status_code not in {200, 206}:
        return response
    response["Content-Disposition"] = f'attachment; filename="{edition.handbook.slug}-{edition.number}.{ending}"'
    whole = f"bytes 0-{int(response['Content-Length']) - 1}/{response['Content-Length']}"
    if response.headers.get("Content-Range", whole) == whole and _is_for_a_person(request):
        count_download(edition=edition, kind=kind)
    return response


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


def _piece(file: IO[bytes] | File, start: int, end: int) -> Iterator[bytes]:
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
