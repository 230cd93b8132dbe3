"""Applications of organisations: handing one in, the queue of those who decide, and one application."""

from collections.abc import Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atasehir_portal.accounts.forms import ApplicationForm
from atasehir_portal.answering import applications, permissions, queries
from atasehir_portal.answering.filters import ApplicationFilter
from atasehir_portal.answering.forms import DecisionForm
from atasehir_portal.answering.models import Duty, DutyKind, OrganisationApplication
from atasehir_portal.answering.views.tables import CSV_ROWS, csv_url, table
from atasehir_portal.downloads import table_response
from atasehir_portal.paging import StoppingPaginator
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState


@signed_in
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """Hand in an application for an organisation. Needs a verified e-mail address; staff decide and do not apply."""
    if not permissions.can_apply(request.user):
        raise PermissionDenied(_("Staff of the municipality cannot apply for an organisation."))
    if not EmailAddress.objects.filter(user=request.user, verified=True).exists():
        return render(request, "answering/verify_address.html", status=403)
    if request.method != "POST":
        return render(request, "answering/apply.html", {"form": ApplicationForm()})
    form = ApplicationForm(request.POST)
    if form.is_valid():
        try:
            application = applications.apply_with_organisation(
                by=request.user,
                statement=form.cleaned_data["statement"],
                registry_number=form.cleaned_data["registry_number"],
                **form.profile(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The application was received. You are told when it is decided."))
            return redirect("answering:application", application.duty.reference)
    return render(request, "answering/apply.html", {"form": form}, status=422)


def _queue_filter(request: HttpRequest) -> ApplicationFilter:
    if not permissions.can_verify(request.user):
        raise PermissionDenied
    return ApplicationFilter(request.GET, queryset=queries.applications(request.user))


@signed_in
@require_safe
def verification(request: HttpRequest) -> HttpResponse:
    """The queue of applications, those that wait first and the soonest due first."""
    found = _queue_filter(request)
    page = StoppingPaginator(queries.with_details(found.qs)).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page_obj": page,
        "rows": queries.with_clocks(page.object_list),
        "csv_url": csv_url(request, "answering:verification_csv"),
    }
    return render(request, "answering/verification.html", context)


@signed_in
@require_safe
def verification_csv(request: HttpRequest) -> HttpResponseBase:
    """The filtered queue as CSV."""
    duties = queries.with_details(_queue_filter(request).qs)[:CSV_ROWS]
    return table_response(request, "kurulus-basvurulari", *table(queries.with_clocks(duties)))


@signed_in
@require_http_methods(["GET", "POST"])
def application(request: HttpRequest, reference: str) -> HttpResponse:
    """One application: for the applicant where it stands, for those who decide also the decision."""
    duty = queries.get_visible(request.user, reference)
    found = queries.application_of(duty)
    if duty.kind != DutyKind.ORGANISATION or found is None:
        raise Http404
    may_decide = permissions.can_answer(request.user, duty)
    if request.method != "POST":
        initial = {"seen": applications.seal(found.organisation)}
        form = DecisionForm(duty=duty, user=request.user, initial=initial) if may_decide and duty.is_open else None
        return _application_page(request, duty, found, form)
    if not may_decide:
        raise PermissionDenied
    form = DecisionForm(request.POST, duty=duty, user=request.user)
    stop, changes = "", []
    if form.is_valid():
        typed = form.cleaned_data
        decide = applications.verify if typed["decision"] == "verify" else applications.refuse
        try:
            decide(duty=duty, by=request.user, reason=typed["reason"], seen=typed["seen"] or None)
        except NotInThisState as error:
            stop = str(error)
        except applications.ChangedMeanwhile as error:
            changes = error.changes
            form.data = {**form.data.dict(), "seen": applications.seal(found.organisation)}
        else:
            messages.success(request, _("The application was decided. The applicant is told."))
            return redirect("answering:verification")
    status = 409 if stop or changes else 422
    return _application_page(request, duty, found, form, stop=stop, changes=changes, status=status)


def _application_page(
    request: HttpRequest,
    duty: Duty,
    found: OrganisationApplication,
    form: DecisionForm | None,
    *,
    stop: str = "",
    changes: Sequence[applications.Change] = (),
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "duty": duty,
        "application": found,
        "organisation": found.organisation,
        "form": form,
        "stop": stop,
        "changes": changes,
        "may_decide": permissions.can_answer(request.user, duty),
    }
    return render(request, "answering/application.html", context, status=status)
