"""The door to the workspace pages of this room: nobody who is not staff learns that they exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from atasehir_portal.catalogue.permissions import can_edit_catalogue, can_see_catalogue
from atasehir_portal.signing_in import signed_in

View = Callable[..., HttpResponse]


def for_staff(view: View) -> View:
    """Ask to sign in; answer 404 to people who do not work for the municipality."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_see_catalogue(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return signed_in(guarded)


def for_editors(view: View) -> View:
    """As ``for_staff``; answer 403 to staff who may look but not change."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_edit_catalogue(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return for_staff(guarded)
