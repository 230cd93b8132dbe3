"""People and units: who works for the municipality here, inviting, changing and ending posts, and the log. For administrators."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atasehir_portal import form_errors, throttle
from atasehir_portal.accounts import services
from atasehir_portal.accounts.filters import EventFilter, StaffFilter
from atasehir_portal.accounts.forms import EndPostForm, InviteStaffForm, PostForm
from atasehir_portal.accounts.models import AccountEvent, StaffPost
from atasehir_portal.accounts.queries import events as all_events
from atasehir_portal.accounts.queries import open_invitations, open_posts
from atasehir_portal.accounts.views.organisations import PAGE_SIZE
from atasehir_portal.catalogue.views.access import for_editors as for_administrators
from atasehir_portal.downloads import table_response
from atasehir_portal.transitions import NotInThisState


@for_administrators
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who works for the municipality in the portal, and who is invited."""
    found = StaffFilter(request.GET, queryset=open_posts())
    context = {
        "filter": found,
        "page_obj": Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page")),
        "invitations": open_invitations().filter(unit__isnull=False)[:100],
        "query": request.GET.urlencode(),
        "now": timezone.now(),
    }
    return render(request, "accounts/people.html", context)


@for_administrators
@require_safe
def people_csv(request: HttpRequest) -> HttpResponseBase:
    """The same list as a file."""
    found = StaffFilter(request.GET, queryset=open_posts())
    head = [_("Name"), _("E-mail address"), _("Unit"), _("Role"), _("Since")]
    return table_response(request, "kisiler", head, _people_rows(found.qs))


def _people_rows(rows: Iterable[StaffPost]) -> Iterable[list[Any]]:
    for row in rows:
        since = timezone.localdate(row.since)
        yield [row.user.full_name, row.user.email, row.unit.name, row.get_role_display(), since]


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def staff_invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody to a post by e-mail."""
    form = InviteStaffForm(form_errors.sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            if not throttle.passes(request, "invite", throttle.COSTLY):
                raise ValidationError(throttle.MESSAGE)
            services.invite_staff(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form_errors.show(form, error)
        else:
            messages.success(
                request, _("The invitation is on its way to %(email)s.") % {"email": form.cleaned_data["email"]}
            )
            return redirect("accounts:people")
    return render(request, "accounts/staff_invite.html", {"form": form})


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """Change somebody's unit or role."""
    row = get_object_or_404(open_posts(), pk=pk)
    form = PostForm(form_errors.sent(request), keep=row.unit, initial={"unit": row.unit_id, "role": row.role})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_post(post=row, by=request.user, **form.cleaned_data)
        except (ValidationError, NotInThisState) as error:
            form_errors.show(form, error if isinstance(error, ValidationError) else ValidationError(str(error)))
        else:
            messages.success(request, _("The post of %(name)s is changed.") % {"name": row.user})
            return redirect("accounts:people")
    return render(request, "accounts/post.html", {"form": form, "post": row})


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def post_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End somebody's post, after asking; their open duties pass to the unit."""
    row = get_object_or_404(open_posts(), pk=pk)
    form = EndPostForm(form_errors.sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.end_post(post=row, by=request.user, **form.cleaned_data)
        except (ValidationError, NotInThisState) as error:
            form_errors.show(form, error if isinstance(error, ValidationError) else ValidationError(str(error)))
        else:
            messages.success(
                request, _("The post of %(name)s has ended. Open work stays with the unit.") % {"name": row.user}
            )
            return redirect("my_page" if row.user_id == request.user.pk else "accounts:people")
    return render(request, "accounts/post_end.html", {"form": form, "post": row})


@for_administrators
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """Who changed which role or state, when and why."""
    found = EventFilter(request.GET, queryset=all_events())
    context = {
        "filter": found,
        "page_obj": Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page")),
        "query": request.GET.urlencode(),
    }
    return render(request, "accounts/events.html", context)


@for_administrators
@require_safe
def events_csv(request: HttpRequest) -> HttpResponseBase:
    """The same log as a file."""
    found = EventFilter(request.GET, queryset=all_events())
    head = [
        _("When"),
        _("Who did it"),
        _("What happened"),
        _("Person"),
        _("Organisation or unit"),
        _("New role"),
        _("Reason"),
    ]
    return table_response(request, "hesap-kayitlari", head, _event_rows(found.qs.iterator(chunk_size=1000)))


def _event_rows(rows: Iterable[AccountEvent]) -> Iterable[list[Any]]:
    for row in rows:
        place = row.organisation or row.unit
        yield [
            row.at,
            row.actor or "",
            row.get_act_display(),
            row.user or "",
            place.name if place else "",
            row.value_label,
            row.reason,
        ]
