"""What helps while somebody writes: sources to cite, places to refer to, text pasted from elsewhere."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from atasehir_portal import markdown
from atasehir_portal.documents import kinds, picking, preview, queries
from atasehir_portal.documents.models import Document
from atasehir_portal.documents.views.access import document_for
from atasehir_portal.signing_in import signed_in

LONGEST_PASTE = 1_000_000  # signs of HTML; Word writes about twenty for each one of text, and a block has 20,000


@signed_in
@require_GET
def pick_source(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The sources of a document, each with what is written to cite it."""
    document = document_for(request, uid, write=True)
    groups = picking.sources_of(queries.read(document))
    return _picker(request, document, groups, _("Cite a source"), has_place=True)


@signed_in
@require_GET
def pick_target(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The sections, figures, tables, boxes and terms of a document, each with what is written to refer to it."""
    document = document_for(request, uid, write=True)
    groups = picking.targets_of(queries.read(document))
    return _picker(request, document, groups, _("Refer to a section, a figure or a table"))


def _picker(
    request: HttpRequest, document: Document, groups: list[picking.Group], title: str, *, has_place: bool = False
) -> HttpResponse:
    """Show a list to choose from: a part of the page for the editor, a page of its own where there is no JavaScript.

    ``has_place`` where a place in the thing can be named with it ("m. 13").
    """
    context = {
        "document": document,
        "groups": groups,
        "title": title,
        "has_place": has_place,
        "back": kinds.get(document.kind).url(document),
    }
    is_part = request.headers.get("X-Requested-With") == "fetch"
    return render(request, "documents/pick_dialog.html" if is_part else "documents/pick_page.html", context)


@require_POST
def pasted(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Turn HTML from the clipboard into Markdown. Who is no longer signed in gets 401 and pastes plain text."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    document_for(request, uid, write=True)
    html = request.POST.get("html", "")
    if len(html) > LONGEST_PASTE:
        return HttpResponse(status=413)
    if not preview.may_ask(request.user.pk):
        return HttpResponse(status=429)
    found = markdown.from_html(html)
    remarks = []
    if found.headings:
        remarks.append(
            ngettext(
                "%(count)s heading became bold text. Headings belong to sections.",
                "%(count)s headings became bold text. Headings belong to sections.",
                found.headings,
            )
            % {"count": found.headings}
        )
    if found.pictures:
        remarks.append(
            ngettext(
                "%(count)s picture was left out. Add it as a figure.",
                "%(count)s pictures were left out. Add them as figures.",
                found.pictures,
            )
            % {"count": found.pictures}
        )
    if found.tables:
        remarks.append(_("Tables are blocks of their own:"))
    return JsonResponse({"markdown": found.markdown, "tables": found.tables, "remark": " ".join(remarks)})
