"""Needs from a spreadsheet: the file, its columns, the preview with its corrections, taking it in, taking it back.

Nothing of these pages is kept by a browser: rows that are to be confidential stand on them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from atasehir_portal import throttle
from atasehir_portal.downloads import FORMAT, XLSX, csv_response, table_response, xlsx_response
from atasehir_portal.form_errors import sent, show
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState
from programming.needs import permissions
from programming.needs.forms import ColumnsForm, RowForm, UploadSheetForm
from programming.needs.models import BatchState, NeedBatch
from programming.needs.sheets import columns, queries, services
from programming.needs.sheets.progress import progress_of
from programming.needs.sheets.undoing import in_the_way, needs_of, order_undo

PER_PAGE = 20
# More needs that stand in the way than anybody reads.
_SHOWN_IN_THE_WAY = 20
View = Callable[..., HttpResponseBase]


def _for_those_who_raise_needs(view: View) -> View:
    @wraps(view)
    def allowed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permissions.can_submit(request.user):
            raise PermissionDenied
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)  # type: ignore[arg-type]  # streamed ones have headers, too
        return response

    return signed_in(allowed)


@_for_those_who_raise_needs
@require_http_methods(["GET", "POST"])
def sheets(request: HttpRequest) -> HttpResponse:
    """Upload a spreadsheet; below it one's own that wait or were taken in."""
    form = UploadSheetForm(sent(request), request.FILES or None, user=request.user)
    if request.method == "POST" and not throttle.passes(request, "need-sheet", throttle.COSTLY):
        form.add_error(None, throttle.MESSAGE)
    if request.method == "POST" and form.is_valid() and form.sheet is not None:
        typed = form.cleaned_data
        try:
            batch = services.take_in_sheet(
                sheet=form.sheet, by=request.user, organisation=typed["organisation"], key=typed["form_key"]
            )
        except ValidationError as error:
            show(form, error)
        else:
            return redirect("needs:sheet_columns", batch.key)
    context = {"form": form, "batches": queries.batches_of(request.user)[:PER_PAGE], "days": services.KEPT_DAYS}
    return render(request, "needs/sheets/upload.html", context, status=422 if form.is_bound else 200)


@_for_those_who_raise_needs
@require_safe
def sheet_template(request: HttpRequest) -> HttpResponseBase:
    """The template to fill in: CSV, or XLSX with the allowed values on a second sheet."""
    if request.GET.get(FORMAT) == XLSX:
        return xlsx_response("ihtiyac-sablonu", columns.template_sheets())
    return csv_response("ihtiyac-sablonu", columns.template_head(), [columns.template_example()])


@_for_those_who_raise_needs
@require_http_methods(["GET", "POST"])
def sheet_columns(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say which of our questions stands in which column."""
    batch = queries.batch_of(request.user, key)
    if not batch.is_open:
        return redirect("needs:sheet", key)
    form = ColumnsForm(sent(request), batch=batch)
    if request.method == "POST" and form.is_valid():
        try:
            services.name_columns(batch=batch, by=request.user, mapping=form.mapping())
        except ValidationError as error:
            show(form, error)
        except NotInThisState as error:
            messages.error(request, str(error))
            return redirect("needs:sheet", key)
        else:
            return redirect("needs:sheet", key)
    context = {"form": form, "batch": batch, "first": batch.rows.first()}
    return render(request, "needs/sheets/columns.html", context, status=422 if form.is_bound else 200)


@_for_those_who_raise_needs
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, key: UUID) -> HttpResponse:
    """A batch where it stands: the preview, how far it is, or what came of it. A POST says which rows are taken in."""
    batch = queries.batch_of(request.user, key)
    if request.method == "POST":
        return _choose(request, batch)
    if batch.state == BatchState.READ:
        return redirect("needs:sheet_columns", key)
    if batch.is_at_work:
        return render(request, "needs/sheets/waiting.html", {"batch": batch, "progress": progress_of(batch)})
    return _done(request, batch) if batch.state != BatchState.CHECKED else _preview(request, batch)


def _preview(request: HttpRequest, batch: NeedBatch, *, problem: str = "", status: int = 200) -> HttpResponse:
    counts = queries.counts(batch)
    only_wrong = request.GET.get("yalniz") == "sorunlu"
    rows = batch.rows.exclude(problems={}) if only_wrong else batch.rows.all()
    pages = Paginator(rows, PER_PAGE)
    pages.count = counts.wrong if only_wrong else counts.rows
    page = pages.get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "counts": counts,
        "only_wrong": only_wrong,
        "page_obj": page,
        "rows": [queries.shown(batch, row) for row in page],
        "problem": problem,
    }
    return render(request, "needs/sheets/preview.html", context, status=status)


def _done(request: HttpRequest, batch: NeedBatch) -> HttpResponse:
    page = Paginator(needs_of(batch).only("reference", "title", "state", "visibility"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"batch": batch, "page_obj": page, "is_undone": batch.state == BatchState.UNDONE}
    return render(request, "needs/sheets/done.html", context)


def _choose(request: HttpRequest, batch: NeedBatch) -> HttpResponse:
    try:
        if request.POST.get("act") == "good":
            services.choose_good_rows(batch=batch, by=request.user)
        else:
            shown, chosen = (_numbers(request, name) for name in ("shown", "chosen"))
            services.choose_rows(batch=batch, by=request.user, shown=shown, chosen=chosen)
    except NotInThisState as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The choice of rows was saved."))
    query = request.GET.urlencode()
    return redirect(f"{request.path}?{query}" if query else request.path)


def _numbers(request: HttpRequest, name: str) -> set[int]:
    values = request.POST.getlist(name)[: 10 * PER_PAGE]
    return {int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 8}


@_for_those_who_raise_needs
@require_http_methods(["GET", "POST"])
def sheet_row(request: HttpRequest, key: UUID, number: int) -> HttpResponse:
    """Correct one row in place."""
    batch = queries.batch_of(request.user, key)
    row = batch.rows.filter(number=number).first() if number < 10_000_000 else None
    if row is None:
        raise Http404
    if batch.state != BatchState.CHECKED:
        return redirect("needs:sheet", key)
    form = RowForm(sent(request), batch=batch, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            problems = services.correct_row(batch=batch, number=number, by=request.user, typed=form.cleaned_data)
        except NotInThisState as error:
            messages.error(request, str(error))
            return redirect("needs:sheet", key)
        if not problems:
            messages.success(request, _("Row %(number)s was corrected.") % {"number": number})
            return redirect("needs:sheet", key)
        form.say(problems)
    context = {"form": form, "batch": batch, "shown": queries.shown(batch, row)}
    return render(request, "needs/sheets/row.html", context, status=422 if form.is_bound else 200)


@_for_those_who_raise_needs
@require_safe
def sheet_report(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """What is wrong, by row and column, as a file."""
    batch = queries.batch_of(request.user, key)
    return table_response(request, "sorunlu-satirlar", *queries.error_report(batch))


@_for_those_who_raise_needs
@vary_on_headers("HX-Request")
@require_safe
def sheet_progress(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far a batch is: for htmx a part of the page, for everybody else the page itself."""
    batch = queries.batch_of(request.user, key)
    if request.headers.get("HX-Request") != "true":
        return redirect("needs:sheet", key)
    response = render(request, "needs/sheets/progress.html", {"batch": batch, "progress": progress_of(batch)})
    if not batch.is_at_work:
        response["HX-Refresh"] = "true"
    return response


@_for_those_who_raise_needs
@require_http_methods(["GET", "POST"])
def sheet_import(request: HttpRequest, key: UUID) -> HttpResponse:
    """Have the chosen rows taken in, all or none."""
    batch = queries.batch_of(request.user, key)
    if request.method == "POST":
        try:
            services.order_import(batch=batch, by=request.user)
        except ValidationError as error:
            return _preview(request, batch, problem=" ".join(error.messages), status=422)
        except NotInThisState as error:
            messages.error(request, str(error))
    return redirect("needs:sheet", key)


@_for_those_who_raise_needs
@require_http_methods(["GET", "POST"])
def sheet_undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """Have a whole batch taken back, after reading what that means; or read which of its needs stand in the way."""
    batch = queries.batch_of(request.user, key)
    if batch.state != BatchState.IMPORTED:
        return redirect("needs:sheet", key)
    if request.method == "POST":
        try:
            order_undo(batch=batch, by=request.user)
        except NotInThisState:
            pass  # the page says which needs stand in the way
        else:
            return redirect("needs:sheet", key)
    found = list(in_the_way(batch).only("reference")[: _SHOWN_IN_THE_WAY + 1])
    context = {"batch": batch, "in_the_way": found[:_SHOWN_IN_THE_WAY], "is_more": len(found) > _SHOWN_IN_THE_WAY}
    context["many"] = needs_of(batch).count()
    return render(request, "needs/sheets/undo.html", context, status=409 if request.method == "POST" else 200)


@_for_those_who_raise_needs
@require_http_methods(["GET", "POST"])
def sheet_discard(request: HttpRequest, key: UUID) -> HttpResponse:
    """Delete a spreadsheet that was not taken in."""
    batch = queries.batches_of(request.user).filter(key=key).first()
    if batch is None and request.method == "POST":
        return redirect("needs:sheets")  # gone already, as after a double click, is as good
    if batch is None:
        raise Http404
    if not batch.is_open:
        return redirect("needs:sheet", key)
    if request.method == "POST":
        services.discard_batch(batch=batch, by=request.user)
        messages.success(request, _("The spreadsheet was deleted. Nothing was taken in."))
        return redirect("needs:sheets")
    return render(request, "needs/sheets/discard.html", {"batch": batch})
