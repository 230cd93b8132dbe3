"""What this room does for the rooms below it: it sends the mails that accounts want sent, and knows what it holds about a person."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import User
from atasehir_portal.accounts.personal_data import PersonalData, personal_data
from atasehir_portal.accounts.signals import mail_wanted
from atasehir_portal.notifications import services
from atasehir_portal.notifications.kinds import kinds
from atasehir_portal.notifications.models import Notification, OutboxMail, Pace, Preference, RefusedAddress
from atasehir_portal.notifications.topics import topics

LABELS = {
    "subject": _("Subject"),
    "topic": _("Topic"),
    "pace": _("E-mail"),
    "refused_address": _("Address that a mail server refused"),
}


def connect() -> None:
    """Register receivers and personal data."""
    mail_wanted.connect(send_wanted_mail, dispatch_uid="notifications.mail_wanted")
    personal_data.register(PersonalData("notifications", export_for, erase_for, LABELS, {"pace": dict(Pace.choices)}))


def send_wanted_mail(
    sender: Any,
    *,
    address: str,
    template: str,
    context: dict[str, Any],
    language: str,
    is_example: bool = False,
    useless_after: timedelta | None = None,
    **_rest: Any,
) -> None:
    services.mail_address(
        address=address,
        template=template,
        context=context,
        language=language,
        is_example=is_example,
        useless_after=useless_after,
    )


def export_for(user: User) -> list[dict[str, Any]]:
    """Return what this person was told (subjects, references and dates), how soon they wished to be told, and whether their
    address was refused."""
    chosen = [
        {"topic": str(topics.get(row.topic).label), "pace": row.pace, "at": row.changed_at.isoformat()}
        for row in Preference.objects.filter(user=user).order_by("pk")
    ]
    refused = [
        {"refused_address": row.address, "at": row.refused_at.isoformat()}
        for row in RefusedAddress.objects.filter(user=user)
    ]
    told = [
        {
            "subject": str(kind.subject) % {"reference": row.reference} if (kind := kinds.get(row.kind)) else row.kind,
            "reference": row.reference,
            "at": row.created_at.isoformat(),
            "read_at": row.read_at.isoformat() if row.read_at else None,
        }
        for row in Notification.objects.filter(recipient=user).order_by("pk")
    ]
    return [*told, *chosen, *refused]


def erase_for(user: User) -> None:
    """Delete everything this person was told, with the mails that were still to be sent, and what they chose."""
    Preference.objects.filter(user=user).delete()
    RefusedAddress.objects.filter(user=user).delete()
    OutboxMail.objects.filter(reader=user).delete()
    Notification.objects.filter(recipient=user).delete()
    OutboxMail.objects.filter(address__in=[user.email, *_addresses(user)]).delete()


def _addresses(user: User) -> list[str]:
    return list(EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True))
