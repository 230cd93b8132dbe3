"""One table: a rendering is an order, its progress and its result in one row."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a rendering stands."""

    QUEUED = "queued", pgettext_lazy("rendering", "Waiting")
    RUNNING = "running", pgettext_lazy("rendering", "Being prepared")
    READY = "ready", pgettext_lazy("rendering", "Ready")
    FAILED = "failed", pgettext_lazy("rendering", "Could not be prepared")


class Step(models.TextChoices):
    """The named steps that a reader of the progress bar sees, in order."""

    QUEUED = "queued", pgettext_lazy("rendering", "In the queue")
    PREPARING = "preparing", pgettext_lazy("rendering", "The text is read")
    LAYING_OUT = "laying_out", pgettext_lazy("rendering", "The pages are laid out")
    TAGGING = "tagging", pgettext_lazy("rendering", "Accessibility tags are written")
    STORING = "storing", pgettext_lazy("rendering", "The file is stored")
    READY = "ready", pgettext_lazy("rendering", "Ready")


class Kind(models.TextChoices):
    """The kinds of file that the room makes."""

    PDF = "pdf", _("PDF")
    EPUB = "epub", _("EPUB")


class Reason(models.TextChoices):
    """Why a rendering failed or was interrupted; ``error_detail`` names the address, file or library."""

    NONE = "", ""
    REFUSED_ADDRESS = (
        "refused_address",
        _("The text points to an address that is not opened while printing. Use an uploaded picture instead."),
    )
    MISSING_PICTURE = "missing_picture", _("A picture of the text was not found. Upload it again or remove it.")
    MISSING_ALTERNATIVE = (
        "missing_alternative",
        _("A picture has no description for people who cannot see it. Add one."),
    )
    DANGLING_REFERENCE = "dangling_reference", _("A reference in the text leads to a place that does not exist.")
    BROKEN_CONTENT = "broken_content", _("A part of the text cannot be printed as it stands.")
    MISSING_LIBRARY = "missing_library", _("A library that printing needs is not installed on the server.")
    MISSING_STYLE = (
        "missing_style",
        _("A font or style file of the printed look is missing on the server. Install the portal’s files again."),
    )
    STORAGE = (
        "storage",
        _("The finished file could not be stored. The disk may be full or the file store out of reach."),
    )
    WORKER_LOST = "worker_lost", _("The program that prepares the file stopped unexpectedly several times.")
    UNEXPECTED = "unexpected", _("An unexpected error stopped the preparation. It is recorded in the server’s log.")


class Rendering(models.Model):
    """One output: the frozen text it is made from, the job that makes it, and the file.

    ``key`` is the SHA-256 of everything that decides what the file looks like (text, title, language, style and fonts, renderer and
    variant), so that the same output is ordered, made and stored once. ``claim`` counts the workers that took the job and
    fences a late one; ``attempts`` counts them since the last order. ``percent`` is a high-water mark: it never goes back,
    also not across attempts.
    """

    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PDF)
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=10, default="tr")
    style = models.CharField(max_length=40)
    source_html = models.TextField()
    is_example = models.BooleanField(default=False)

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    step = models.CharField(max_length=12, choices=Step.choices, default=Step.QUEUED)
    percent = models.PositiveSmallIntegerField(default=0)
    pages = models.PositiveIntegerField(
        default=0, help_text="Pages laid out so far; all pages once the file is ready. An EPUB has none."
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=20, choices=Reason.choices, default=Reason.NONE, blank=True)
    error_detail = models.CharField(max_length=500, blank=True)

    claim = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)

    file = models.FileField(max_length=120, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0, help_text="Bytes.")

    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("rendering")
        verbose_name_plural = _("renderings")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["attempts", "created_at", "id"], condition=Q(state=State.QUEUED), name="rendering_queue"
            ),
            models.Index(fields=["lease_until"], condition=Q(state=State.RUNNING), name="rendering_leases"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="rendering_state_known"),
            models.CheckConstraint(condition=Q(step__in=Step.values), name="rendering_step_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="rendering_kind_known"),
            models.CheckConstraint(condition=Q(error__in=Reason.values), name="rendering_error_known"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="rendering_percent_to_100"),
            models.CheckConstraint(
                condition=Q(state=State.RUNNING, lease_until__isnull=False, claim__gt=0, started_at__isnull=False)
                | (~Q(state=State.RUNNING) & Q(lease_until__isnull=True)),
                name="rendering_leased_while_running",
            ),
            models.CheckConstraint(
                condition=Q(state=State.READY, step=Step.READY, percent=100, size__gt=0, finished_at__isnull=False)
                & (Q(kind=Kind.EPUB, pages=0) | Q(kind=Kind.PDF, pages__gt=0))
                & ~Q(file="")
                & ~Q(file_sha256="")
                | (~Q(state=State.READY) & ~Q(step=Step.READY) & Q(file="") & Q(file_sha256="") & Q(size=0)),
                name="rendering_file_when_ready",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.FAILED, finished_at__isnull=False) & ~Q(error=Reason.NONE))
                | ~Q(state=State.FAILED),
                name="rendering_reason_when_failed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_state_display()})"

    @property
    def is_ready(self) -> bool:
        """True once the file can be handed out."""
        return self.state == State.READY

    @property
    def is_waiting(self) -> bool:
        """True while something is still going to happen without anybody asking again."""
        return self.state in {State.QUEUED, State.RUNNING}
