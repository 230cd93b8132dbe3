"""Access is how a book is fetched."""

from typing import Any

from django.http import Http404

from handbooks import permissions
from handbooks.models import Handbook


def get_readable(user: Any, slug: str) -> Handbook:
    """Return a book whose draft this person may read. Raises Http404."""
    handbook = Handbook.objects.select_related("document").filter(slug=slug).first()
    if handbook is None or not permissions.can_read_draft(user, handbook):
        raise Http404
    handbook.document.handbook = handbook
    return handbook
