"""The text of an edition to go on working with: as a Word file, and in its Markdown form with all that belongs to it."""

from io import SEEK_END

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atasehir_portal.documents.docx import CONTENT_TYPE
from handbooks import queries
from handbooks.reading import readable
from handbooks.services import texts
from handbooks.views.public.files import counted, not_modified, send
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
    unchanged = not_modified(request, etag)
    if unchanged is not None:
        return unchanged
    try:
        file = texts.open_text(edition=edition, kind=kind)
    except texts.BeingMade:
        context = {"edition": edition, "address": request.path}
        waiting = render(request, "handbooks/being_made.html", context, status=503)
        waiting["Retry-After"] = str(COME_BACK)
        return waiting
    size = file.seek(0, SEEK_END)
    file.seek(0)
    response = send(request, lambda: file, size=size, content_type=TYPES[kind], etag=etag)
    if response.status_code == 416:
        file.close()
    return counted(response, request, edition, kind, ending=texts.FORMS[kind].ending)
