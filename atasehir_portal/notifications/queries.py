"""Reads of the notifications room."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db.models import Exists, IntegerField, QuerySet, Value

from atasehir_portal.accounts.models import User
from atasehir_portal.notifications.kinds import Rows, kinds
from atasehir_portal.notifications.models import Notification, RefusedAddress

COUNT_UP_TO = 99
# What was told longer ago than this many notices is on the page of the thing itself.
NEWEST = 1_000
ASK_AGAIN = 60  # seconds


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the list: the sentence in the reader's language."""

    pk: int
    subject: str
    title: str
    sentence: str
    at: datetime
    is_unread: bool


def inbox(user: User, *, only_unread: bool = False) -> list[Notification]:
    """Return what this person was told and may still see, newest first, or only what is new: one query, and one for each room
    that told something.

    The number in the frame of this page and of the next ones is that of this list.
    """
    told_to = Notification.objects.filter(recipient=user)
    rows = list(told_to.annotate(is_refused=Exists(_refused(user)))[:NEWEST])
    if rows:
        user._is_refused = rows[0].is_refused  # type: ignore[attr-defined]
    visible = seen(user, {(row.kind, row.reference) for row in rows})
    unread = [(row.pk, row.kind, row.reference) for row in rows if row.read_at is None]
    user._unread_count = _remembered(user, unread, visible)  # type: ignore[attr-defined]
    return [row for row in rows if (row.kind, row.reference) in visible and not (only_unread and row.read_at)]


def refused_address(user: User) -> RefusedAddress | None:
    """Return the person's address as long as a mail server refuses it for good; None also once they took another one.
    One query, none where the inbox was read with the same user object and nothing is refused."""
    return _refused(user).first() if getattr(user, "_is_refused", True) else None


def _refused(user: User) -> QuerySet[RefusedAddress]:
    return RefusedAddress.objects.filter(user=user, address__iexact=user.email)


def seen(user: User, told: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return those of (kind, reference) that this person may see by now. Asks each room once for all its references; whatever answers with
    rows, in one query for all of them."""
    asked: dict[Any, set[str]] = defaultdict(set)
    known = [(kind, name, reference) for name, reference in told if (kind := kinds.get(name))]
    for kind, _name, reference in known:
        asked[kind.visible].add(reference)
    visible = {ask: ask(user, references) for ask, references in asked.items() if not isinstance(ask, Rows)}
    visible |= _together(user, {ask: references for ask, references in asked.items() if isinstance(ask, Rows)})
    return {(name, reference) for kind, name, reference in known if reference in visible[kind.visible]}


def _together(user: User, asked: Mapping[Rows, Collection[str]]) -> dict[Any, set[str]]:
    """Return what each of these questions answers (one query)."""
    found: dict[Any, set[str]] = {ask: set() for ask in asked}
    asks = list(asked)
    branches = [
        ask.rows(user, asked[ask]).order_by().values_list(Value(number, output_field=IntegerField()), "reference")
        for number, ask in enumerate(asks)
    ]
    if branches:
        for number, reference in branches[0].union(*branches[1:], all=True):
            found[asks[number]].add(reference)
    return found


def told(user: User, rows: Sequence[Notification]) -> list[Told]:
    """Return rows of this person's inbox as sentences, with the titles of what they are about: one query for each room."""
    titles = _titles(user, rows)
    lines = []
    for row in rows:
        kind = kinds.get(row.kind)
        if kind is None:
            continue
        lines.append(
            Told(
                pk=row.pk,
                subject=kind.fill(kind.subject, row.reference),
                title=titles.get((row.kind, row.reference), ""),
                sentence=kind.fill(kind.sentence, row.reference),
                at=row.created_at,
                is_unread=row.read_at is None,
            )
        )
    return lines


def _titles(user: User, rows: Iterable[Notification]) -> dict[tuple[str, str], str]:
    """Return by (kind, reference) what things are called that this person may see. Asks each room once."""
    asked: dict[Any, set[str]] = defaultdict(set)
    known = [(kind, row) for row in rows if (kind := kinds.get(row.kind))]
    for kind, row in known:
        asked[kind.titles].add(row.reference)
    called = {ask: ask(user, references) for ask, references in asked.items()}
    return {(row.kind, row.reference): called[kind.titles].get(row.reference, "") for kind, row in known}


def unread_count(user: User | AnonymousUser) -> int:
    """Return how many notices the list shows as new, counting stops at 99. One query, none where the list was read with the
    same user object.

    Whether they may still be seen is asked of the rooms once a minute.
    """
    if not user.is_authenticated:
        return 0
    found: int | None = getattr(user, "_unread_count", None)
    return min(_counted(user) if found is None else found, COUNT_UP_TO)


def _counted(user: User) -> int:
    rows = list(
        Notification.objects.filter(recipient=user, read_at=None).values_list("pk", "kind", "reference")[:NEWEST]
    )
    if not rows:
        return 0
    count: int | None = cache.get(_key(user, rows))
    if count is None:
        count = _remembered(user, rows, seen(user, {(kind, reference) for _pk, kind, reference in rows}))
    return count


def _remembered(user: User, rows: Sequence[tuple[int, str, str]], seen: set[tuple[str, str]]) -> int:
    """Return how many of these notices are about something that may be seen, and remember it for a minute."""
    count = sum((kind, reference) in seen for _pk, kind, reference in rows)
    cache.set(_key(user, rows), count, timeout=ASK_AGAIN)
    return count


def _key(user: User, rows: Sequence[tuple[int, str, str]]) -> str:
    return f"unread:{user.pk}:{sha256(repr(list(rows)).encode()).hexdigest()}"
