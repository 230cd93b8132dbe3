"""Coverage: groups × rights, with the groups nobody has spoken for yet; the same as CSV and JSON."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from atasehir_portal.accounts.people import person
from atasehir_portal.answering.clock import today
from atasehir_portal.downloads import table_response
from programming.needs import permissions, unheard
from programming.needs.coverage import live, tables
from programming.needs.coverage.live import Terms
from programming.needs.forms import CoverageForm
from programming.needs.models import Facet


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: where it leads to sort by it, and how it is sorted now (``aria-sort``, empty where by another one)."""

    label: str | Promise
    url: str
    sorted: str


def _asked(request: HttpRequest) -> tuple[Terms, CoverageForm]:
    terms = live.terms()
    is_staff = person(request.user).is_staff_member
    return terms, CoverageForm(request.GET, terms=terms, is_staff=is_staff, today=today())


@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """For whom, and for which rights, needs were heard, and the groups nobody has spoken for yet.

    The public reads it from public needs only. Staff narrow what they find in the list, and read which groups were not heard lately.
    """
    terms, form = _asked(request)
    found = live.cells(request.user, form.narrowed)
    table = tables.table(terms, found, chosen=form.counted, sort=form.sorted_by, is_narrowed=form.is_narrowed)
    query = {"count": form.counted, **form.narrowed}
    return render(
        request,
        "needs/coverage.html",
        {
            "form": form,
            "table": table,
            "counts": [
                (label, _query(query | {"count": name}), name == form.counted)
                for name, label in form.fields["count"].choices
            ],
            "counted": dict(form.fields["count"].choices)[form.counted],
            "name_head": _head(_("Group"), "name", form.sorted_by, query, is_name=True),
            "whole_head": _head(_("All rights"), "all", form.sorted_by, query),
            "right_heads": [_head(right.name, right.slug, form.sorted_by, query) for right in terms.rights],
            "column_heads": [_head(label, name, form.sorted_by, query) for name, label in table.columns],
            "needs_query": _list_query(terms, form.narrowed, "needs"),
            "list_query": _list_query(terms, form.narrowed, form.counted),
            "files": _query(form.narrowed) if form.is_narrowed else "",
            "unheard": [row for row in table.rows if row.is_unheard],
            "sees_outreach": permissions.sees_outreach(request.user),
            "can_give_task": permissions.can_give_task(request.user),
            "outreach": unheard.unheard(request.user, terms.groups),
        },
    )


@require_GET
def coverage_csv(request: HttpRequest) -> HttpResponseBase:
    """Coverage as CSV or XLSX: the same figures as the page, a line for each group over all rights and for each cell."""
    terms, form = _asked(request)
    columns, rows = tables.file_rows(terms, live.cells(request.user, form.narrowed), is_narrowed=form.is_narrowed)
    head = [_("Group"), _("Right"), *tables.COUNTS.values(), *(column.file_label for column in columns)]
    names = [*tables.COUNTS, *(column.name for column in columns)]

    def lines() -> Iterator[list[Any]]:
        for row in rows:
            right = row["right"].name if row["right"] else _("All rights")
            yield [row["group"].name, right, *(row[name] for name in names)]

    return table_response(request, "kapsama", head, lines())


@require_GET
def coverage_json(request: HttpRequest) -> HttpResponse:
    """Coverage as JSON: the same figures as the CSV, with the short names of groups and rights. ``right`` is null over all rights."""
    terms, form = _asked(request)
    columns, rows = tables.file_rows(terms, live.cells(request.user, form.narrowed), is_narrowed=form.is_narrowed)
    added = [{"name": column.name, "label": str(column.label), "unit": column.unit} for column in columns]
    body = {
        "narrowed": form.narrowed,
        "columns": [
            *({"name": name, "label": str(label), "unit": ""} for name, label in tables.COUNTS.items()),
            *added,
        ],
        "groups": {group.slug: group.name for group in terms.groups},
        "rights": {right.slug: right.name for right in terms.rights},
        "rows": [{**row, "group": row["group"].slug, "right": row["right"] and row["right"].slug} for row in rows],
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


def _head(label: str | Promise, name: str, sorted_by: str, query: dict[str, str], *, is_name: bool = False) -> Head:
    """Names are sorted upwards first, numbers downwards; whoever asks again gets the other way round."""
    first, other = ("ascending", "descending") if is_name else ("descending", "ascending")
    now = {name: first, f"-{name}": other}.get(sorted_by, "")
    return Head(label, _query(query | {"sort": f"-{name}" if now == first else name}), now)


def _query(asked: dict[str, str]) -> str:
    return f"?{urlencode(asked)}"


def _list_query(terms: Terms, narrowed: dict[str, str], counted: str) -> str:
    """Return how the list of needs is asked for exactly those that are counted, to be followed by group and right; empty where what is
    counted are no needs, as in columns of upper rooms."""
    if counted not in tables.COUNTS:
        return ""
    asked: dict[str, str] = {"answer": "answered"} if counted == "answered" else {}
    for name, value in narrowed.items():
        asked |= _AS_FILTERED[Facet(name)](terms, value)
    return f"{reverse('needs:list')}?{urlencode(asked)}{'&' if asked else ''}"


def _slug_of(words: Sequence[Any], number: str) -> str:
    return next(word.slug for word in words if str(word.pk) == number)


def _days(quarter: str) -> dict[str, str]:
    first, after = live.bounds(quarter)
    return {"heard_from": f"{first:%Y-%m-%d}", "heard_to": f"{after - timedelta(days=1):%Y-%m-%d}"}


_AS_FILTERED: dict[str, Callable[[Terms, str], dict[str, str]]] = {
    Facet.NEIGHBOURHOOD: lambda terms, value: {"neighbourhood": _slug_of(terms.neighbourhoods, value)},
    Facet.AREA: lambda terms, value: {"area": _slug_of(terms.areas, value)},
    Facet.PERIOD: lambda terms, value: _days(value),
    Facet.STATE: lambda terms, value: {"state": value},
    Facet.KIND: lambda terms, value: {"kind": value},
}
