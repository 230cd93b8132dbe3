"""The three handbooks and their editions."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.documents.models import Document, Version
from atasehir_portal.rendering.models import Rendering


class HandbookState(models.TextChoices):
    WRITING = "writing", _("being written")
    REVIEW = "review", _("in review")
    APPROVED = "approved", _("approved")


class Handbook(models.Model):
    """One of the handbooks. ``state`` is that of the working draft; what is published are its editions."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="handbook")
    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    slug = models.SlugField(unique=True, max_length=80)
    short_title = models.CharField(_("short title"), max_length=150)
    planned_title = models.CharField(_("title as the project planned it"), max_length=250)
    subtitle = models.CharField(_("subtitle"), max_length=250, blank=True)
    audience = models.CharField(_("for whom"), max_length=250)
    summary = models.TextField(_("summary"), max_length=2000)
    keywords = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    notices = ArrayField(models.TextField(), default=list, blank=True, verbose_name=_("statements of the imprint"))
    state = models.CharField(_("state"), max_length=10, choices=HandbookState, default=HandbookState.WRITING)
    state_changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.short_title


class HandbookEvent(models.Model):
    """Who moved a handbook to which stage, when, with what note."""

    handbook = models.ForeignKey(Handbook, on_delete=models.CASCADE, related_name="events")
    act = models.CharField(max_length=20)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.handbook_id} {self.act}"


class Edition(models.Model):
    """A frozen version with number, date and change note. Its content never changes; errata make a new one.

    It is in the library once its PDF is ready. Only the withdrawal columns and the pointer to the rendering (a retry makes a
    new one) may be written later: a database trigger refuses the rest.
    """

    handbook = models.ForeignKey(Handbook, on_delete=models.PROTECT, related_name="editions")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="edition")
    number = models.CharField(_("edition"), max_length=10)
    change_note = models.CharField(_("what changed"), max_length=500)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    pdf = models.ForeignKey(Rendering, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-published_at"]
        constraints = [
            models.UniqueConstraint(fields=["handbook", "number"], name="handbooks_edition_number"),
            models.CheckConstraint(
                name="handbooks_withdrawal_has_reason",
                condition=models.Q(withdrawn_at=None, withdrawn_reason="") | models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_reason=""),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="handbooks_edition_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="handbooks_edition_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("handbook", "version", "number", "change_note", "published_at", "published_by"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handbook} {self.number}"
