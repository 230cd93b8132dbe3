"""The outline: the whole tree of sections, to be arranged by keyboard, pointer and plain buttons."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from atasehir_portal.documents import kinds, queries
from atasehir_portal.documents.outline import rows_of
from atasehir_portal.documents.services import DEEPEST_LEVEL
from atasehir_portal.documents.views.access import document_for, signed_in


@signed_in
@require_GET
def outline(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The tree as it stands, with what was taken out of it. ``?odak=<section>`` gives a row the focus after an act."""
    document = document_for(request, uid, write=True)
    reading = queries.read(document, chapter_address=queries.workspace_chapter_address(document))
    context = {
        "document": document,
        "rows": rows_of(reading),
        "focus": request.GET.get("odak", ""),
        "removed": queries.removed_sections(document),
        "deepest": DEEPEST_LEVEL,
        "back": kinds.get(document.kind).url(document),
    }
    return render(request, "documents/outline.html", context)
