"""The three handbooks and their editions."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.documents.models import Document, Version
from atasehir_portal.history import kept_history
from atasehir_portal.rendering.models import Rendering
from atasehir_portal.turkish import Vector


class HandbookState(models.TextChoices):
    WRITING = "writing", _("being written")
    REVIEW = "review", _("in review")
    APPROVED = "approved", _("approved")


@kept_history(
    "HandbookHistory",
    "number",
    "slug",
    "short_title",
    "planned_title",
    "subtitle",
    "audience",
    "summary",
    "keywords",
    "notices",
    states=("state",),
)
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
    # SHA-256 of the text as it was approved: nothing else is published.
    approved_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("handbook")
        verbose_name_plural = _("handbooks")
        ordering = ["number"]
        constraints = [
            # the series has three books, and the print style three families
            models.CheckConstraint(name="handbooks_one_of_three", condition=models.Q(number__range=(1, 3))),
            models.CheckConstraint(name="handbooks_state_known", condition=models.Q(state__in=HandbookState.values)),
            models.CheckConstraint(
                name="handbooks_approved_text_known",
                condition=~models.Q(state=HandbookState.APPROVED) ^ ~models.Q(approved_digest=""),
            ),
        ]

    def __str__(self) -> str:
        return self.short_title

    @property
    def title(self) -> str:
        """The published title; it stands with the document."""
        return self.document.title

    @property
    def reference(self) -> str:
        """How people are told of the book: K1 is book 1."""
        return f"K{self.number}"


class HandbookAct(models.TextChoices):
    """What somebody did with a handbook."""

    IMPORTED = "imported", _("taken in from its source files")
    TASK_GIVEN = "task_given", _("task given")
    TASK_TAKEN = "task_taken", _("task taken back")
    SENT_TO_REVIEW = "sent_to_review", _("sent to review")
    REVIEWED = "reviewed", _("reviewed")
    SENT_BACK = "sent_back", _("sent back to be written on")
    APPROVED = "approved", _("approved")
    REOPENED = "reopened", _("opened for writing")
    PUBLISHED = "published", _("published as an edition")
    WITHDRAWN = "withdrawn", _("edition withdrawn")
    ERRATUM = "erratum", _("error noted in an edition")
    ERRATUM_CHANGED = "erratum_changed", _("note of an error changed")
    ERRATUM_REMOVED = "erratum_removed", _("note of an error taken back")


class Task(models.TextChoices):
    """What an administrator entrusts a member of staff with, for one handbook."""

    WRITER = "writer", _("writer")
    REVIEWER = "reviewer", _("reviewer")


class Verdict(models.TextChoices):
    """What a reviewer says of the text."""

    READY = "ready", _("can be approved")
    CHANGES = "changes", _("needs changes")


class HandbookEvent(models.Model):
    """Who did what with a handbook, when, with what note.

    ``about`` is the person whose task it is about; ``detail`` names the task or the verdict. Names of people never stand
    in the note, so that a deleted account takes them along.
    """

    handbook = models.ForeignKey(Handbook, on_delete=models.CASCADE, related_name="events")
    act = models.CharField(max_length=20, choices=HandbookAct)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    about = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    detail = models.CharField(max_length=10, choices=[*Task.choices, *Verdict.choices], blank=True)
    edition = models.CharField(max_length=10, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("handbook event")
        verbose_name_plural = _("handbook events")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="handbooks_act_known", condition=models.Q(act__in=HandbookAct.values))
        ]

    def __str__(self) -> str:
        return f"{self.handbook_id} {self.act}"


@kept_history("HandbookTaskHistory", "handbook", "user", states=("task",), found_by=("user",))
class HandbookTask(models.Model):
    """Somebody writes or reviews one handbook, as long as their staff post lasts."""

    handbook = models.ForeignKey(Handbook, on_delete=models.CASCADE, related_name="tasks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    task = models.CharField(_("task"), max_length=10, choices=Task)
    given_at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("task in a handbook")
        verbose_name_plural = _("tasks in handbooks")
        ordering = ["task", "given_at"]
        constraints = [
            models.UniqueConstraint(fields=["handbook", "user", "task"], name="handbooks_task_once"),
            models.CheckConstraint(name="handbooks_task_known", condition=models.Q(task__in=Task.values)),
        ]

    def __str__(self) -> str:
        return f"{self.handbook_id} {self.task}"


class Review(models.Model):
    """What one reviewer said of the text as it stood; ``digest`` is the SHA-256 of that text. A later one of the same
    person counts instead of the earlier."""

    handbook = models.ForeignKey(Handbook, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    digest = models.CharField(max_length=64)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    remarks = models.TextField(_("remarks"), max_length=4000, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="handbooks_verdict_known", condition=models.Q(verdict__in=Verdict.values)),
            models.CheckConstraint(
                name="handbooks_changes_are_named",
                condition=~models.Q(verdict=Verdict.CHANGES) | ~models.Q(remarks=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handbook_id} {self.verdict}"


EDITION_NUMBER = r"^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$"


@kept_history("EditionHistory", "handbook", "number", "change_note", "withdrawn_reason", states=("withdrawn_at",))
class Edition(models.Model):
    """A frozen version with number, date and change note. Its content never changes; errata make a new one.

    ``version`` holds the text, ``front_matter`` what cover and imprint say about the book (see ``handbooks.front_matter``), both as they
    were on the day. It is in the library once its PDF is ready. It can be withdrawn once, with a reason that is shown to everybody; a
    database trigger refuses every other change, and any change of a withdrawn edition.
    """

    handbook = models.ForeignKey(Handbook, on_delete=models.PROTECT, related_name="editions")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="edition")
    number = models.CharField(
        _("edition number"),
        max_length=10,
        validators=[
            RegexValidator(
                EDITION_NUMBER,
                _("Write the number as two numbers with a full stop between them, for example 1.0 or 1.1."),
            )
        ],
    )
    change_note = models.CharField(_("what changed"), max_length=500)
    front_matter = models.JSONField()
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    pdf = models.ForeignKey(Rendering, on_delete=models.PROTECT, related_name="+")
    # None only for editions that were published before there were EPUB files.
    epub = models.ForeignKey(Rendering, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["handbook", "number"], name="handbooks_edition_number"),
            models.CheckConstraint(
                name="handbooks_edition_number_form", condition=models.Q(number__regex=EDITION_NUMBER)
            ),
            models.CheckConstraint(name="handbooks_edition_says_what_changed", condition=~models.Q(change_note="")),
            models.CheckConstraint(
                name="handbooks_withdrawal_has_reason",
                condition=models.Q(withdrawn_at=None, withdrawn_reason="")
                | models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_reason=""),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="handbooks_edition_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="handbooks_edition_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "handbook",
                    "version",
                    "number",
                    "change_note",
                    "front_matter",
                    "published_at",
                    "published_by",
                    "pdf",
                    "epub",
                ),
            ),
            pgtrigger.Protect(
                name="handbooks_withdrawn_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__withdrawn_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handbook} {self.number}"


class ChapterPreview(models.Model):
    """A chapter of a draft, laid out as it will be printed, for those who write and review. Kept for some days."""

    handbook = models.ForeignKey(Handbook, on_delete=models.CASCADE, related_name="previews")
    anchor = models.SlugField(max_length=80)
    title = models.CharField(max_length=250)
    rendering = models.ForeignKey(Rendering, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("preview of a chapter")
        verbose_name_plural = _("previews of chapters")
        constraints = [models.UniqueConstraint(fields=["handbook", "rendering"], name="handbooks_preview_once")]

    def __str__(self) -> str:
        return f"{self.handbook_id} {self.anchor}"


@kept_history("ErratumHistory", "edition", "place", "wrong", "right", states=("corrected_in",))
class Erratum(models.Model):
    """An error found in a published edition. The edition never changes: the error stands beside it, and a later edition
    carries the correction."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="errata")
    anchor = models.SlugField(_("chapter or section"), max_length=80, blank=True)
    place = models.CharField(_("where"), max_length=200)
    wrong = models.TextField(_("what stands there"), max_length=1000)
    right = models.TextField(_("what should stand there"), max_length=1000)
    noted_at = models.DateTimeField(default=timezone.now)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    corrected_in = models.ForeignKey(
        Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )

    class Meta:
        verbose_name = _("erratum")
        verbose_name_plural = _("errata")
        ordering = ["-noted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="handbooks_erratum_corrected_later",
                condition=models.Q(corrected_in=None) | ~models.Q(corrected_in=models.F("edition")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.place}"


class DownloadCount(models.Model):
    """How often a file was fetched on a day. Nothing about who fetched it is kept."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="downloads")
    kind = models.CharField(max_length=10)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("download count")
        verbose_name_plural = _("download counts")
        constraints = [models.UniqueConstraint(fields=["edition", "kind", "day"], name="handbooks_downloads_per_day")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.kind} {self.day}: {self.count}"


class EditionPassage(models.Model):
    """A section of a published edition as the search reads it; written with the edition, and like it never changed.

    ``anchor`` is where the section stands, ``chapter`` the anchor of the page that shows it ("" for the page of sources and glossary);
    ``parts`` are its blocks in reading order, each ``[anchor, words]``; ``words`` is what is looked through (``wording.searchable``).
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField()
    chapter = models.CharField(max_length=80, blank=True)
    anchor = models.CharField(max_length=80)
    heading = models.CharField(max_length=400)
    chapter_heading = models.CharField(max_length=400)
    parts = models.JSONField()
    words = models.TextField()
    # Beside the stems the words as they are: a stop word of the language ("neden") may be what a book is about.
    search_vector = models.GeneratedField(
        expression=models.Func(
            models.Func(Vector("heading"), template="setweight(%(expressions)s, 'A')"),
            models.Func(Vector("words"), template="setweight(%(expressions)s, 'B')"),
            models.Func(
                "heading",
                models.Value(" "),
                "words",
                template="to_tsvector('pg_catalog.simple', tr_fold(%(expressions)s))",
                arg_joiner=" || ",
            ),
            template="(%(expressions)s)",
            arg_joiner=" || ",
            output_field=SearchVectorField(),
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    # The same with its letters, ı apart from i: words as they are, heading before text, and with the least weight their stems.
    exact_vector = models.GeneratedField(
        expression=models.Func(
            models.Func(
                "heading",
                template="setweight(to_tsvector('pg_catalog.simple', tr_lower(%(expressions)s)), 'A')",
            ),
            models.Func(
                "words",
                template="setweight(to_tsvector('pg_catalog.simple', tr_lower(%(expressions)s)), 'B')",
            ),
            models.Func(
                "heading",
                models.Value(" "),
                "words",
                template="to_tsvector('pg_catalog.turkish', tr_lower(%(expressions)s))",
                arg_joiner=" || ",
            ),
            template="(%(expressions)s)",
            arg_joiner=" || ",
            output_field=SearchVectorField(),
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("passage of an edition")
        verbose_name_plural = _("passages of editions")
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="handbooks_passage_position"),
        ]
        indexes = [
            GinIndex(fields=["search_vector"], name="handbooks_passage_words"),
            GinIndex(fields=["exact_vector"], name="handbooks_passage_exact"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.heading}"
