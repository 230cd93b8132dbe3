"""What a mail says: made when it is sent, in the reader's language, as text and as HTML.

A mail about something says what happened and where it stands, never titles or text of the thing. Whether the reader may see it,
wants a mail about it and has not read it meanwhile is asked here, in the last moment.
"""

import json
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from atasehir_portal import encryption
from atasehir_portal.accounts.models import User
from atasehir_portal.catalogue.queries import municipality
from atasehir_portal.notifications import digests, preferences
from atasehir_portal.notifications.kinds import kinds
from atasehir_portal.notifications.models import Notification, OutboxMail, Pace, RefusedAddress
from atasehir_portal.notifications.topics import topics


def reader_of(mail: OutboxMail) -> User | None:
    """Return the person whom a mail tells what happened; None for a mail to an address."""
    return mail.notification.recipient if mail.notification else mail.reader


def compose(mail: OutboxMail) -> EmailMultiAlternatives | None:
    """Return the mail in the reader's language; None where there is nobody or nothing to tell any more: the reader is gone,
    may not see the thing, has read it, wants no such mails, or cannot be reached; and where it came too late to be of use."""
    reader = reader_of(mail)
    if reader and (not reader.is_active or _is_refused(reader)):
        return None
    with translation.override(mail.language):
        if mail.notification:
            content = _about_one(mail.notification)
        elif mail.reader:
            content = _digest(mail)
        else:
            content = _for_address(mail)
        if content is None:
            return None
        around = {"language": mail.language, "portal_name": municipality().portal_name, "home": settings.SITE_URL}
        name = "digest" if mail.reader else "message"
        said = {**around, **content}
        body = content.get("text") or render_to_string(f"notifications/mail/{name}.txt", said)
        html = render_to_string(f"notifications/mail/{name}.html", said)
    message = EmailMultiAlternatives(
        content["subject"], body, to=[reader.email if reader else mail.address], headers=_headers(mail, content)
    )
    message.attach_alternative(html, "text/html")
    return message


def _headers(mail: OutboxMail, content: dict[str, Any]) -> dict[str, str]:
    """The id that all attempts share, that no person wrote this (RFC 3834), and how to switch it off (RFC 2369, RFC 8058)."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {"Message-ID": f"<{mail.message_id}@{host}>", "Auto-Submitted": "auto-generated"}
    if off := content.get("off"):
        headers["List-Unsubscribe"] = f"<{off}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _is_refused(reader: User) -> bool:
    return RefusedAddress.objects.filter(user=reader, address__iexact=reader.email).exists()


def _about_one(notification: Notification) -> dict[str, Any] | None:
    reader, reference = notification.recipient, notification.reference
    kind = kinds.get(notification.kind)
    if kind is None or notification.read_at or not kind.is_visible(reader, reference):
        return None
    topic = topics.get(kind.topic)
    if preferences.paces([reader], topic)[reader.pk] == Pace.NEVER:
        return None
    return {
        "subject": kind.fill(kind.subject, reference),
        "sentence": kind.fill(kind.sentence, reference),
        "action": str(kind.action),
        "url": f"{settings.SITE_URL}{kind.url(reference)}",
        "name": reader.full_name,
        "reference": kind.in_words(reference),
        **_ways_out(reader, "" if topic.is_required else topic.name),
    }


def _digest(mail: OutboxMail) -> dict[str, Any] | None:
    found = digests.lines_of(mail)
    if not found or mail.reader is None:
        return None
    count = len(found)
    words = ngettext("%(count)s thing that is new for you", "%(count)s things that are new for you", count)
    return {
        "subject": words % {"count": count},
        "bundles": digests.bundles(found),
        "more": max(count - digests.MOST, 0),
        "all": f"{settings.SITE_URL}{reverse('notifications:list')}",
        "name": mail.reader.full_name,
        "is_weekly": mail.pace == Pace.WEEKLY,
        **_ways_out(mail.reader, mail.pace),
    }


def _ways_out(reader: User, name: str) -> dict[str, str]:
    """Where the reader chooses when to be written to, and switches off mails of this kind; the latter not for what everybody
    must get."""
    return {
        "choose": f"{settings.SITE_URL}{reverse('notifications:preferences')}",
        "off": f"{settings.SITE_URL}{preferences.address(reader.pk, name)}" if name else "",
    }


def _for_address(mail: OutboxMail) -> dict[str, Any] | None:
    """Return what a mail to an address says: the finished subject and text, or subject, sentence, action and url.

    The template holds the subject on its first line and the sentence below; the link is in the context.
    """
    until = mail.context.get("until")
    if until is not None and timezone.now() > datetime.fromisoformat(until):
        return None
    context: dict[str, str] = json.loads(encryption.decrypt(mail.context["sealed"]))
    if not mail.template:
        return {"subject": context["subject"], "text": context["text"]}
    text = render_to_string(f"notifications/mail/{mail.template}.txt", context).strip()
    subject, _sep, sentence = text.partition("\n")
    return {
        "subject": subject.strip(),
        "sentence": sentence.strip(),
        "action": gettext("Open the invitation"),
        "url": f"{settings.SITE_URL}{context.get('path', '/')}",
        "name": "",
        "footer": gettext("If you do not expect this invitation, you need do nothing."),
    }
