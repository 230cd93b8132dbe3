"""Staff work with a second factor or not at all (allauth has no setting for a second factor by role); whoever is led to
the log-in by a form that they sent is told that it did not arrive; and the database knows whose request changes a row.
"""

from collections.abc import Callable
from typing import Any

import pghistory
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from atasehir_portal.accounts.second_factor import is_missing

# Pages that somebody without the second factor still reaches: setting it up, leaving, language, notice, help, health.
OPEN_PREFIXES = ("account_", "mfa_", "usersessions_")
OPEN_NAMES = {
    "accounts:second_factor",
    "catalogue:logo",
    "catalogue:privacy_notice",
    "set_language",
    "set_theme",
    "help",
    "accessibility",
    "healthz",
    "readyz",
    "notifications:switch_off",  # works for everybody who has the mail, signed in or not
}

# Of the log-in's address: it was a form, sent after the session had ended, that led there.
SENT_SIGNED_OUT = "form"


class RequireSecondFactorMiddleware:
    """Send signed-in staff without a second factor to the page where they set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match else ""
        if name in OPEN_NAMES or name.startswith(OPEN_PREFIXES):
            return None
        if not request.user.is_authenticated or not is_missing(request.user):
            return None
        if request.headers.get("HX-Request"):
            return HttpResponseClientRedirect(redirect("accounts:second_factor").url)
        target = redirect("accounts:second_factor")
        if request.method == "GET":
            target["Location"] += "?" + urlencode({"next": request.get_full_path()})
        return target


class SentSignedOutMiddleware:
    """Mark the way to the log-in where a form was sent after the session had ended: that page then says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code == 302 and not request.user.is_authenticated:
            address = response["Location"]
            if address.startswith(f"{reverse(settings.LOGIN_URL)}?next="):
                response["Location"] = f"{address}&{SENT_SIGNED_OUT}=1"
        return response


class WhoMiddleware:
    """Say to the database who changes what (``history.kept_history``): the number of the person who signed in, nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD", "OPTIONS"} or not request.user.is_authenticated:
            return self.get_response(request)
        with pghistory.context(user=request.user.pk):
            return self.get_response(request)
