"""Who may watch and restart a rendering. Who may have the file is for the room that ordered it to say."""

from typing import Any

from atasehir_portal.accounts.people import person


def can_watch_rendering(user: Any, rendering: Any) -> bool:
    """Staff see how far any rendering is; its progress shows the title and nothing of the text."""
    return person(user).is_staff_member


def can_retry_rendering(user: Any, rendering: Any) -> bool:
    """Administrators order a failed rendering again."""
    return person(user).is_administrator
