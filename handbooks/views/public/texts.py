"""The text of an edition to go on working with: as a Word file, and in its Markdown form with all that belongs to it."""

from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from atasehir_portal.documents import intake
from atasehir_portal.documents import queries as documents
from atasehir_portal.documents import services as document_services
from atasehir_portal.documents.docx import CONTENT_TYPE, write_docx
from handbooks import queries
from handbooks.front_matter import FrontMatter
from handbooks.importing import about_of
from handbooks.models import Edition
from handbooks.reading import readable
from handbooks.views.public.withdrawn import explaining_withdrawal

# The frozen text gives the same file every time; made again after a day, so that a new release of the portal shows.
A_DAY = 24 * 60 * 60
LARGEST_KEPT = 8 * 1024 * 1024  # bytes


def as_word(edition: Edition) -> bytes:
    """Return an edition as a Word file."""
    front = FrontMatter.of_edition(edition)
    reading = documents.read_version(edition.version, figure_address=str)
    lines = [line for line in (front.subtitle, front.audience, f"{edition.number} · {edition.published_at:%Y}") if line]
    return write_docx(reading, author=front.issuer, when=edition.published_at, lines=lines)


def as_markdown(edition: Edition) -> bytes:
    """Return an edition's text in its Markdown form, as an archive."""
    about = about_of(FrontMatter.of_edition(edition), edition.handbook.slug)
    files = document_services.export_files(edition.version, about)
    return intake.packed(files, day=timezone.localdate(edition.published_at))


_MAKERS: dict[str, tuple[Callable[[Edition], bytes], str, str]] = {
    "word": (as_word, CONTENT_TYPE, "docx"),
    "markdown": (as_markdown, "application/zip", "zip"),
}


@explaining_withdrawal
@require_safe
def text(request: HttpRequest, slug: str, number: str, kind: str) -> HttpResponseBase:
    """The text of an edition, for everybody."""
    edition = readable(queries.edition(slug, number))
    make, content_type, ending = _MAKERS[kind]
    # named by the text, not by its row: a database that was restored gives the same numbers to other rows
    key = f"handbooks.text.{slug}.{number}.{edition.version.digest}.{kind}"
    etag = f'"{edition.version.digest[:32]}-{kind}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers={"ETag": etag})
    content: bytes | None = cache.get(key)
    if content is None:
        content = make(Edition.objects.select_related("handbook", "version").get(pk=edition.pk))
        if len(content) <= LARGEST_KEPT:
            cache.set(key, content, A_DAY)
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{slug}-{number}.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=3600"
    response["ETag"] = etag
    return response
