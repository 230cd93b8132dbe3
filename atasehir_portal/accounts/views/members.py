"""Members of an organisation: the list, inviting, roles, leaving."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atasehir_portal import form_errors, throttle
from atasehir_portal.accounts import permissions, services
from atasehir_portal.accounts.forms import InviteMemberForm, LeaveForm, PublicityForm, RoleForm
from atasehir_portal.accounts.models import Membership, Organisation
from atasehir_portal.accounts.queries import members_of, open_invitations
from atasehir_portal.accounts.services.members import is_last_representative
from atasehir_portal.accounts.views.organisations import PAGE_SIZE, organisation_or_404
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState


def _with_members(request: HttpRequest, slug: str) -> Organisation:
    """Return the organisation if this person may see its members; that there are any is nobody else's business."""
    row = organisation_or_404(request, slug)
    if not permissions.can_see_members(request.user, row):
        raise Http404
    return row


def _managed(request: HttpRequest, slug: str) -> Organisation:
    row = _with_members(request, slug)
    if not permissions.can_manage_members(request.user, row):
        raise PermissionDenied
    return row


def _own(request: HttpRequest, slug: str) -> Membership:
    row = organisation_or_404(request, slug)
    return get_object_or_404(members_of(row), user=request.user)


@signed_in
@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who acts for the organisation, and who is invited."""
    row = _with_members(request, slug)
    can_manage = permissions.can_manage_members(request.user, row)
    context = {
        "organisation": row,
        "page_obj": Paginator(members_of(row), PAGE_SIZE).get_page(request.GET.get("page")),
        "invitations": open_invitations().filter(organisation=row)[:100] if can_manage else [],
        "can_manage": can_manage,
        "now": timezone.now(),
    }
    return render(request, "accounts/members.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def member_invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite somebody by e-mail."""
    row = _managed(request, slug)
    form = InviteMemberForm(form_errors.sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            if not throttle.passes(request, "invite", throttle.COSTLY):
                raise ValidationError(throttle.MESSAGE)
            services.invite_member(organisation=row, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form_errors.show(form, error)
        else:
            messages.success(
                request, _("The invitation is on its way to %(email)s.") % {"email": form.cleaned_data["email"]}
            )
            return redirect("accounts:members", row.slug)
    return render(request, "accounts/member_invite.html", {"form": form, "organisation": row})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def member_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a member's role."""
    row = _managed(request, slug)
    membership = get_object_or_404(members_of(row), pk=pk)
    form = RoleForm(form_errors.sent(request), initial={"role": membership.role})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_role(membership=membership, by=request.user, role=form.cleaned_data["role"])
        except ValidationError as error:
            form_errors.show(form, error)
        else:
            messages.success(request, _("The role is changed."))
            return redirect("accounts:members", row.slug)
    context = {"form": form, "organisation": row, "membership": membership}
    return render(request, "accounts/member_role.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def member_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End somebody's membership, after asking."""
    row = _managed(request, slug)
    membership = get_object_or_404(members_of(row), pk=pk)
    if request.method == "POST":
        try:
            services.remove_member(membership=membership, by=request.user)
        except (ValidationError, NotInThisState) as error:
            messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
        else:
            messages.success(
                request, _("%(name)s does not act for the organisation any more.") % {"name": membership.user}
            )
        return redirect("accounts:members", row.slug)
    return render(request, "accounts/member_remove.html", {"organisation": row, "membership": membership})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave the organisation; the last representative hands over."""
    membership = _own(request, slug)
    needs_successor = is_last_representative(membership)
    form = LeaveForm(form_errors.sent(request), membership=membership, needs_successor=needs_successor)
    if request.method == "POST" and form.is_valid():
        try:
            services.leave_organisation(
                membership=membership, by=request.user, successor=form.cleaned_data.get("successor")
            )
        except ValidationError as error:
            form_errors.show(form, error)
        else:
            messages.success(
                request, _("You do not act for %(name)s any more.") % {"name": membership.organisation.name}
            )
            return redirect("accounts:me")
    alone = needs_successor and not members_of(membership.organisation).exclude(pk=membership.pk).exists()
    context = {"form": form, "organisation": membership.organisation, "alone": alone}
    return render(request, "accounts/leave.html", context)


@signed_in
@require_POST
def publicity(request: HttpRequest, slug: str) -> HttpResponse:
    """Say whether my name may stand beside the organisation in public."""
    membership = _own(request, slug)
    form = PublicityForm(request.POST)
    if form.is_valid():
        services.set_publicity(membership=membership, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
    return redirect("accounts:organisation", membership.organisation.slug)
