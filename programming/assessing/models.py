"""Assessments: the rights-based analysis of one problem, written as a document; with whom it is written, what it gathers."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atasehir_portal.accounts.models import Organisation
from atasehir_portal.attachments import TYPES, Kind
from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup
from atasehir_portal.documents.models import Block, Document, Version
from atasehir_portal.history import kept_history
from atasehir_portal.rendering.models import Rendering
from programming.needs.models import Need


class AssessmentState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("assessment", "being written")
    IN_ROUND = "in_round", pgettext_lazy("assessment", "put to a round")
    ADOPTED = "adopted", pgettext_lazy("assessment", "adopted")
    WITHDRAWN = "withdrawn", pgettext_lazy("assessment", "given up")


@kept_history("AssessmentHistory", "reference", "right", "closing_reason", states=("state",), found_by=("reference",))
class Assessment(models.Model):
    """The analysis of one rights problem. Text, causes, roles, gaps, appraisal and priority are blocks of its document.

    ``state`` is that of the working text; what was adopted are its ``adoptions``, which stay readable while a next version is written.
    """

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="assessment")
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    right = models.ForeignKey(Right, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("right"))
    groups = models.ManyToManyField(RightsHolderGroup, related_name="assessments", verbose_name=_("for whom"))
    neighbourhoods = models.ManyToManyField(
        Neighbourhood, blank=True, related_name="assessments", verbose_name=_("neighbourhoods")
    )
    state = models.CharField(_("state"), max_length=10, choices=AssessmentState, default=AssessmentState.DRAFT)
    closing_reason = models.CharField(_("why it was given up"), max_length=500, blank=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="assessments_begun"
    )
    # The form's one-time key: the same form sent twice makes one assessment.
    form_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    begun_at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="assessing_given_up_with_reason",
                condition=models.Q(state="withdrawn") & ~models.Q(closing_reason="")
                | ~models.Q(state="withdrawn") & models.Q(closing_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


@kept_history("CoWriterHistory", "assessment", "organisation", states=("ended_at",))
class CoWriter(models.Model):
    """An organisation that writes an assessment together with the staff, from its invitation until that is taken back."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="co_writers")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="assessments_written", verbose_name=_("organisation")
    )
    invited_at = models.DateTimeField(default=timezone.now)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="co_writers_invited"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "organisation"],
                condition=models.Q(ended_at=None),
                name="assessing_invited_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.organisation_id}"


@kept_history("GatheredNeedHistory", "assessment", "need", states=("removed_at",))
class GatheredNeed(models.Model):
    """A need that an assessment takes up, and the causes of its tree that the need bears out.

    One that falls out keeps its row, so that the story can be told. Confidential needs are never gathered.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="gathered")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="gathered_in")
    causes = models.ManyToManyField(Block, blank=True, related_name="gathered_needs")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="needs_gathered"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    removal_reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "need"], condition=models.Q(removed_at=None), name="assessing_gathered_once"
            ),
            models.CheckConstraint(
                name="assessing_removal_has_reason",
                condition=models.Q(removed_at=None, removal_reason="")
                | models.Q(removed_at__isnull=False) & ~models.Q(removal_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} ← {self.need_id}"


@kept_history("AdoptionHistory", "assessment", "number", "note")
class Adoption(models.Model):
    """An adopted version: the frozen text, its number among the adopted ones, what is new in it, and its PDF."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="adoptions")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="assessment_adoption")
    number = models.PositiveSmallIntegerField(_("number"))
    note = models.CharField(_("what is new in it"), max_length=500)
    adopted_at = models.DateTimeField(default=timezone.now)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="assessments_adopted"
    )
    pdf = models.ForeignKey(Rendering, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["assessment", "number"], name="assessing_adoption_number")]

    def __str__(self) -> str:
        return f"{self.assessment_id} / {self.number}"


@kept_history("CauseFileHistory", "assessment", "shows", states=("is_public", "removed_at"))
class CauseFile(models.Model):
    """A picture, paper, table or recording that bears a cause of the tree out.

    It is what ``attachments.clean`` left of what was sent. ``is_public`` is what its writers say of it now: everybody opens it where
    they said so before a version was adopted and have not taken it back since (``AdoptedFile``). One that is taken away while a version
    shows it keeps its row; else it goes. ``key`` is its address, and the one-time key of the form that sent it; ``stored`` its name in
    the file store.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="files")
    cause = models.ForeignKey(Block, on_delete=models.CASCADE, related_name="evidence_files")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    shows = models.CharField(_("what it shows"), max_length=200)
    is_public = models.BooleanField(_("everybody may open it"), default=False)
    stored = models.CharField(max_length=100, unique=True)
    ending = models.CharField(max_length=5, choices=[(ending, ending) for ending in TYPES])
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="cause_files"
    )
    added_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(name="assessing_file_says_what_it_shows", condition=~models.Q(shows="")),
        ]

    def __str__(self) -> str:
        return str(self.key)


class AdoptedFile(models.Model):
    """A file that an adopted version shows beside a cause, and whether everybody may open it there. Written with the adoption."""

    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="file_rows")
    file = models.ForeignKey(CauseFile, on_delete=models.CASCADE, related_name="adopted_rows")
    is_public = models.BooleanField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["adoption", "file"], name="assessing_file_adopted_once")]

    def __str__(self) -> str:
        return f"{self.adoption_id}: {self.file_id}"
