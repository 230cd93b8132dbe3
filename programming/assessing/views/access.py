"""Access is how an assessment is fetched: what a person may not find is not found, what they may not do is refused."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from programming.assessing import permissions, queries
from programming.assessing.models import Assessment


def readable(request: HttpRequest, reference: str) -> Assessment:
    """Return an assessment whose working text this person may read. Raises Http404."""
    found = queries.get_assessment(request.user, reference)
    if not permissions.can_read_text(request.user, found):
        raise Http404
    return found


def allowed(request: HttpRequest, reference: str, may: Callable[[Any, Assessment], bool]) -> Assessment:
    """Return an assessment with which this person ``may`` do something. Raises Http404 where they may not even find it, else
    PermissionDenied.
    """
    found = queries.get_assessment(request.user, reference)
    if not may(request.user, found):
        raise PermissionDenied
    return found
