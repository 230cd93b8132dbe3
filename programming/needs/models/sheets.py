"""Needs that come in a spreadsheet: the batch, and its rows until they became needs."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation
from programming.needs.models.need import Need


class BatchState(models.TextChoices):
    READ = "read", _("read")
    CHECKED = "checked", _("checked")
    IMPORTING = "importing", _("being taken in")
    IMPORTED = "imported", _("taken in")
    UNDOING = "undoing", _("being taken back")
    UNDONE = "undone", _("taken back")


class BatchFailure(models.TextChoices):
    """Why nothing of a batch was taken in, or taken back, although it was ordered."""

    NONE = "", ""
    ROWS = "rows", _("Some rows no longer pass the check, so nothing was taken in. They are marked below.")
    RIGHT = "right", _("You can no longer raise needs for this organisation, so nothing was taken in.")
    UNEXPECTED = (
        "unexpected",
        _(
            "An unexpected error stopped it, so nothing was taken in. It is recorded in the server’s log. Try again later."
        ),
    )
    UNDO_TOUCHED = (
        "undo_touched",
        _("In the meantime something was done with one of its needs, so nothing was taken back."),
    )
    UNDO_RIGHT = "undo_right", _("You can no longer act for whom it was, so nothing was taken back.")
    UNDO_ERROR = (
        "undo_error",
        _(
            "An unexpected error stopped it, so nothing was taken back. It is recorded in the server’s log. Try again later."
        ),
    )


class NeedBatch(models.Model):
    """What somebody uploaded: only they find it, and it is in no list, search, count, history, notice or mail of others.

    The file is not kept, nor is its name. ``columns`` are its headings, ``mapping`` says which of our fields stands in which column
    (from 0). While it is ``importing`` (``undoing``) a worker that holds the lock of this row makes (withdraws) all needs in one
    transaction, or none; ``attempts`` counts how often that began. ``reference`` is what others are told it by; it is given
    when it is taken in.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    reference = models.CharField(max_length=20, unique=True, null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="need_batches"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="need_batches"
    )
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.READ)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    failure = models.CharField(max_length=12, choices=BatchFailure, blank=True, default=BatchFailure.NONE)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now, db_index=True)
    imported_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="needs_batch_state_has_its_day",
                condition=Q(state__in=["read", "checked", "importing"], imported_at=None, undone_at=None)
                | Q(
                    state__in=["imported", "undoing"],
                    imported_at__isnull=False,
                    undone_at=None,
                    reference__isnull=False,
                )
                | Q(state="undone", imported_at__isnull=False, undone_at__isnull=False, reference__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state__in=["importing", "undoing"]), name="needs_batch_at_work")
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def is_open(self) -> bool:
        """Whether its rows still wait to be taken in."""
        return self.state in {BatchState.READ, BatchState.CHECKED}

    @property
    def is_at_work(self) -> bool:
        """Whether it waits for a worker that takes it in or back, or one is at it."""
        return self.state in {BatchState.IMPORTING, BatchState.UNDOING}


class NeedBatchRow(models.Model):
    """One row of a batch. ``cells`` are its cells as text, ``notes`` what was wrong with a cell when it was read (code by column),
    ``corrected`` what was typed instead (by field), ``problems`` what the rules say (lists of sentences by field).

    All four are emptied once the row became a need; rows that did not are deleted then. ``key`` becomes the ``form_key`` of the need,
    so that one row makes one need.
    """

    batch = models.ForeignKey(NeedBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    cells = models.JSONField(default=list)
    notes = models.JSONField(default=dict)
    corrected = models.JSONField(default=dict)
    problems = models.JSONField(default=dict)
    is_chosen = models.BooleanField(default=True)
    need = models.OneToOneField(Need, null=True, blank=True, on_delete=models.SET_NULL, related_name="batch_row")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="needs_batch_row_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"
