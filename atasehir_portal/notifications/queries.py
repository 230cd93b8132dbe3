"""Reads of the notifications room."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q

from atasehir_portal.accounts.models import User
from atasehir_portal.notifications.kinds import InTable, kinds
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

    One query for what stands in tables; a room that has to be asked otherwise is asked once for all its references.
    """
    may, ask = Q(pk=None), {}
    for visible, names in kinds.by_visibility().items():
        if isinstance(visible, InTable):
            may |= Q(Exists(visible.rows(user).filter(reference=OuterRef("reference"))), kind__in=names)
        else:
            may |= Q(kind__in=names)
            ask.update(dict.fromkeys(names, visible))
    told = Notification.objects.filter(may, recipient=user)
    rows = list((told.filter(read_at=None) if unread else told)[:NEWEST])
    asked: dict[Any, set[str]] = defaultdict(set)
    for row in rows:
        if row.kind in ask:
            asked[ask[row.kind]].add(row.reference)
    visible_ones = {visible: visible(user, references) for visible, references in asked.items()}
    return [row for row in rows if row.kind not in ask or row.reference in visible_ones[ask[row.kind]]]


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
    """Return how many notices the list shows as new, counting stops at 99."""
    if not user.is_authenticated:
        return 0
    return min(len(inbox(user, unread=True)), COUNT_UP_TO)
