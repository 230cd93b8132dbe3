"""Organisations: the public list, the page of one, its profile, suspension."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atasehir_portal import form_errors, throttle
from atasehir_portal.accounts import permissions, services
from atasehir_portal.accounts.filters import OrganisationFilter
from atasehir_portal.accounts.forms import OrganisationForm, ProfileForm, ReasonForm
from atasehir_portal.accounts.models import Organisation
from atasehir_portal.accounts.people import person
from atasehir_portal.accounts.queries import for_list, organisations_visible_to, public_names
from atasehir_portal.downloads import table_response
from atasehir_portal.ports import panels
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState

PAGE_SIZE = 20


def organisation_or_404(request: HttpRequest, slug: str) -> Organisation:
    """Return the organisation if this person may see that it exists."""
    return get_object_or_404(organisations_visible_to(request.user), slug=slug)


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations that take part; staff see the others too."""
    visible = for_list(organisations_visible_to(request.user))
    found = OrganisationFilter(request.GET, queryset=visible, user=request.user)
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page_obj": page,
        "is_staff_member": person(request.user).is_staff_member,
        "query": request.GET.urlencode(),
    }
    return render(request, "accounts/organisations.html", context)


@require_safe
def organisations_csv(request: HttpRequest) -> HttpResponseBase:
    """The same list as a file: what is public about organisations, nothing about persons."""
    visible = for_list(organisations_visible_to(request.user))
    found = OrganisationFilter(request.GET, queryset=visible, user=request.user)
    head = [_("Name"), _("Kind"), _("State"), _("Groups it speaks for"), _("Neighbourhoods"), _("Web site")]
    return table_response(request, "kuruluslar", head, _csv_rows(found.qs))


def _csv_rows(rows: Iterable[Organisation]) -> Iterable[list[Any]]:
    for row in rows:
        groups = ", ".join(group.name for group in row.groups.all())
        places = ", ".join(place.name for place in row.neighbourhoods.all())
        yield [row.name, row.get_kind_display(), row.get_state_display(), groups, places, row.website]


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation: who it speaks for and where; for its own people also the ways to keep it."""
    row = organisation_or_404(request, slug)
    user = request.user
    own = next((m for m in person(user).memberships if m.organisation_id == row.pk), None)
    context = {
        "organisation": row,
        "groups": row.groups.all(),
        "neighbourhoods": row.neighbourhoods.all(),
        "names": public_names(row),
        "own": own,
        "can_edit": permissions.can_edit_organisation(user, row),
        "can_see_members": permissions.can_see_members(user, row),
        "can_suspend": permissions.can_suspend_organisation(user, row),
        "sees_reason": own is not None or person(user).is_staff_member,
        "facts": panels.collect("organisation.facts", request, organisation=row),
    }
    return render(request, "accounts/organisation.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the profile."""
    row = organisation_or_404(request, slug)
    if not permissions.can_edit_organisation(request.user, row):
        raise PermissionDenied
    form_class = OrganisationForm if permissions.can_rename_organisation(request.user, row) else ProfileForm
    form = form_class(form_errors.sent(request), instance=row)
    if request.method == "POST" and form.is_valid() and not throttle.passes(request, "organisation"):
        form.add_error(None, throttle.MESSAGE)
    if request.method == "POST" and form.is_valid():
        services.update_organisation(organisation=row, by=request.user, **form.cleaned_data)
        messages.success(request, _("The profile is saved."))
        return redirect("accounts:organisation", row.slug)
    return render(request, "accounts/organisation_edit.html", {"form": form, "organisation": row})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def suspend(request: HttpRequest, slug: str) -> HttpResponse:
    """Suspend an organisation, with the reason it will read."""
    return _with_reason(request, slug, services.suspend_organisation, "accounts/organisation_suspend.html")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a suspended organisation act again."""
    return _with_reason(request, slug, services.lift_suspension, "accounts/organisation_lift.html")


def _with_reason(request: HttpRequest, slug: str, act: Any, template: str) -> HttpResponse:
    row = organisation_or_404(request, slug)
    if not permissions.can_suspend_organisation(request.user, row):
        raise PermissionDenied
    form = ReasonForm(form_errors.sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            act(organisation=row, by=request.user, reason=form.cleaned_data["reason"])
        except NotInThisState as error:
            messages.warning(request, str(error))
            return redirect("accounts:organisation", row.slug)
        except ValidationError as error:
            form_errors.show(form, error)
        else:
            messages.success(request, _("The decision is recorded and the organisation is told."))
            return redirect("accounts:organisation", row.slug)
    return render(request, template, {"form": form, "organisation": row})
