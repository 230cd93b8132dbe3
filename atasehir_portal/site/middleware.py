"""Answers that must not depend on anything else working."""

import sys
from collections.abc import Callable

from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from atasehir_portal.site import health

Handler = Callable[[HttpRequest], HttpResponse]
RETRY_AFTER = 30  # seconds
# PostgreSQL's classes of errors that mean "not now" rather than "not so": connection, resources, shutdown
GONE_CODES = ("08", "53", "57P")


class HealthMiddleware:
    """Answers ``/healthz`` and ``/readyz`` first of all: probes come by address, without TLS, host name or cookies."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return health.healthz(request)
        if request.path == "/readyz":
            return health.readyz(request)
        return self.get_response(request)


def database_is_gone(error: BaseException | None) -> bool:
    """Whether an error, or what caused it, says that the database cannot be reached or does not accept us now."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, InterfaceError):
            return True
        if isinstance(error, OperationalError):
            code = getattr(error.__cause__, "pgcode", None)
            return code is None or code.startswith(GONE_CODES)
        error = error.__cause__ or error.__context__
    return False


def _note_database_gone(sender: object, request: HttpRequest | None = None, **kwargs: object) -> None:
    """Remember on the request that the database was gone: Django has made a 500 of it before we see the answer."""
    if request is not None and database_is_gone(sys.exc_info()[1]):
        request.database_gone = True  # type: ignore[attr-defined]


got_request_exception.connect(_note_database_gone, dispatch_uid="database-gone")


class DatabaseUnavailableMiddleware:
    """Turns a failed request into a friendly 503 page where the database was gone, wherever in the request that was.

    The page is rendered without the request: no session, no user, no query. It stands outside the session middleware.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 500 and getattr(request, "database_gone", False):
            return unavailable(request)
        return response


def unavailable(request: HttpRequest) -> HttpResponse:
    """Return the 503 page in the visitor's language, without touching database, session or cache."""
    with translation.override(translation.get_language_from_request(request)):
        page = render_to_string("503.html", {"retry_after": RETRY_AFTER})
    response = HttpResponse(page, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response
