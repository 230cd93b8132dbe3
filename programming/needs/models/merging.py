"""Which need was merged into which, by whom and why; also what was taken apart again."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.history import kept_history
from programming.needs.models.need import Need, NeedState


@kept_history(
    "MergingHistory",
    "need",
    "into",
    "state_before",
    "is_hidden",
    states=("undone_at",),
    texts=("reason", "undone_reason"),
    forgets_texts=models.Q(is_hidden=True),
)
class Merging(models.Model):
    """One need was merged into another. It holds until ``undone_at``; of one need at most one holds.

    ``into`` is the need that was chosen then; where that was merged on later, ``Need.merged_into`` says where both ended. ``answered_at``
    is when the need was answered through that one; it is empty where the need has an answer of its own. ``is_hidden`` says that one of
    the two is confidential by now: why they were merged is read by those alone who read both, and leaves the history.
    """

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="mergings", verbose_name=_("need"))
    into = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="took_in", verbose_name=_("merged into"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="mergings")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("reason"), max_length=500)
    state_before = models.CharField(_("state before"), max_length=15, choices=NeedState)
    answered_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(_("taken apart"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="mergings_undone"
    )
    undone_reason = models.CharField(_("why it was taken apart"), max_length=500, blank=True)
    is_hidden = models.BooleanField(_("with a confidential need"), default=False)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["need"], condition=models.Q(undone_at=None), name="needs_merged_once_at_a_time"
            ),
            models.CheckConstraint(condition=~models.Q(need=models.F("into")), name="needs_merged_into_another_one"),
            models.CheckConstraint(
                condition=models.Q(undone_at=None, undone_reason="", undone_by=None)
                | (models.Q(undone_at__isnull=False) & ~models.Q(undone_reason="")),
                name="needs_taken_apart_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} → {self.into_id}"
