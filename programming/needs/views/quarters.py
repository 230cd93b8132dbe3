"""The tables of the quarters: reading them, as page, CSV, JSON and PDF, and publishing them."""

import logging
from collections.abc import Iterator

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from atasehir_portal.downloads import table_response
from atasehir_portal.signing_in import signed_in
from programming.needs import permissions
from programming.needs.coverage import quarters as services
from programming.needs.coverage.printing import explained
from programming.needs.coverage.shown import Shown, quarter_name

logger = logging.getLogger(__name__)


@require_GET
def quarters(request: HttpRequest) -> HttpResponse:
    """The quarters that were published, the newest first; for coordinators those that wait."""
    found = services.published_quarters()
    waiting = services.to_publish() if permissions.can_publish_quarter(request.user) else []
    return render(
        request,
        "needs/quarters.html",
        {
            "quarters": [(each, quarter_name(each)) for each in found],
            "waiting": [(each, quarter_name(each)) for each in waiting],
        },
    )


@require_GET
def quarter(request: HttpRequest, quarter: str) -> HttpResponse:
    """The frozen tables of one quarter."""
    tables = services.published(quarter)
    [first, *_rest] = tables
    return render(
        request,
        "needs/quarter.html",
        {
            "quarter": quarter,
            "name": quarter_name(quarter),
            "first": first,
            "tables": [Shown.of(table) for table in tables],
            "explained": explained(first.threshold),
        },
    )


@require_GET
def quarter_csv(request: HttpRequest, quarter: str) -> HttpResponseBase:
    """The frozen tables of one quarter, one below another, as CSV or XLSX."""
    tables = [Shown.of(table) for table in services.published(quarter)]
    head = [_("Table"), _("Row"), _("Public needs"), _("Others"), _("Together, at least")]

    def lines() -> Iterator[list[str | int]]:
        for table in tables:
            for row in table.rows:
                yield [table.label, row.name, row.public, row.others, row.at_least]

    return table_response(request, f"ihtiyaclar-{quarter}", head, lines())


@require_GET
def quarter_json(request: HttpRequest, quarter: str) -> HttpResponse:
    """The frozen tables of one quarter, as they were frozen."""
    tables = services.published(quarter)
    body = {
        "quarter": quarter,
        "threshold": tables[0].threshold,
        "published_at": tables[0].published_at.isoformat(),
        "notes": explained(tables[0].threshold),
        "tables": {table.name: table.rows for table in tables},
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


@require_safe
def quarter_pdf(request: HttpRequest, quarter: str) -> HttpResponseBase:
    """The frozen tables of one quarter, printed. Raises Http404 while the file is not ready."""
    made = services.published(quarter)[0].rendering
    if made is None or not made.is_ready:
        raise Http404
    try:
        file = default_storage.open(str(made.file.name), "rb")
    except FileNotFoundError as error:
        logger.error("The file of rendering %s is missing", made.pk)
        raise Http404 from error
    return FileResponse(file, content_type="application/pdf", as_attachment=True, filename=f"ihtiyaclar-{quarter}.pdf")


@signed_in
@require_http_methods(["GET", "POST"])
def publish_quarter(request: HttpRequest, quarter: str) -> HttpResponse:
    """Look at the tables of a quarter that has ended, and publish them. What is published already is shown."""
    if not permissions.can_publish_quarter(request.user):
        raise PermissionDenied
    if services.is_published(quarter):
        messages.info(request, _("The tables of this quarter are published."))
        return redirect("needs:quarter", quarter)
    try:
        if request.method == "POST":
            services.publish_quarter(quarter=quarter, by=request.user)
            messages.success(request, _("The tables are published. They stay as they are."))
            return redirect("needs:quarter", quarter)
        tables = services.preview(quarter)
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("needs:quarters")
    shown = [Shown.of(table) for table in tables]
    context = {"name": quarter_name(quarter), "tables": shown, "explained": explained(tables[0].threshold)}
    return render(request, "needs/publish_quarter.html", context)
