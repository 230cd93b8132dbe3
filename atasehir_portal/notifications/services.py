"""Telling people: rows are written in the transaction of the event, only the wake-up of a worker leaves on commit."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from atasehir_portal.accounts.models import User
from atasehir_portal.notifications import outbox
from atasehir_portal.notifications.kinds import kinds
from atasehir_portal.notifications.models import Notification, OutboxMail, Pace, RefusedAddress
from atasehir_portal.notifications.preferences import paces
from atasehir_portal.notifications.topics import topics
from atasehir_portal.wake import wake

DELIVER_TASK = "atasehir_portal.notifications.tasks.deliver"


def notify(
    *, recipients: Iterable[User], kind: str, reference: str, event: str, is_example: bool = False
) -> list[Notification]:
    """Tell each person once about one event: in the portal, and by e-mail as soon as they wish (``preferences``). Returns the
    notifications that are new.

    ``event`` names the event within the kind and reference, so that the same event told twice stays one message. People who
    cannot sign in any more are left out. Raises KeyError where no room registered the kind.
    """
    known_kind = kinds.get(kind)
    if known_kind is None:
        raise KeyError(f"unknown kind of notification: {kind}")
    people = {user.pk: user for user in recipients if user.is_active}
    key = f"{kind}:{reference}:{event}"
    wished = paces(people.values(), topics.get(known_kind.topic))
    with transaction.atomic():
        known = set(
            Notification.objects.filter(event_key=key, recipient__in=people).values_list("recipient_id", flat=True)
        )
        Notification.objects.bulk_create(
            [
                Notification(
                    recipient=user,
                    kind=kind,
                    reference=reference,
                    event_key=key,
                    pace=wished[pk],
                    is_example=is_example,
                )
                for pk, user in people.items()
                if pk not in known
            ],
            ignore_conflicts=True,
        )
        new = list(
            Notification.objects.filter(event_key=key, recipient__in=people, mail=None)
            .exclude(recipient__in=known)
            .select_related("recipient")
        )
        at_once = [one for one in new if one.pace == Pace.NOW]
        OutboxMail.objects.bulk_create(
            [OutboxMail(notification=one, language=one.recipient.language, is_example=is_example) for one in at_once],
            ignore_conflicts=True,
        )
        if at_once:
            _wake_on_commit()
    return new


def mail_address(
    *,
    address: str,
    template: str,
    context: dict[str, Any],
    language: str = "tr",
    is_example: bool = False,
    useless_after: timedelta | None = None,
) -> OutboxMail:
    """Write to an address, with or without an account. ``template`` names ``notifications/mail/<template>.txt``; without one the
    context is the finished ``subject`` and ``text``.

    The context is plain data and can hold a secret link: it lies encrypted in the database until the mail is sent, and
    no longer. A mail whose link no longer works (``useless_after``) is not sent.
    """
    until = timezone.now() + useless_after if useless_after else None
    mail = OutboxMail.objects.create(
        address=address,
        template=template,
        context=outbox.seal(context, until),
        language=language,
        is_example=is_example,
    )
    _wake_on_commit()
    return mail


def mark_read(*, user: User, notification_id: int | None = None) -> int:
    """Mark one of the person's notifications as read, or all of them. Returns how many were unread."""
    unread = Notification.objects.filter(recipient=user, read_at=None)
    if notification_id is not None:
        unread = unread.filter(pk=notification_id)
    return unread.update(read_at=timezone.now())


def try_address_again(*, user: User) -> None:
    """Write to the person again although the mail server refused the address: the mailbox was full, or is there again."""
    RefusedAddress.objects.filter(user=user).delete()


def _wake_on_commit() -> None:
    transaction.on_commit(partial(wake, DELIVER_TASK, expires=60), robust=True)
