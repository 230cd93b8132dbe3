"""One's own account: details, second factor, own data, deletion."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from atasehir_portal.accounts.second_factor import is_missing


@login_required
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Say why a second factor is needed and lead to setting one up; on to the page that was asked for once there is one."""
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = ""
    if not is_missing(request.user):
        return redirect(target or "mfa_index")
    return render(request, "accounts/second_factor.html", {"next": target})


@login_required
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Hesabım: who I am here, and the ways to change it."""
    return render(request, "accounts/me.html")
