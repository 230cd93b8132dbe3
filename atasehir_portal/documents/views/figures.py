"""Pictures of a working text, for those who may read it."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from atasehir_portal.documents import figures, permissions, queries
from atasehir_portal.documents.views.access import document_for


@require_GET
def figure(request: HttpRequest, uid: UUID, src: str) -> HttpResponseBase:
    """A picture that the document shows, to those who read its past also one of an earlier state; to writers also one that
    was uploaded for it."""
    document = document_for(request, uid, write=False)
    is_uploaded = src.startswith(f"pictures/documents/{document.uid}/") and permissions.can_write(
        request.user, document
    )
    past = permissions.can_read_past(request.user, document)
    if not figures.is_name(src) or not (is_uploaded or queries.shows_figure(document, src, past=past)):
        raise Http404
    return figures.response(src)
