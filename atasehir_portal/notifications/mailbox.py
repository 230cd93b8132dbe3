"""Where no mail server is configured (never in a deployment), mails are kept for the mailbox page."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from atasehir_portal.notifications.models import MailboxMessage

KEEP = 200


class EmailBackend(BaseEmailBackend):
    """Writes mails into the table that the mailbox page shows, and keeps the newest ``KEEP``."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            alternatives = getattr(message, "alternatives", [])
            MailboxMessage.objects.create(
                recipients=", ".join(message.recipients()),
                subject=str(message.subject),
                text=str(message.body),
                html=next((str(content) for content, mimetype in alternatives if mimetype == "text/html"), ""),
            )
        oldest_kept = list(MailboxMessage.objects.values_list("pk", flat=True)[KEEP : KEEP + 1])
        if oldest_kept:
            MailboxMessage.objects.filter(pk__lte=oldest_kept[0]).delete()
        return len(email_messages)
