"""Sending what stands in the outbox.

A mail is claimed by a conditional UPDATE with a lease, sent outside any transaction, and marked. A worker that dies between the
mail server's acceptance and the mark causes at most one duplicate, with the same Message-ID; nothing is ever lost: a mail server
that is down or refuses for now is tried again, later and later, for about two weeks. An address that is refused for good is
written down for the person to see, and stops nobody else's mails. What a mail says is made in ``composing``.
"""

import json
import logging
import re
import smtplib
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from atasehir_portal import encryption
from atasehir_portal.accounts.models import User
from atasehir_portal.notifications.composing import compose, reader_of
from atasehir_portal.notifications.models import MailState, OutboxMail, RefusedAddress

logger = logging.getLogger(__name__)

# Longer than the slowest mail server can hold us: every step of the talk has EMAIL_TIMEOUT seconds.
LEASE = timedelta(minutes=5)
GIVE_UP_AFTER = 3  # connections in a row that came to nothing
LONGEST_PAUSE = timedelta(hours=6)
MOST_ATTEMPTS = 60
# Who was written to stays for asking after a mail that did not come, and then no longer.
ADDRESSES_KEPT = timedelta(days=30)


def seal(context: dict[str, Any], until: datetime | None = None) -> dict[str, str]:
    """Return what a mail to an address says as it lies in the database: unreadable without the keys for fields, which are in
    no dump. ``until`` is when it stops being of use."""
    return {
        "sealed": encryption.encrypt(json.dumps(context)),
        **({"until": until.isoformat()} if until else {}),
    }


def forget_addresses() -> int:
    """Delete the rows of mails to addresses that were sent or given up long ago. Returns how many."""
    closed = OutboxMail.objects.filter(
        notification=None,
        reader=None,  # a digest names no address, and what it told must not be collected anew
        state__in=[MailState.SENT, MailState.DROPPED, MailState.REFUSED],
        created_at__lt=timezone.now() - ADDRESSES_KEPT,
    )
    return closed.delete()[0]


def claim_next() -> OutboxMail | None:
    """Take the next mail that is due and that nobody else is sending; None where there is none."""
    now = timezone.now()
    with transaction.atomic():
        mail = (
            OutboxMail.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(Q(state=MailState.WAITING) | Q(state=MailState.SENDING, lease_until__lt=now), not_before__lte=now)
            .order_by("not_before", "pk")
            .first()
        )
        if mail is None:
            return None
        OutboxMail.objects.filter(pk=mail.pk).update(
            state=MailState.SENDING, lease_until=now + LEASE, attempts=F("attempts") + 1
        )
    return OutboxMail.objects.select_related("notification__recipient", "reader").get(pk=mail.pk)


def deliver_due(limit: int = 200) -> int:
    """Send what is due, at most ``limit`` mails. Returns how many were sent.

    Where the mail server cannot be reached a few times in a row the rest is left for the next sweep, untried.
    """
    sent = unreachable = 0
    for _turn in range(limit):
        mail = claim_next()
        if mail is None:
            break
        outcome = _deliver(mail)
        sent += outcome is Outcome.SENT
        unreachable = unreachable + 1 if outcome is Outcome.UNREACHABLE else 0
        if unreachable == GIVE_UP_AFTER:
            break
    return sent


class Outcome(Enum):
    SENT = 1
    NOT_SENT = 2
    UNREACHABLE = 3


def _deliver(mail: OutboxMail) -> Outcome:
    """Send one claimed mail and write down how it went. Logs carry the mail's id, never an address or a text."""
    try:
        message = compose(mail)
    except encryption.Unreadable:
        logger.error("mail %s cannot be read with any key for fields", mail.message_id)
        _close(mail, MailState.DROPPED, "unreadable")
        return Outcome.NOT_SENT
    except Exception as error:  # noqa: BLE001 - one room's mistake must not hold up everybody's mails; told without its text
        logger.error("mail %s could not be written: %s", mail.message_id, type(error).__name__)
        _later(mail, type(error).__name__)
        return Outcome.NOT_SENT
    if message is None:
        _close(mail, MailState.DROPPED, "nobody to tell any more")
        return Outcome.NOT_SENT
    try:
        message.send()
    except (smtplib.SMTPException, OSError, ValueError) as error:  # ValueError: an address no mail can be written to
        reason = type(error).__name__
        logger.warning("mail %s could not be sent (attempt %s): %s", mail.message_id, mail.attempts, reason)
        if code := refused_for_good(error):
            _refuse(mail, message.to[0], code)
            return Outcome.NOT_SENT
        _later(mail, reason)
        away = isinstance(error, (smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected))
        network = isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException)
        return Outcome.UNREACHABLE if away or network else Outcome.NOT_SENT
    _close(mail, MailState.SENT, "")
    if reader := reader_of(mail):
        RefusedAddress.objects.filter(user=reader).delete()
    elif mail.address:
        RefusedAddress.objects.filter(address__iexact=mail.address).delete()
    return Outcome.SENT


def refused_for_good(error: Exception) -> int:
    """Return the code with which the mail server refused this address for good; 0 for whatever may pass.

    A 5xx is meant for the address where the server gives no closer code, or one of the classes 5.1 (no such address) and 5.2
    (the mailbox takes nothing), RFC 3463. The others speak of policy, of our set-up or of the network, which people mend.
    """
    text: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = list(error.recipients.values())
        code, text = answers[0] if answers else (0, b"")
        plain = True  # said about the address itself
    elif isinstance(error, smtplib.SMTPDataError):
        code, text, plain = error.smtp_code, error.smtp_error, False
    else:
        return 0
    said = text.decode("ascii", "replace") if isinstance(text, bytes) else str(text)
    closer = re.match(r"\s*(\d\.\d{1,3})\.\d{1,3}\b", said)
    is_meant = closer[1] in {"5.1", "5.2"} if closer else plain
    return code if 500 <= code < 600 and is_meant else 0


def _refuse(mail: OutboxMail, address: str, code: int) -> None:
    """Keep that the address is refused, for the person who has it; a mail to a stranger's address is simply over."""
    with transaction.atomic():
        reader = reader_of(mail) or User.objects.filter(email__iexact=address).first()
        if reader:
            RefusedAddress.objects.update_or_create(
                user=reader, defaults={"address": address, "code": code, "refused_at": timezone.now()}
            )
        _close(mail, MailState.REFUSED, str(code))


def _later(mail: OutboxMail, reason: str) -> None:
    """Try again after a pause that grows; give up after about two weeks."""
    if mail.attempts >= MOST_ATTEMPTS:
        _close(mail, MailState.DROPPED, reason)
        return
    pause = min(timedelta(seconds=30) * 2 ** min(mail.attempts, 12), LONGEST_PAUSE)
    _fenced(mail).update(state=MailState.WAITING, lease_until=None, not_before=timezone.now() + pause, error=reason)


def _fenced(mail: OutboxMail) -> QuerySet[OutboxMail]:
    """The row as long as nobody else claimed it: a worker whose lease ran out changes nothing any more."""
    return OutboxMail.objects.filter(pk=mail.pk, attempts=mail.attempts, state=MailState.SENDING)


def _close(mail: OutboxMail, state: MailState, error: str) -> None:
    """Write down the end. That the mail server took it is true whoever says it; the rest only from who holds the lease."""
    rows = OutboxMail.objects.filter(pk=mail.pk) if state == MailState.SENT else _fenced(mail)
    rows.update(
        state=state,
        lease_until=None,
        context={},
        error=error,
        sent_at=timezone.now() if state == MailState.SENT else None,
    )
