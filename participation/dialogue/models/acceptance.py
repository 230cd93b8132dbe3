"""That an organisation accepts a version of the charter."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation
from atasehir_portal.history import kept_history
from participation.dialogue.models.charter import CharterVersion


@kept_history(
    "AcceptanceHistory",
    "charter_version",
    "organisation",
    "person",
    "digest",
    states=("withdrawn_at",),
    texts=("person_name",),
    forgets_texts=Q(person=None),
)
class Acceptance(models.Model):
    """A representative accepted exactly the text with this ``digest`` for an organisation, by name and date.

    Organisation and date are public; the name is read by the organisation and the municipality alone, and goes with the account.
    One that was withdrawn keeps its row.
    """

    charter_version = models.ForeignKey(
        CharterVersion,
        on_delete=models.PROTECT,
        related_name="acceptances",
        verbose_name=_("version of the charter"),
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="charter_acceptances")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("who accepted"),
    )
    person_name = models.CharField(_("first and last name"), max_length=150, blank=True)
    digest = models.CharField(_("hash of the version"), max_length=64)
    accepted_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(_("acceptance withdrawn on"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-accepted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["charter_version", "organisation"],
                condition=Q(withdrawn_at=None),
                name="dialogue_accepted_once",
            ),
            models.CheckConstraint(
                name="dialogue_withdrawn_after",
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("accepted_at")),
            ),
            models.CheckConstraint(
                name="dialogue_nameless_when_erased", condition=Q(person__isnull=False) | Q(person_name="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} → {self.charter_version_id}"
