"""Access is how a book is fetched."""

from typing import Any

from django.http import Http404

from handbooks import permissions
from handbooks.models import Handbook


def get_readable(user: Any, slug: str) -> Handbook:
    """Return a book whose draft this person may read. Raises Http404."""
    return _get(user, slug=slug)


def get_on_desk(user: Any, **which: Any) -> Handbook:
    """Return a book that this person has on the desk: administrators all, others what they write or review. Raises Http404."""
    handbook = _get(user, **which)
    if not permissions.can_see_desk(user, handbook):
        raise Http404
    return handbook


def _get(user: Any, **which: Any) -> Handbook:
    handbook = Handbook.objects.select_related("document").filter(**which).first()
    if handbook is None or not permissions.can_read_draft(user, handbook):
        raise Http404
    handbook.document.handbook = handbook
    return handbook
