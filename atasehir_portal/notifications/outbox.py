"""Sending what stands in the outbox.

A mail is claimed by a conditional UPDATE with a lease, sent outside any transaction, and marked. A worker that dies between the
mail server's acceptance and the mark causes at most one duplicate, with the same Message-ID; nothing is ever lost: a mail server
that is down or refuses for now is tried again, later and later, for about two weeks.
"""

import json
import logging
import smtplib
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from atasehir_portal import encryption
from atasehir_portal.notifications.kinds import kinds
from atasehir_portal.notifications.models import MailState, OutboxMail

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
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


def _is_useless(mail: OutboxMail) -> bool:
    until = mail.context.get("until")
    return until is not None and timezone.now() > datetime.fromisoformat(until)


def forget_addresses() -> int:
    """Delete the rows of mails to addresses that were sent or given up long ago. Returns how many."""
    closed = OutboxMail.objects.filter(
        notification=None,
        state__in=[MailState.SENT, MailState.DROPPED],
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
    return OutboxMail.objects.select_related("notification__recipient").get(pk=mail.pk)


def deliver_due(limit: int = 200) -> int:
    """Send what is due, at most ``limit`` mails. Returns how many were sent."""
    sent = 0
    for _turn in range(limit):
        mail = claim_next()
        if mail is None:
            break
        sent += _deliver(mail)
    return sent


def _deliver(mail: OutboxMail) -> bool:
    """Send one claimed mail and write down how it went. Logs carry the mail's id, never an address or a text."""
    try:
        message = compose(mail)
    except encryption.Unreadable:
        logger.error("mail %s cannot be read with any key for fields", mail.message_id)
        _close(mail, MailState.DROPPED, "unreadable")
        return False
    if message is None:
        _close(mail, MailState.DROPPED, "nobody to tell any more")
        return False
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as error:
        reason = type(error).__name__
        logger.warning("mail %s could not be sent (attempt %s): %s", mail.message_id, mail.attempts, reason)
        if mail.attempts >= MOST_ATTEMPTS:
            _close(mail, MailState.DROPPED, reason)
        else:
            pause = min(timedelta(seconds=30) * 2 ** min(mail.attempts, 12), LONGEST_PAUSE)
            OutboxMail.objects.filter(pk=mail.pk).update(
                state=MailState.WAITING, lease_until=None, not_before=timezone.now() + pause, error=reason
            )
        return False
    _close(mail, MailState.SENT, "")
    return True


def _close(mail: OutboxMail, state: MailState, error: str) -> None:
    OutboxMail.objects.filter(pk=mail.pk).update(
        state=state,
        lease_until=None,
        context={},
        error=error,
        sent_at=timezone.now() if state == MailState.SENT else None,
    )


def compose(mail: OutboxMail) -> EmailMultiAlternatives | None:
    """Return the mail in the reader's language; None where the reader is gone or may not see the thing any more, and where
    it came too late to be of use."""
    if _is_useless(mail):
        return None
    with translation.override(mail.language):
        if mail.notification is None:
            to, content = mail.address, _content_for_address(mail)
        else:
            recipient = mail.notification.recipient
            to = recipient.email
            kind = kinds.get(mail.notification.kind)
            reference = mail.notification.reference
            if kind is None or not recipient.is_active or not kind.is_visible(recipient, reference):
                return None
            content = {
                "subject": kind.fill(kind.subject, reference),
                "sentence": kind.fill(kind.sentence, reference),
                "action": str(kind.action),
                "url": f"{settings.SITE_URL}{kind.url(reference)}",
                "name": recipient.full_name,
                "reference": reference,
            }
        is_finished = "text" in content
        body = content["text"] if is_finished else render_to_string("notifications/mail/message.txt", content)
        html = (
            ""
            if is_finished
            else render_to_string("notifications/mail/message.html", {**content, "language": mail.language})
        )
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    message = EmailMultiAlternatives(
        content["subject"], body, to=[to], headers={"Message-ID": f"<{mail.message_id}@{host}>"}
    )
    if html:
        message.attach_alternative(html, "text/html")
    return message


def _content_for_address(mail: OutboxMail) -> dict[str, str]:
    """Return what a mail to an address says: the finished subject and text, or subject, sentence, action and url.

    The template holds the subject on its first line and the sentence below; the link is in the context.
    """
    context: dict[str, str] = json.loads(encryption.decrypt(mail.context["sealed"]))
    if not mail.template:
        return {"subject": context["subject"], "text": context["text"]}
    text = render_to_string(f"notifications/mail/{mail.template}.txt", context).strip()
    subject, _sep, sentence = text.partition("\n")
    return {
        "subject": subject.strip(),
        "sentence": sentence.strip(),
        "action": str(translation.gettext("Open the invitation")),
        "url": f"{settings.SITE_URL}{context.get('path', '/')}",
        "name": "",
        "footer": translation.gettext("If you do not expect this invitation, you need do nothing."),
    }
