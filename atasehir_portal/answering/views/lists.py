"""The desk of the municipality's staff ("Çalışma masam") and the inputs of an organisation ("Kuruluşum")."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from atasehir_portal.accounts.people import person
from atasehir_portal.answering import figures, permissions, queries, together
from atasehir_portal.answering.clock import today
from atasehir_portal.answering.filters import DeskFilter, InputsFilter
from atasehir_portal.answering.models import Duty, DutyKind
from atasehir_portal.answering.views.tables import CSV_ROWS, csv_url, table
from atasehir_portal.downloads import table_response
from atasehir_portal.keyset import NEWER, OLDER, KeysetPage, page_of, written
from atasehir_portal.paging import StoppingPaginator
from atasehir_portal.ports import panels
from atasehir_portal.signing_in import signed_in


@dataclass(frozen=True, slots=True)
class Group:
    """One group of the desk: how many duties it has in all, where it begins, and its rows on this page."""

    anchor: str
    label: str | Promise
    number: int
    url: str
    rows: list[Duty]


def _groups(request: HttpRequest, counts: dict[int, int], page: KeysetPage) -> list[Group]:
    """Return the groups in their order; one that begins on another page is linked there."""
    on_page = {group: list(found) for group, found in groupby(page.rows, key=lambda duty: duty.group)}
    # the first group of a page may have begun on the one before
    begins_here = list(on_page)[1 if page.newer else 0 :]
    groups = []
    for group, label in queries.GROUP_LABELS.items():
        query = request.GET.copy()
        query.pop(OLDER, None)
        query[NEWER] = written([group, date.min, 0])
        anchor = queries.GROUP_ANCHORS[group]
        url = f"#{anchor}" if group in begins_here else f"?{query.urlencode()}#{anchor}"
        groups.append(Group(anchor, label, counts.get(group, 0), url, on_page.get(group, [])))
    return groups


def _desk_filter(request: HttpRequest) -> DeskFilter:
    if not permissions.can_use_desk(request.user):
        raise PermissionDenied
    return DeskFilter(request.GET, queryset=queries.desk_of(request.user), user=request.user)


@signed_in
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for me and my unit, the soonest first, with how answering went lately."""
    found = _desk_filter(request)
    counts = queries.counts_by_group(found.qs)
    page = page_of(queries.with_details(found.qs), queries.DESK_ORDER, request.GET, upwards=True)
    for duty in queries.with_clocks(page.rows):
        duty.waits_for_a_unit = duty.unit_id is None and permissions.can_assign(request.user, duty)
        duty.may_answer = duty.kind != DutyKind.ORGANISATION and permissions.can_answer(request.user, duty)
        duty.may_join = together.can_join(request.user, duty)
    context = {
        "filter": found,
        "page": page,
        "number": sum(counts.values()),
        "can_join": any(duty.may_join for duty in page.rows),
        "groups": _groups(request, counts, page),
        "summary": queries.summary(request.user),
        "units": figures.by_unit(request.user),
        "today": today(),
        "panels": panels.collect("answering.desk", request),
        "csv_url": csv_url(request, "answering:desk_csv"),
    }
    return render(request, "answering/desk.html", context)


@signed_in
@require_safe
def desk_csv(request: HttpRequest) -> HttpResponseBase:
    """The filtered desk as CSV; confidential records are never in a file."""
    duties = queries.with_details(_desk_filter(request).qs.filter(confidential=False))[:CSV_ROWS]
    return table_response(request, "calisma-masam", *table(queries.with_clocks(duties)))


def _inputs_filter(request: HttpRequest) -> InputsFilter:
    return InputsFilter(request.GET, queryset=queries.inputs_of(request.user), user=request.user)


@signed_in
@require_safe
def our_inputs(request: HttpRequest) -> HttpResponse:
    """Every input of the person's organisations, and where each stands."""
    found = _inputs_filter(request)
    page = StoppingPaginator(queries.with_details(found.qs)).get_page(request.GET.get("page"))
    rows = queries.with_clocks(page.object_list)
    has_spoken = any(duty.kind != DutyKind.ORGANISATION for duty in rows)  # seen on the page, else asked for
    context = {
        "filter": found,
        "page_obj": page,
        "rows": rows,
        "memberships": person(request.user).memberships,
        "says_first": not has_spoken and queries.has_said_nothing(request.user),
        "csv_url": csv_url(request, "answering:our_inputs_csv"),
    }
    return render(request, "answering/our_inputs.html", context)


@signed_in
@require_safe
def our_inputs_csv(request: HttpRequest) -> HttpResponseBase:
    """The filtered inputs as CSV; confidential records are never in a file."""
    duties = queries.with_details(_inputs_filter(request).qs.filter(confidential=False))[:CSV_ROWS]
    return table_response(request, "kurulusum", *table(queries.with_clocks(duties)))
