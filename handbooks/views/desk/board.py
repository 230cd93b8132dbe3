"""Where the books stand: all of them, one of them, who did what."""

from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atasehir_portal.documents.round_queries import current_round
from atasehir_portal.paging import StoppingPaginator
from atasehir_portal.rendering.progress import Progress, progress_of
from atasehir_portal.signing_in import signed_in
from handbooks import permissions, queries, services
from handbooks.filters import EventFilter
from handbooks.models import HandbookEvent
from handbooks.queries.board import Desk


@signed_in
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """All books: stage, who works on them, what waits for whom, editions, how far their files are."""
    if not permissions.can_see_board(request.user):
        raise Http404
    rows = [(desk, _progress(desk, request)) for desk in queries.desks(request.user)]
    events = queries.events_visible_to(request.user)[: queries.EVENTS_SHOWN]
    return render(request, "handbooks/desk/board.html", {"rows": rows, "events": events})


@signed_in
@require_safe
def desk(request: HttpRequest, reference: str) -> HttpResponse:
    """One book (K1, K2 …): its stage, its people, its editions, who did what lately."""
    number = reference.removeprefix("K")
    if not number.isascii() or not number.isdigit() or len(number) > 3:
        raise Http404
    found = queries.desk(request.user, number=int(number))
    handbook = found.handbook
    context = {
        "handbook": handbook,
        "desk": found,
        "progress": _progress(found, request),
        "events": queries.events_visible_to(request.user).filter(handbook=handbook)[: queries.EVENTS_SHOWN],
        "known": services.known_text(handbook, handbook.approved_digest)
        if found.has_news and found.can_publish
        else None,
        "round": current_round(handbook.document),
        "can_run_round": permissions.can_run_round(request.user, handbook),
        "can_give": permissions.can_give_tasks(request.user, handbook),
        "has_board": permissions.can_see_board(request.user),
    }
    return render(request, "handbooks/desk/book.html", context)


@signed_in
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Who did what when, in all books of the reader, newest first."""
    if not permissions.can_see_log(request.user):
        raise Http404
    found = EventFilter(request.GET, queryset=queries.events_visible_to(request.user))
    page: Page[HandbookEvent] = StoppingPaginator(found.qs).get_page(request.GET.get("page"))
    context = {"filter": found, "page_obj": page, "has_board": permissions.can_see_board(request.user)}
    return render(request, "handbooks/desk/log.html", context)


def _progress(desk: Desk, request: HttpRequest) -> Progress | None:
    """Return how far the file is that is still to come, the PDF first."""
    newest = desk.newest
    if newest is None or newest.withdrawn_at:
        return None
    waiting = (rendering for _name, rendering, _count in desk.files if not rendering.is_ready)
    return next((progress_of(rendering, request.user) for rendering in waiting), None)
