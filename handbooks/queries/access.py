"""Access is how a book is fetched."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import Http404

from handbooks import permissions
from handbooks.models import Handbook, HandbookTask


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
    own = HandbookTask.objects.filter(handbook=OuterRef("pk"), user=user.pk).order_by().values("task")
    books = Handbook.objects.select_related("document").annotate(own_tasks=ArraySubquery(own))
    handbook = books.filter(**which).first()
    if handbook is not None:
        permissions.remember_tasks(user, handbook, handbook.own_tasks)
    if handbook is None or not permissions.can_read_draft(user, handbook):
        raise Http404
    handbook.document.handbook = handbook
    return handbook
