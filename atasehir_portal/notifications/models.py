"""What people are told. Rows hold a kind and a public reference, never titles or text of what it is about."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Pace(models.TextChoices):
    """How soon a person is written to about what stands in the portal at once."""

    NOW = "now", _("At once")
    DAILY = "daily", _("Once a day, together")
    WEEKLY = "weekly", _("Once a week, together")
    NEVER = "never", _("No e-mail")


class Notification(models.Model):
    """One event told to one person: in the portal, and by e-mail at the pace that the person wished when it happened."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(_("kind"), max_length=40)
    reference = models.CharField(_("reference"), max_length=80)
    # One event, one message: the caller names the event, e.g. "need-answered:İ-2026-K7P4M:1".
    event_key = models.CharField(max_length=160)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    pace = models.CharField(max_length=10, choices=Pace, default=Pace.NOW)
    # The digest that takes it along; empty until then, and always where the mail goes at once or never.
    digest = models.ForeignKey(
        "OutboxMail", null=True, blank=True, on_delete=models.SET_NULL, related_name="collected", db_index=False
    )
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "event_key"], name="notifications_one_event_one_message"),
            models.CheckConstraint(
                name="notifications_digest_is_collected",
                condition=models.Q(digest=None) | models.Q(pace__in=["daily", "weekly"]),
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notifications_recipient"),
            models.Index(fields=["recipient"], condition=models.Q(read_at=None), name="notifications_unread"),
            models.Index(
                fields=["pace", "created_at"],
                condition=models.Q(pace__in=["daily", "weekly"], digest=None, read_at=None),
                name="notifications_to_collect",
            ),
            models.Index(fields=["digest"], condition=~models.Q(digest=None), name="notifications_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class MailState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    DROPPED = "dropped", _("not sent")
    REFUSED = "refused", _("refused by the mail server")


class OutboxMail(models.Model):
    """An e-mail to be sent, written in the transaction of the event. The text is made when it is sent.

    For one notification; or for what a ``reader`` was told since the last digest (``pace`` and ``day`` say which digest; what
    it holds are the notifications that point here); or for an address (an invitation, a link to a new password): ``template``
    and ``context`` then say what to write; ``context`` lies encrypted (``outbox.seal``) and is emptied once the mail is
    sent. ``message_id`` stays the same over attempts, so that a duplicate after a crash can be told from a new mail. Claimed
    by a conditional UPDATE with a lease.
    """

    notification = models.OneToOneField(
        Notification, null=True, blank=True, on_delete=models.CASCADE, related_name="mail"
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="digests"
    )
    pace = models.CharField(max_length=10, blank=True, choices=[(Pace.DAILY, "daily"), (Pace.WEEKLY, "weekly")])
    day = models.DateField(null=True, blank=True)
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
                condition=models.Q(notification__isnull=False, address="", reader=None, pace="", day=None)
                | models.Q(notification=None, address="", reader__isnull=False, day__isnull=False)
                & models.Q(pace__in=["daily", "weekly"])
                | models.Q(notification=None, reader=None, pace="", day=None) & ~models.Q(address=""),
            ),
            models.UniqueConstraint(fields=["reader", "pace", "day"], name="notifications_one_digest_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id}"


class Preference(models.Model):
    """The pace that a person chose for one topic; without a row the topic's own applies."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences")
    topic = models.CharField(max_length=40)
    pace = models.CharField(max_length=10, choices=Pace)
    # The pace before mails were switched off from a mail: what "switch on again" goes back to. Else empty.
    before = models.CharField(max_length=10, choices=Pace, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "topic"], name="notifications_one_pace_a_topic"),
            models.CheckConstraint(
                name="notifications_before_of_never", condition=models.Q(before="") | models.Q(pace="never")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.pace}"


class RefusedAddress(models.Model):
    """A person's address that a mail server refused for good. Until the person tries it again or takes another one, nothing
    but mails about the account goes there; everything stands in the portal."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="refused_address")
    address = models.EmailField()
    code = models.PositiveSmallIntegerField()
    refused_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.code}"


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
