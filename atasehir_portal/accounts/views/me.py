"""One's own account: details, second factor, own data, deletion."""

import json
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atasehir_portal import form_errors
from atasehir_portal.accounts import services
from atasehir_portal.accounts.forms import DeleteForm, DetailsForm
from atasehir_portal.accounts.personal_data import personal_data
from atasehir_portal.accounts.queries import own_memberships
from atasehir_portal.accounts.readable import readable
from atasehir_portal.accounts.second_factor import is_missing
from atasehir_portal.signing_in import signed_in

YEAR = 60 * 60 * 24 * 365


@signed_in
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Say why a second factor is needed and how to set one up; once there is one, lead on to the page asked for."""
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = ""
    if not is_missing(request.user):
        return redirect(target or "mfa_index")
    return render(request, "accounts/second_factor.html", {"next": target})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Hesabım: who I am here, and the ways to change it."""
    form = DetailsForm(form_errors.sent(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        services.update_own_details(user=request.user, **form.cleaned_data)
        messages.success(request, _("Your details are saved."))
        return _speaking(redirect("accounts:me"), form.cleaned_data["language"])
    return render(request, "accounts/me.html", {"form": form, "memberships": own_memberships(request.user)})


def _speaking(response: HttpResponse, language: str) -> HttpResponse:
    """Let this browser be spoken to in the chosen language, as the switch does."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        httponly=True,
    )
    return response


@signed_in
@never_cache
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """Everything that the portal holds about me, to be read."""
    return render(request, "accounts/own_data.html", {"rooms": readable(personal_data.export(request.user))})


@signed_in
@require_POST
def own_data_file(request: HttpRequest) -> HttpResponse:
    """The same as a file for machines (JSON); recorded, because a copy leaves the portal."""
    content: dict[str, Any] = {
        "made_at": timezone.now().isoformat(),
        "data": services.export_own_data(user=request.user),
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="verilerim.json"'
    response["Cache-Control"] = "no-store"
    return response


@signed_in
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Delete my account: said twice and after the password, because it cannot be undone."""
    form = DeleteForm(form_errors.sent(request))
    if request.method == "POST" and form.is_valid():
        user = request.user
        try:
            services.delete_account(user=user)
        except ValidationError as error:
            form_errors.show(form, error)
        else:
            logout(request)
            messages.success(request, _("Your account is deleted. What you contributed stays without your name."))
            return redirect("home")
    context = {"form": form, "reasons": services.what_keeps(request.user)}
    return render(request, "accounts/delete.html", context)
