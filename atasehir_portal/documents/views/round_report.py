"""The report of a round: who took part, what was said, what was answered; as page, as CSV and as PDF."""

import logging
from typing import cast

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import round_queries
from atasehir_portal.documents.models import ReportKind, Round, RoundReport, RoundState
from atasehir_portal.documents.moderating import queries as moderation
from atasehir_portal.documents.reporting import queries, rows, said_lists, services
from atasehir_portal.documents.views.rounds import round_context
from atasehir_portal.downloads import table_response
from atasehir_portal.paging import StoppingPaginator
from atasehir_portal.rendering.progress import progress_of
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState

logger = logging.getLogger(__name__)

PER_PAGE = 50


@require_safe
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """Who took part by kind of organisation, and every input with its answer."""
    found = round_queries.get_round(request.user, reference, with_text=True)
    figures = round_queries.figures_of(found)
    page = StoppingPaginator(rows.said_in(found), PER_PAGE, counted=figures.total).get_page(request.GET.get("page"))
    context = round_context(request, found) | {
        "took_part": round_queries.took_part(found),
        "figures": figures,
        "hidden": moderation.hidden_figures(found),
        "page_obj": page,
        "rows": rows.rows_of(found, page, with_changes=False),
        "csv_url": reverse("rounds:report_csv", args=[found.reference]),
    }
    return render(request, "documents/rounds/report.html", context | files(request, found))


def files(request: HttpRequest, found: Round) -> dict[str, object]:
    """Return what the pages of a round say of its printed reports: how far they are, how many pages, how large. One query."""
    reports = queries.reports_for(request.user, found)
    final, interim = reports.get(ReportKind.FINAL), reports.get(ReportKind.INTERIM)
    return {
        "final": final,
        "interim": interim,
        "final_progress": progress_of(final.rendering, request.user) if final else None,
        "interim_progress": progress_of(interim.rendering, request.user) if interim else None,
        "takes_interim": found.state in (RoundState.OPEN, RoundState.ANSWERING),
    }


@require_safe
def report_csv(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Every input with its replies and its answer as CSV (at most 10,000 rows)."""
    found = round_queries.get_round(request.user, reference, with_text=True)
    return table_response(request, f"gorus-turu-{found.reference.lower()}", *said_lists.everything(found))


# --- on paper ---------------------------------------------------------------------------------------------------------


@require_safe
def report_pdf(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The report of a closed round as PDF, for everybody who sees the round."""
    return _file(request, reference, ReportKind.FINAL)


@signed_in
@require_safe
def interim_pdf(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The interim report as PDF, for the staff who may order it."""
    return _file(request, reference, ReportKind.INTERIM)


@signed_in
@require_POST
def order_interim(request: HttpRequest, reference: str) -> HttpResponse:
    """Order a report of how the round stands now."""
    found = round_queries.get_round(request.user, reference)
    try:
        services.make_interim(round=found, by=cast(User, request.user))
    except NotInThisState as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The interim report is being prepared. It stands below once it is ready."))
    return redirect(f"{reverse('rounds:report', args=[found.reference])}#pdf")


def _file(request: HttpRequest, reference: str, kind: ReportKind) -> HttpResponseBase:
    found = round_queries.get_round(request.user, reference)
    report = queries.reports_for(request.user, found).get(kind)
    if report is None or not report.rendering.is_ready:
        raise Http404
    return _sent(found, report)


def _sent(found: Round, report: RoundReport) -> HttpResponseBase:
    try:
        file = default_storage.open(str(report.rendering.file.name), "rb")
    except FileNotFoundError as error:
        logger.error("The file of rendering %s is missing", report.rendering.pk)
        raise Http404 from error
    name = "gorus-turu" if report.kind == ReportKind.FINAL else "ara-rapor"
    response = FileResponse(
        file, content_type="application/pdf", as_attachment=True, filename=f"{name}-{found.reference.lower()}.pdf"
    )
    # what is hidden later must not live on in caches
    response["Cache-Control"] = "private, no-store"
    return response
