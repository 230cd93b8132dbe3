"""What happened to blocks, and frozen versions of whole documents."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation, Unit
from atasehir_portal.documents.models.text import Block, Document, Section


class BlockRevision(models.Model):
    """One state of a block: who wrote it, for whom, when and why. Append-only."""

    block = models.ForeignKey(Block, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    body = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    removed = models.BooleanField(default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(_("why"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["block", "number"], name="documents_revision_number")]
        triggers = [
            pgtrigger.Protect(
                name="documents_revision_is_kept",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("block", "number", "kind", "body", "data", "removed", "created_at"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.block_id} / {self.number}"


class SectionRevision(models.Model):
    """One state of a section's heading: who wrote it, for whom, when and why. Append-only."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=250)
    aim = models.CharField(max_length=500, blank=True)
    removed = models.BooleanField(default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(_("why"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["section", "number"], name="documents_section_revision_number")]

    def __str__(self) -> str:
        return f"{self.section_id} / {self.number}"


class Move(models.Model):
    """A block or a section was put in another place: from which section to which (None: among the chapters), or within one.

    Its text and revision stayed. Steps of one person within minutes are one move.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="moves")
    block = models.ForeignKey(Block, null=True, blank=True, on_delete=models.CASCADE, related_name="moves")
    section = models.ForeignKey(Section, null=True, blank=True, on_delete=models.CASCADE, related_name="moves")
    from_section = models.ForeignKey(Section, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    to_section = models.ForeignKey(Section, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["document", "-created_at"], name="documents_move_newest")]
        constraints = [
            models.CheckConstraint(
                name="documents_move_of_one_thing",
                condition=models.Q(block=None, section__isnull=False) | models.Q(block__isnull=False, section=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.block_id or self.section_id}: {self.from_section_id} → {self.to_section_id}"


class LineageKind(models.TextChoices):
    SPLIT = "split", _("split")
    MERGE = "merge", _("merged")
    REPLACE = "replace", _("replaced")


class BlockLineage(models.Model):
    """Where a block's text went or came from, so that what was said about it finds its new home."""

    source = models.ForeignKey(Block, on_delete=models.CASCADE, related_name="descendants")
    target = models.ForeignKey(Block, on_delete=models.CASCADE, related_name="ancestors")
    kind = models.CharField(max_length=10, choices=LineageKind)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="documents_lineage_once"),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="documents_lineage_two_blocks"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class BlockConflict(models.Model):
    """A text that was submitted on an older revision of its block, kept until somebody merges or sets it aside.

    Every submitted text ends in a revision or here: nothing typed is lost. ``resolved_revision`` is the revision that
    took the text up; None on a resolved one says that it was set aside or carried into a later conflict.
    """

    block = models.ForeignKey(Block, on_delete=models.CASCADE, related_name="conflicts")
    base_revision = models.PositiveIntegerField()
    found_revision = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    body = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_revision = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="documents_conflict_resolved_at",
                condition=models.Q(resolved_revision=None) | models.Q(resolved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.block_id} / {self.base_revision}"


class Version(models.Model):
    """The whole document frozen: numbered, immutable, chained.

    ``snapshot`` holds sections, blocks (with uid and revision) and sources as plain data. ``digest`` is the SHA-256
    of the canonical JSON of the snapshot together with the predecessor's digest; it is printed in the imprint. The
    database refuses UPDATE and DELETE.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    snapshot = models.JSONField()
    previous = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="next")
    digest = models.CharField(max_length=64, unique=True)
    note = models.CharField(_("what changed"), max_length=500, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="documents_version_number")]
        triggers = [
            pgtrigger.Protect(name="documents_version_is_frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"


class ChainCheck(models.Model):
    """When the chain of a document's versions was last verified, by night and on demand, and what was found."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="chain_checks")
    is_nightly = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    versions = models.PositiveIntegerField()
    problems = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "is_nightly"], name="documents_chain_check_last")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.at}"
