"""Tells the browser which text that it keeps has arrived, so that it forgets it (js/portal/keep-text.js)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django_htmx.http import trigger_client_event

A_MINUTE = 60  # seconds; until the next page has read that a text arrived


def arrived(request: HttpRequest, response: HttpResponse, keep_name: str) -> HttpResponse:
    """Return the response with the word that the text of the form ``data-keep="<keep_name>"`` is safe on the server.

    The name has letters, figures and hyphens.
    """
    if getattr(request, "htmx", False):
        trigger_client_event(response, "text-arrived", {"name": keep_name})
    # a redirect is followed out of sight of htmx, and its event with it: the cookie reaches the page in any case
    if not getattr(request, "htmx", False) or 300 <= response.status_code < 400:
        response.set_cookie(
            "text_arrived", keep_name, max_age=A_MINUTE, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
        )
    return response
