"""Files that show what a need says."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.attachments import TYPES, Kind
from programming.needs.models.drafts import NeedDraft
from programming.needs.models.need import Need


class NeedFile(models.Model):
    """A picture, paper, table or recording that shows what a need says; of a draft, and then of the need that it became.

    It is what ``attachments.clean`` left of what was sent, and never changes: it is added and taken away while the need is a draft, and
    goes with whatever it belongs to. ``key`` is its address, and the one-time key of the form that sent it; ``stored`` its name in the
    file store, which says nothing. No history is kept of it, because what it shows may be confidential.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    draft = models.ForeignKey(NeedDraft, null=True, blank=True, on_delete=models.CASCADE, related_name="files")
    need = models.ForeignKey(Need, null=True, blank=True, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    shows = models.CharField(_("what it shows"), max_length=200)
    stored = models.CharField(max_length=100, unique=True)
    ending = models.CharField(max_length=5, choices=[(ending, ending) for ending in TYPES])
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="need_files"
    )
    added_at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="needs_file_of_a_draft_or_a_need",
                condition=models.Q(draft__isnull=True, need__isnull=False)
                | models.Q(draft__isnull=False, need__isnull=True),
            ),
            models.CheckConstraint(name="needs_file_says_what_it_shows", condition=~models.Q(shows="")),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def size_in_kilobytes(self) -> int:
        """At least 1."""
        return max(1, round(self.size / 1024))
