"""Document → Section (tree) → Block."""

import uuid

from django.db import models
from django.db.models import Deferrable
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.history import kept_history


@kept_history("DocumentHistory", "kind", "title", "language")
class Document(models.Model):
    """A text of one kind (handbook, programme, charter, …). The kind's room says who may do what (port
    ``DocumentKind``)."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=30)
    title = models.CharField(_("title"), max_length=250)
    language = models.CharField(_("language"), max_length=5, default="tr")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.title


@kept_history("SectionHistory", "document", "title", "aim", "is_numbered", "is_outline", states=("removed_at",))
class Section(models.Model):
    """A heading with what stands under it. ``anchor`` stays when the title changes, so that no link breaks.

    A section of the first level is a chapter; ``is_numbered`` is off for front matter. A removed section hides what
    stands under it, stays where it was and can be brought back. ``is_outline`` says that its text is still to come and
    that it may be printed as a plan until then, with all that stands under it; once there is text it says nothing.
    ``revision`` counts the changes of its heading
    (``SectionRevision``).
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="sections")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    position = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=250)
    anchor = models.SlugField(max_length=80)
    aim = models.CharField(_("aim in one line"), max_length=500, blank=True)
    is_numbered = models.BooleanField(_("numbered"), default=True)
    is_outline = models.BooleanField(_("only the plan"), default=False)
    revision = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "parent", "position"],
                name="documents_section_position",
                nulls_distinct=False,
                deferrable=Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["document", "anchor"], name="documents_section_anchor", deferrable=Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BlockKind(models.TextChoices):
    """The kinds of the engine itself. Upper rooms add their own (``DocumentKind.block_kinds``)."""

    PARAGRAPH = "paragraph", _("paragraph")
    LIST = "list", _("list")
    TABLE = "table", _("table")
    FIGURE = "figure", _("figure")
    BOX = "box", _("box")
    QUOTATION = "quotation", _("quotation")


class BoxKind(models.TextChoices):
    DEFINITION = "definition", _("Definition")
    GOOD_PRACTICE = "good_practice", _("Good practice")
    CHECKLIST = "checklist", _("Checklist")
    EXERCISE = "exercise", _("Exercise")
    LEGAL = "legal", _("Legal basis")
    WARNING = "warning", _("Warning")


@kept_history("BlockHistory", "document", "kind", "body", "data", states=("removed_at",), found_by=("document",))
class Block(models.Model):
    """The unit that is written, commented and frozen. ``uid`` is stable for ever; ``revision`` counts its changes.

    ``body`` is Markdown; ``data`` is validated by the kind: table {caption, source, number_columns}, figure {src or
    chart, alt, caption, source}, box {box_kind, title}, each with an ``anchor`` where its author gave it one; kinds of
    upper rooms carry what is more than text. A removed block stays and can be brought back.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="blocks")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="blocks")
    position = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=30, default=BlockKind.PARAGRAPH)
    body = models.TextField(_("text"), blank=True)
    data = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "position"], name="documents_block_position", deferrable=Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"
