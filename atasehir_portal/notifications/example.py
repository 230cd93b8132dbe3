"""Removing what people were told about example data, or as example people: rows, waiting mails, and the kept mails."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from atasehir_portal.notifications.models import MailboxMessage, Notification, OutboxMail


@transaction.atomic
def remove(*, addresses: Collection[str], references: Collection[str], names: Collection[str]) -> int:
    """Delete every marked row, every mail to one of the ``addresses``, and what tells of one of the ``references`` or
    ``names``. Returns how many kept mails went.

    A mail in the mailbox has no mark of its own: it is known by who receives it and by what it says.
    """
    Notification.objects.filter(Q(is_example=True) | Q(reference__in=references)).delete()
    OutboxMail.objects.filter(Q(is_example=True) | Q(address__in=addresses)).delete()
    theirs = {address.casefold() for address in addresses}
    words = [word for word in (*addresses, *references, *names) if word]
    gone = []
    for mail in MailboxMessage.objects.iterator():  # the mailbox keeps 200
        recipients = {address.strip().casefold() for address in mail.recipients.split(",")}
        said = f"{mail.subject}\n{mail.text}\n{mail.html}"
        if recipients & theirs or any(word in said for word in words):
            gone.append(mail.pk)
    return MailboxMessage.objects.filter(pk__in=gone).delete()[0]
