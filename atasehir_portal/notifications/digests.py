"""Digests: what a person was told since the last one, in one mail.

The daily one goes out at ``DIGEST_HOUR`` in the municipality's time, the weekly one at the same hour on ``DIGEST_WEEKDAY``. Beat
asks every few minutes; a digest whose moment passed while nothing ran is made as soon as something runs again, and once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from atasehir_portal.accounts.models import User
from atasehir_portal.notifications.kinds import kinds
from atasehir_portal.notifications.models import Notification, OutboxMail, Pace
from atasehir_portal.notifications.preferences import never
from atasehir_portal.notifications.queries import seen
from atasehir_portal.notifications.topics import Topic, topics

# A digest names this many; of the rest it says how many they are.
MOST = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: the sentence, and where it leads."""

    subject: str
    sentence: str
    action: str
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Bundle:
    """The lines of one topic, newest first."""

    label: str
    lines: list[Line]


def latest_moment(pace: str, now: datetime) -> datetime:
    """Return when the digest of this pace was due last."""
    local = timezone.localtime(now)
    hour = time(settings.DIGEST_HOUR)
    day = local.date()
    if pace == Pace.WEEKLY:
        day -= timedelta(days=(day.weekday() - settings.DIGEST_WEEKDAY) % 7)
    moment = timezone.make_aware(datetime.combine(day, hour))
    return moment if moment <= local else moment - timedelta(days=7 if pace == Pace.WEEKLY else 1)


def make_due(now: datetime | None = None) -> int:
    """Write the digests that are due into the outbox, for those who have something to read. Returns how many.

    Everybody gets one mail for each digest, however often this runs: what came in meanwhile waits for the next one.
    """
    now = now or timezone.now()
    return sum(_make(pace, latest_moment(pace, now)) for pace in (Pace.DAILY, Pace.WEEKLY))


@transaction.atomic
def _make(pace: str, moment: datetime) -> int:
    day = timezone.localdate(moment)
    waiting = Notification.objects.filter(
        pace=pace, digest=None, read_at=None, created_at__lt=moment, recipient__is_active=True
    ).order_by()
    made = OutboxMail.objects.filter(reader=OuterRef("pk"), pace=pace, day=day)
    readers = User.objects.filter(~Exists(made), pk__in=waiting.values("recipient"))
    mails = [
        OutboxMail(reader=reader, pace=pace, day=day, language=reader.language, is_example=reader.is_example)
        for reader in readers
    ]
    if not mails:
        return 0
    OutboxMail.objects.bulk_create(mails, ignore_conflicts=True)
    # Another process may have made some of them in this moment; it also collected what goes with them.
    theirs = OutboxMail.objects.filter(message_id__in=[mail.message_id for mail in mails])
    mine = theirs.filter(reader=OuterRef("recipient")).values("pk")[:1]
    waiting.filter(recipient__in=theirs.values("reader")).update(digest=Subquery(mine))
    return theirs.count()


def lines_of(mail: OutboxMail) -> list[tuple[Topic, Notification]]:
    """Return what a digest has to say by now, newest first: unread, still to be seen, of topics that were not switched off
    meanwhile, and of several notices of one kind about one thing the newest."""
    reader = mail.reader
    if reader is None:
        return []
    rows = list(mail.collected.filter(read_at=None))
    visible = seen(reader, {(row.kind, row.reference) for row in rows})
    off = never(reader, {topics.get(kind.topic).name for row in rows if (kind := kinds.get(row.kind))})
    found: dict[tuple[str, str], tuple[Topic, Notification]] = {}
    for row in rows:
        kind = kinds.get(row.kind)
        if kind is None or (row.kind, row.reference) not in visible:
            continue
        topic = topics.get(kind.topic)
        if topic.name not in off:
            found.setdefault((row.kind, row.reference), (topic, row))
    return list(found.values())


def bundles(found: Sequence[tuple[Topic, Notification]]) -> list[Bundle]:
    """Return the lines by topic; the topic with the newest line first. At most ``MOST`` lines."""
    by_topic: dict[str, Bundle] = {}
    for topic, row in found[:MOST]:
        kind = kinds.get(row.kind)
        if kind is None:
            continue
        bundle = by_topic.setdefault(topic.name, Bundle(str(topic.label), []))
        bundle.lines.append(
            Line(
                subject=kind.fill(kind.subject, row.reference),
                sentence=kind.fill(kind.sentence, row.reference),
                action=str(kind.action),
                url=f"{settings.SITE_URL}{kind.url(row.reference)}",
                at=row.created_at,
            )
        )
    return list(by_topic.values())
