"""Who is at the desk: for those who have no book there the pages do not exist, and who may look but not act is refused."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from atasehir_portal.accounts.models import User
from handbooks import queries
from handbooks.models import Handbook


def on_desk(request: HttpRequest, slug: str) -> Handbook:
    """Return the book for somebody who has it on the desk. Raises Http404."""
    return queries.get_on_desk(request.user, slug=slug)


def refuse_unless(allowed: bool) -> None:
    """Raise PermissionDenied where somebody may look but not act."""
    if not allowed:
        raise PermissionDenied


def who(request: HttpRequest) -> User:
    """Return the person who signed in; the views are for nobody else."""
    return cast(User, request.user)
