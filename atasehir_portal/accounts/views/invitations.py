"""The page behind the link of an invitation, and taking an invitation back."""

from typing import Any

from allauth.account.utils import perform_login
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from atasehir_portal import form_errors
from atasehir_portal.accounts import permissions, services
from atasehir_portal.accounts.forms import AcceptForm, NewAccountForm
from atasehir_portal.accounts.models import Invitation
from atasehir_portal.accounts.queries import has_account, invitation_by_token, open_invitations
from atasehir_portal.accounts.services.invitations import is_addressed_to
from atasehir_portal.signing_in import signed_in
from atasehir_portal.throttle import limited
from atasehir_portal.transitions import NotInThisState


@never_cache
@limited("invitation")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation: with the account one is signed in with, after signing in, or with a new account."""
    found = invitation_by_token(token)
    if found is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    if request.user.is_authenticated:
        return _accept(request, found)
    if has_account(found.email):
        return render(request, "accounts/invitation_sign_in.html", {"invitation": found})
    return _accept_with_new_account(request, found)


def _accept(request: HttpRequest, found: Invitation) -> HttpResponse:
    if not is_addressed_to(found, request.user):
        return render(request, "accounts/invitation_other.html", {"invitation": found}, status=403)
    form = AcceptForm(form_errors.sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.accept_invitation(invitation=found, user=request.user, notice=form.notice)
        except NotInThisState:
            return render(request, "accounts/invitation_gone.html", status=404)
        except ValidationError as error:
            form_errors.show(form, error)
        else:
            return _welcome(request, found)
    return render(request, "accounts/invitation.html", {"invitation": found, "form": form})


def _accept_with_new_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = NewAccountForm(form_errors.sent(request), invitation=found)
    if request.method == "POST" and form.is_valid():
        try:
            user = services.accept_with_new_account(
                invitation=found,
                full_name=form.cleaned_data["full_name"],
                password=form.cleaned_data["password"],
                language="en" if (get_language() or "tr").startswith("en") else "tr",
                notice=form.notice,
            )
        except NotInThisState:
            return render(request, "accounts/invitation_gone.html", status=404)
        except ValidationError as error:
            form_errors.show(form, error)
        else:
            perform_login(request, user)
            return _welcome(request, found)
    return render(request, "accounts/invitation.html", {"invitation": found, "form": form})


def _welcome(request: HttpRequest, found: Invitation) -> HttpResponse:
    place: Any = found.organisation or found.unit
    messages.success(request, _("Welcome. You now act for %(place)s.") % {"place": place.name})
    return redirect("my_page")


@signed_in
@require_POST
def invitation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back; the link does not work any more."""
    found = get_object_or_404(open_invitations(), pk=pk)
    if not permissions.can_revoke_invitation(request.user, found):
        seen = found.organisation is not None and permissions.can_see_members(request.user, found.organisation)
        raise PermissionDenied if seen else Http404
    try:
        services.revoke_invitation(invitation=found, by=request.user)
    except NotInThisState as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("The invitation is taken back."))
    if found.organisation is not None:
        return redirect("accounts:members", found.organisation.slug)
    return redirect("accounts:people")
