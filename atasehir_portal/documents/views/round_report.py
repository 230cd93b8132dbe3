"""The report of a round: who took part, what was said, what was answered."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atasehir_portal.documents import round_queries
from atasehir_portal.documents.models import Round
from atasehir_portal.documents.moderating import queries as moderation
from atasehir_portal.documents.views.rounds import round_context
from atasehir_portal.downloads import csv_response
from atasehir_portal.paging import StoppingPaginator

PER_PAGE = 50
CSV_ROWS = 10_000


@require_safe
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """Who took part by kind of organisation, and every input with its answer."""
    found = round_queries.get_round(request.user, reference, with_text=True)
    said = round_queries.said_in(found)
    figures = round_queries.figures_of(found)  # which counts the rows, too
    page = StoppingPaginator(said, PER_PAGE, counted=figures.total).get_page(request.GET.get("page"))
    context = round_context(request, found) | {
        "took_part": round_queries.took_part(found),
        "figures": figures,
        "hidden": moderation.hidden_figures(found),
        "page_obj": page,
        "rows": round_queries.report_rows(found, page),
        "csv_url": reverse("rounds:report_csv", args=[found.reference]),
    }
    return render(request, "documents/rounds/report.html", context)


@require_safe
def report_csv(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Every input with its answer as CSV (at most 10,000 rows)."""
    found = round_queries.get_round(request.user, reference, with_text=True)
    head = [
        _("Reference"),
        _("Kind"),
        _("Received on"),
        _("From"),
        _("About"),
        _("What was said"),
        _("Where it stands"),
        _("Answer"),
    ]
    return csv_response(f"gorus-turu-{found.reference.lower()}", head, _rows(found))


def _rows(found: Round) -> Iterator[list[str]]:
    for row in round_queries.report_rows(found, round_queries.said_in(found)[:CSV_ROWS]):
        duty = row.duty
        yield [
            duty.reference,
            duty.get_kind_display(),
            f"{duty.received_on:%Y-%m-%d}",
            row.who,
            row.about,
            row.said,
            duty.standing,
            duty.reason,
        ]
