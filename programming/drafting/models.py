"""Programmes: goal (amaç) → outcome (hedef) → measure (faaliyet), each a block of one document."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atasehir_portal.accounts.models import Unit
from atasehir_portal.documents.models import Block, Document
from atasehir_portal.history import kept_history
from programming.assessing.models import Assessment
from programming.needs.models import Need


class ProgrammeState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("proposed")
    ADOPTED = "adopted", _("adopted")
    SUPERSEDED = "superseded", _("superseded")


@kept_history("ProgrammeHistory", "slug", "first_year", "last_year", "summary", "unit", states=("state",))
class Programme(models.Model):
    """One jointly written programme; its text and framework are its document."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="programme")
    slug = models.SlugField(unique=True, max_length=80)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    summary = models.TextField(_("in plain words"), blank=True, max_length=2000)
    state = models.CharField(_("state"), max_length=10, choices=ProgrammeState, default=ProgrammeState.DRAFT)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="programmes", verbose_name=_("coordinating unit")
    )
    # The form's one-time key: the same form sent twice makes one programme.
    form_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-first_year", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_year__gte=models.F("first_year")), name="drafting_years_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class ElementKind(models.TextChoices):
    GOAL = "goal", _("goal")
    OUTCOME = "outcome", pgettext_lazy("programme", "outcome")
    MEASURE = "measure", _("measure")


@kept_history("ElementHistory", "programme", "parent", "kind", "title", "unit")
class Element(models.Model):
    """A goal, outcome or measure: the query columns beside its block, written by the same service.

    What it says (title, calendar, cost, risks, …) is the block's body and typed data, so that it can be discussed,
    compared and frozen like a sentence. Its number ("F2.1.3") follows from the order and is never stored.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="elements")
    block = models.OneToOneField(Block, on_delete=models.CASCADE, related_name="element")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    kind = models.CharField(max_length=10, choices=ElementKind)
    title = models.CharField(_("title"), max_length=250)
    unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="elements",
        verbose_name=_("responsible unit"),
    )
    form_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="drafting_parent_by_kind",
                condition=models.Q(kind="goal", parent=None)
                | models.Q(kind__in=["outcome", "measure"], parent__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@kept_history("NeedLinkHistory", "measure", "need", states=("removed_at",))
class NeedLink(models.Model):
    """A measure addresses a need. A link that falls away keeps its row, so that the story can be told."""

    measure = models.ForeignKey(Element, on_delete=models.CASCADE, related_name="need_links")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="measure_links")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    removal_reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "need"], condition=models.Q(removed_at=None), name="drafting_link_once"
            ),
            models.CheckConstraint(
                name="drafting_removal_has_reason",
                condition=models.Q(removed_at=None, removal_reason="")
                | models.Q(removed_at__isnull=False) & ~models.Q(removal_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} → {self.need_id}"


@kept_history("AssessmentLinkHistory", "measure", "assessment", states=("removed_at",))
class AssessmentLink(models.Model):
    """A measure rests on an adopted assessment. A link that falls away keeps its row, so that the story can be told."""

    measure = models.ForeignKey(Element, on_delete=models.CASCADE, related_name="assessment_links")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="measure_links")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    removal_reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "assessment"],
                condition=models.Q(removed_at=None),
                name="drafting_assessment_link_once",
            ),
            models.CheckConstraint(
                name="drafting_assessment_removal_has_reason",
                condition=models.Q(removed_at=None, removal_reason="")
                | models.Q(removed_at__isnull=False) & ~models.Q(removal_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} → {self.assessment_id}"
