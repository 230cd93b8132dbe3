"""The text of an edition to go on working with: as a Word file, and in its Markdown form with all that belongs to it."""

from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import render
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from atasehir_portal.documents.docx import CONTENT_TYPE
from handbooks import queries
from handbooks.reading import readable
from handbooks.services import texts
from handbooks.views.public.withdrawn import explaining_withdrawal

TYPES = {"word": CONTENT_TYPE, "markdown": "application/zip"}
# Seconds after which whoever came while a file was made may come back.
COME_BACK = 10


@explaining_withdrawal
@require_safe
def text(request: HttpRequest, slug: str, number: str, kind: str) -> HttpResponseBase:
    """The text of an edition, for everybody; a page that says so while somebody else's request is making it (503)."""
    edition = readable(queries.edition(slug, number))
    etag = f'"{texts.tag_of(edition, kind)}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers={"ETag": etag})
    try:
        file = texts.open_text(edition=edition, kind=kind)
    except texts.BeingMade:
        context = {"edition": edition, "address": request.path}
        waiting = render(request, "handbooks/being_made.html", context, status=503)
        waiting["Retry-After"] = str(COME_BACK)
        return waiting
    response = FileResponse(file, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{slug}-{number}.{texts.FORMS[kind].ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=3600"
    response["ETag"] = etag
    return response
