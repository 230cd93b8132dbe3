"""Reading renderings."""

from typing import Any

from django.db.models import QuerySet

from atasehir_portal.accounts.people import person
from atasehir_portal.rendering.models import Rendering


def visible_to(user: Any) -> QuerySet[Rendering]:
    """Return the renderings whose progress this person may watch: all for staff, none for others.

    The frozen text is left out of the row; it can be megabytes and no page shows it.
    """
    found = Rendering.objects.defer("source_html")
    return found if person(user).is_staff_member else found.none()
