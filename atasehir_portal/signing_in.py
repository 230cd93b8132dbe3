"""Who is not signed in is asked to do so first, and comes back to where they were."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """A request as django_htmx hands it on."""

    htmx: HtmxDetails


def signed_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Ask who is not signed in to do so first, and bring them back to where they were reading or writing.

    A part of a page cannot hold the log-in: htmx is sent to its own page.
    """

    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.htmx:
            return HttpResponseClientRedirect(redirect_to_login(_way_back(request)).url)
        return redirect_to_login(request.get_full_path() if request.method == "GET" else _way_back(request))

    return checked


def _way_back(request: Request) -> str:
    """Return where a person goes on after the log-in: the page of the form that was sent, since many addresses take forms and
    show nothing. The browser has kept what was typed in it, and gives it back there (js/portal/keep-text.js)."""
    if request.POST.get("geri") == "form":
        return request.get_full_path()
    if request.htmx:
        return request.htmx.current_url_abs_path or "/"
    came_from = request.headers.get("Referer", "")
    if not came_from:  # a browser that does not say it
        return request.get_full_path()
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    return urlsplit(came_from)._replace(scheme="", netloc="").geturl()
