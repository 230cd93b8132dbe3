"""The outline: the whole tree of sections, to be arranged by keyboard, pointer and plain buttons."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from atasehir_portal.documents import kinds, queries
from atasehir_portal.documents.outline import find, rows_of
from atasehir_portal.documents.services import DEEPEST_LEVEL
from atasehir_portal.documents.views.access import document_for, section_for
from atasehir_portal.signing_in import signed_in


@signed_in
@require_GET
def outline(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The tree as it stands, with what was taken out of it. ``?odak=<section>`` gives a row the focus after an act;
    with ``&islemler=1`` it is marked, and what can be done with it is open."""
    document = document_for(request, uid, write=True)
    reading = queries.read(document, chapter_address=queries.workspace_chapter_address(document))
    context = {
        "document": document,
        "rows": rows_of(reading),
        "focus": request.GET.get("odak", ""),
        "opened": request.GET.get("odak", "") if "islemler" in request.GET else "",
        "removed": queries.removed_sections(document),
        "deepest": DEEPEST_LEVEL,
        "back": kinds.get(document.kind).url(document),
    }
    return render(request, "documents/outline.html", context)


@signed_in
@require_GET
def section_acts(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What can be done with a section: in its line of the outline with htmx, a page of its own without."""
    document = section_for(request, uid).document
    row = find(rows_of(queries.read(document)), uid)
    if row is None:
        raise Http404
    context = {
        "row": row,
        "section": row.section,
        "document": document,
        "back": f"{reverse('documents:outline', args=[document.uid])}?odak={uid}#{row.section.outline_id}",
    }
    return render(request, f"documents/section_acts{'' if request.htmx else '_page'}.html", context)
