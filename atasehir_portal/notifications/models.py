"""What people are told. Rows hold a kind and a public reference, never titles or text of what it is about."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Notification(models.Model):
    """One event told to one person: in the portal, and by e-mail through ``OutboxMail``."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(_("kind"), max_length=40)
    reference = models.CharField(_("reference"), max_length=80)
    # One event, one message: the caller names the event, e.g. "need-answered:İ-2026-K7P4M:1".
    event_key = models.CharField(max_length=160)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "event_key"], name="notifications_one_event_one_message")
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notifications_recipient"),
            models.Index(fields=["recipient"], condition=models.Q(read_at=None), name="notifications_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class MailState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    DROPPED = "dropped", _("not sent")


class OutboxMail(models.Model):
    """An e-mail to be sent, written in the transaction of the event. The text is made when it is sent.

    Either for a notification, or for an address (an invitation, a link to a new password): ``template`` and ``context`` then
    say what to write; ``context`` lies encrypted (``outbox.seal``) and is emptied once the mail is sent. ``message_id`` stays
    the same over attempts, so that a duplicate after a crash can be told from a new mail. Claimed by a conditional UPDATE
    with a lease.
    """

    notification = models.OneToOneField(
        Notification, null=True, blank=True, on_delete=models.CASCADE, related_name="mail"
    )
    address = models.EmailField(blank=True)
    template = models.CharField(max_length=60, blank=True)
    context = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=5, default="tr")
    state = models.CharField(max_length=10, choices=MailState, default=MailState.WAITING)
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["not_before"],
                condition=models.Q(state__in=["waiting", "sending"]),
                name="notifications_outbox_open",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="notifications_mail_target",
                condition=models.Q(notification__isnull=False, address="")
                | models.Q(notification=None) & ~models.Q(address=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id}"


class MailboxMessage(models.Model):
    """A mail kept for the mailbox page where no mail server is configured (never in a deployment)."""

    created_at = models.DateTimeField(default=timezone.now)
    recipients = models.TextField()
    subject = models.TextField()
    text = models.TextField()
    html = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.subject
