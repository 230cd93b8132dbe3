"""Reads of the notifications room."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from atasehir_portal.accounts.models import User
from atasehir_portal.notifications.kinds import kinds
from atasehir_portal.notifications.models import Notification

COUNT_UP_TO = 99


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the list: the sentence in the reader's language."""

    pk: int
    subject: str
    sentence: str
    at: datetime
    is_unread: bool


def inbox(user: User) -> QuerySet[Notification]:
    """Return what this person was told, newest first."""
    return Notification.objects.filter(recipient=user)


def told(user: User, rows: list[Notification]) -> list[Told]:
    """Return the rows as sentences, leaving out what the person may not see any more.

    Asks each room once for all its references, so a page costs the same whatever it holds.
    """
    asked: dict[Any, set[str]] = defaultdict(set)
    for row in rows:
        if kind := kinds.get(row.kind):
            asked[kind.visible].add(row.reference)
    visible = {ask: ask(user, references) for ask, references in asked.items()}
    lines = []
    for row in rows:
        kind = kinds.get(row.kind)
        if kind is None or row.reference not in visible[kind.visible]:
            continue
        words = {"reference": row.reference}
        lines.append(
            Told(
                pk=row.pk,
                subject=str(kind.subject) % words,
                sentence=str(kind.sentence) % words,
                at=row.created_at,
                is_unread=row.read_at is None,
            )
        )
    return lines


def unread_count(user: User | AnonymousUser) -> int:
    """Return how many unread notifications there are, counting stops at 99."""
    if not user.is_authenticated:
        return 0
    return Notification.objects.filter(recipient=user, read_at=None)[:COUNT_UP_TO].count()
