"""Example people have read some of what they were told, and chosen when to be told. And removing what people were told about
example data, or as example people: rows, waiting mails, and the kept mails."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from atasehir_portal.accounts.models import User
from atasehir_portal.notifications.models import MailboxMessage, Notification, OutboxMail, Pace
from atasehir_portal.notifications.preferences import choose_paces
from atasehir_portal.notifications.services import mark_read

# What example people chose, by the beginning of their address: not everybody wants to know everything at once.
CHOSEN = {
    "temsilci": {"became": Pace.WEEKLY},
    "muhtar": {"answers": Pace.DAILY, "became": Pace.DAILY},
    "koordinator": {"incoming": Pace.NOW, "library": Pace.NEVER},
}


@transaction.atomic
def load() -> None:
    """Let example people choose when to be told, and read the oldest of what they were told; does nothing where they did."""
    for name, chosen in CHOSEN.items():
        for user in User.objects.filter(email=f"{name}@ornek.test", is_example=True, preferences=None):
            choose_paces(user=user, chosen=chosen)
            oldest = Notification.objects.filter(recipient=user, read_at=None).order_by("created_at", "pk")
            mark_read(user=user, notification_id=oldest.values_list("pk", flat=True).first() or 0)


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
