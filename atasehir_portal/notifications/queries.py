"""Reads of the notifications room."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser

from atasehir_portal.accounts.models import User
from atasehir_portal.notifications.kinds import kinds
from atasehir_portal.notifications.models import Notification

COUNT_UP_TO = 99
# What was told longer ago than this many notices is on the page of the thing itself.
NEWEST = 1_000


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the list: the sentence in the reader's language."""

    pk: int
    subject: str
    sentence: str
    at: datetime
    is_unread: bool


def inbox(user: User, *, unread: bool = False) -> list[Notification]:
    """Return what this person was told and may still see, newest first; with ``unread`` only what was not read.

    Asks each room once for all its references: one query, and at most one per room that told something.
    """
    told = Notification.objects.filter(recipient=user)
    rows = list((told.filter(read_at=None) if unread else told)[:NEWEST])
    asked: dict[Any, set[str]] = defaultdict(set)
    for row in rows:
        if kind := kinds.get(row.kind):
            asked[kind.visible].add(row.reference)
    visible = {ask: ask(user, references) for ask, references in asked.items()}
    return [row for row in rows if (kind := kinds.get(row.kind)) and row.reference in visible[kind.visible]]


def told(rows: Iterable[Notification]) -> list[Told]:
    """Return rows of the inbox as sentences."""
    lines = []
    for row in rows:
        kind = kinds.get(row.kind)
        if kind is None:
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
    """Return how many notices the list shows as new, counting stops at 99. One query where there is none."""
    if not user.is_authenticated:
        return 0
    return min(len(inbox(user, unread=True)), COUNT_UP_TO)
