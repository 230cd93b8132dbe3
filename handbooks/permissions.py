"""Who may do what with the handbooks.

Administrators write and publish, the municipality's staff read the drafts, everybody reads what is published. None in the place of a
person stands for the set-up commands, which approve and publish what comes with the portal.
"""

from typing import Any

from atasehir_portal.accounts.people import person
from handbooks.models import Edition, Handbook, HandbookState


def _publishes(user: Any) -> bool:
    return user is None or person(user).is_administrator


def can_see_board(user: Any) -> bool:
    """Administrators have the publishing desk."""
    return person(user).is_administrator


def can_read_draft(user: Any, handbook: Handbook) -> bool:
    """Staff read what is being written; nobody else does before it is published."""
    return person(user).is_staff_member


def can_write(user: Any, handbook: Handbook) -> bool:
    """Administrators write, as long as the text is not approved: what was approved is what is published."""
    return person(user).is_administrator and handbook.state != HandbookState.APPROVED


def can_approve(user: Any, handbook: Handbook) -> bool:
    return _publishes(user)


def can_reopen(user: Any, handbook: Handbook) -> bool:
    return _publishes(user)


def can_publish(user: Any, handbook: Handbook) -> bool:
    return _publishes(user)


def can_withdraw(user: Any, edition: Edition) -> bool:
    return _publishes(user)


def can_download(user: Any, edition: Edition) -> bool:
    """Everybody, once the PDF is ready and as long as the edition is not withdrawn."""
    return edition.withdrawn_at is None and edition.pdf.is_ready
