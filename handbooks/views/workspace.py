"""Writing a book: one chapter a page, each block edited where it stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atasehir_portal.documents.workspace import workspace_for
from atasehir_portal.signing_in import signed_in
from handbooks import permissions, queries
from handbooks.states import TRANSITIONS


@signed_in
@require_safe
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft at the chapter that ``?bolum=`` names: to be written by administrators and its writers, to be read by other staff."""
    handbook = queries.get_readable(request.user, slug)
    context = {
        "handbook": handbook,
        "workspace": workspace_for(request, handbook.document),
        "has_board": permissions.can_see_board(request.user),
        "on_desk": permissions.can_see_desk(request.user, handbook),
        "can_reopen": permissions.can_reopen(request.user, handbook),
        "acts": TRANSITIONS.possible(request.user, handbook),
    }
    return render(request, "handbooks/edit.html", context)
