"""The charter: the agreed rules of dialogue, written as a document; its adopted versions, and which of them is in force."""

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atasehir_portal.answering.models import RuleSet
from atasehir_portal.documents.models import Document, Version
from atasehir_portal.history import kept_history
from atasehir_portal.rendering.models import Rendering
from participation.dialogue.bounds import BOUNDS


class CharterState(models.TextChoices):
    """Where the working text stands; what was adopted stays as it is meanwhile."""

    DRAFT = "draft", pgettext_lazy("charter", "being written")
    IN_ROUND = "in_round", pgettext_lazy("charter", "put to a round")
    ADOPTED = "adopted", pgettext_lazy("charter", "adopted")
    WITHDRAWN = "withdrawn", pgettext_lazy("charter", "given up")


@kept_history("CharterHistory", "closing_reason", states=("state",))
class Charter(models.Model):
    """The charter of this municipality. There is one that is not given up; its rules are blocks of its document.

    ``state`` is that of the working text; what was adopted are its ``versions``.
    """

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="charter")
    state = models.CharField(_("state"), max_length=10, choices=CharterState, default=CharterState.DRAFT)
    closing_reason = models.CharField(_("why it was given up"), max_length=500, blank=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    begun_at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Case(When(state="withdrawn", then=F("pk")), default=Value(0), output_field=models.BigIntegerField()),
                name="dialogue_one_charter",
            ),
            models.CheckConstraint(
                name="dialogue_given_up_with_reason",
                condition=Q(state="withdrawn") & ~Q(closing_reason="") | ~Q(state="withdrawn") & Q(closing_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.document)


def _within(name: str) -> models.CheckConstraint:
    lowest, highest = BOUNDS[name]
    return models.CheckConstraint(
        name=f"dialogue_{name}", condition=Q(**{f"{name}__gte": lowest, f"{name}__lte": highest})
    )


@kept_history(
    "CharterVersionHistory",
    "charter",
    "number",
    "note",
    "decision_number",
    "decision_on",
    "effective_on",
    *BOUNDS,
    "review_on",
    states=("superseded_at",),
)
class CharterVersion(models.Model):
    """An adopted version: the frozen text, the council's decision that adopted it, and its rules as columns.

    ``number`` is that among the adopted ones. The one that is not superseded is in force; there is at most one. ``effective_on`` is the
    municipality's day of ``adopted_at``. The rules that lower rooms keep (deadlines, shortest round) stand in ``rule_set``, too.
    """

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="versions", verbose_name=_("charter"))
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="charter_version")
    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    note = models.CharField(_("what is new in it"), max_length=500)
    decision_number = models.CharField(_("number of the council's decision"), max_length=40)
    decision_on = models.DateField(_("date of the council's decision"))
    adopted_at = models.DateTimeField(default=timezone.now)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    effective_on = models.DateField(_("in effect from"))
    superseded_at = models.DateTimeField(_("superseded on"), null=True, blank=True)
    pdf = models.ForeignKey(Rendering, on_delete=models.PROTECT, related_name="+")
    rule_set = models.OneToOneField(RuleSet, on_delete=models.PROTECT, related_name="charter_version")
    answer_days = models.PositiveSmallIntegerField(_("working days to answer"))
    extension_days = models.PositiveSmallIntegerField(_("working days by which it may be extended, once"))
    consultation_days = models.PositiveSmallIntegerField(_("shortest round of opinions, in days"))
    notice_days = models.PositiveSmallIntegerField(_("notice of meetings, in days"))
    minutes_days = models.PositiveSmallIntegerField(_("working days to publish minutes"))
    quorum_percent = models.PositiveSmallIntegerField(_("quorum, in percent of the members"))
    grace_days = models.PositiveSmallIntegerField(_("grace after a new version, in days"))
    review_on = models.DateField(_("to be reviewed by"))
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                Case(When(superseded_at=None, then=Value(0)), default=F("pk"), output_field=models.BigIntegerField()),
                name="dialogue_one_in_force",
            ),
            models.CheckConstraint(name="dialogue_decided", condition=~Q(decision_number="")),
            models.CheckConstraint(name="dialogue_decided_before", condition=Q(decision_on__lte=F("effective_on"))),
            models.CheckConstraint(
                name="dialogue_superseded_after",
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("adopted_at")),
            ),
            models.CheckConstraint(name="dialogue_review_on", condition=Q(review_on__gt=F("effective_on"))),
            *map(_within, BOUNDS),
        ]

    def __str__(self) -> str:
        return f"{self.charter_id} / {self.number}"

    @property
    def is_in_force(self) -> bool:
        return self.superseded_at is None

    @property
    def digest(self) -> str:
        """The hash of the frozen text, which says what exactly was adopted and accepted."""
        return self.version.digest
