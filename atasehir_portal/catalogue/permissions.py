"""Who may see and change the catalogue. This room knows nothing of posts, so it asks the user object."""

from typing import Any


def can_see_catalogue(user: Any) -> bool:
    """Staff of the municipality look into the lists of the workspace."""
    return bool(getattr(user, "is_staff_member", False))


def can_edit_catalogue(user: Any) -> bool:
    """Administrators change them."""
    return bool(getattr(user, "is_administrator", False))
