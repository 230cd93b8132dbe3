"""What is done where something that was said does harm: it is reported, looked at, and left as it is or hidden with a reason that
everybody reads. Who wrote it can appeal, once.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.documents.models.rounds import Comment, HarmKind, Suggestion
from atasehir_portal.history import kept_history


class ModerationState(models.TextChoices):
    REPORTED = "reported", _("reported, waits for a decision")
    LEFT = "left", _("left as it is")
    HIDDEN = "hidden", _("hidden")
    APPEALED = "appealed", _("hidden, an appeal waits for a decision")
    CONFIRMED = "confirmed", _("stays hidden after an appeal")
    RESTORED = "restored", _("shown again")


HIDING = (ModerationState.HIDDEN, ModerationState.APPEALED, ModerationState.CONFIRMED)
"""The states in which the text is out of sight."""
WAITING = (ModerationState.REPORTED, ModerationState.APPEALED)
"""The states in which moderators have something to decide."""
OVER = (ModerationState.LEFT, ModerationState.RESTORED)
"""The states after which the same text can be reported anew."""

_DECIDED = models.Q(decided_at__isnull=False) & ~models.Q(sentence="")
_HIDDEN = _DECIDED & ~models.Q(kind="") & models.Q(appeal_until__isnull=False)
_NO_APPEAL = models.Q(appeal="", appealed_at=None)
_APPEAL = ~models.Q(appeal="") & models.Q(appealed_at__isnull=False)
_NO_VERDICT = models.Q(verdict="", closed_at=None)
_VERDICT = ~models.Q(verdict="") & models.Q(closed_at__isnull=False)
_EMPTY = models.Q(kept={})


@kept_history("ModerationHistory", "comment", "suggestion", "kind", states=("state",))
class Moderation(models.Model):
    """One dealing with one comment, reply or suggestion: from the first report (or from the hiding, where nobody reported) to its
    end. A text has one that is not over; where it is reported anew afterwards, that is another.

    ``waits_since`` is since when the state has been what it is. ``kind`` and ``sentence`` are the reason: published where the text is
    hidden, told to who reported it where it is left. As long as the text is hidden, its words are nowhere but in ``kept``
    (``moderating.words``), and in the places where they stood is what everybody may read. ``appeal_until`` is the last day on which
    who wrote it can appeal; ``verdict`` the reason with which that was decided, by another person, or the text was shown again without
    an appeal.
    """

    comment = models.ForeignKey(Comment, null=True, blank=True, on_delete=models.CASCADE, related_name="moderations")
    suggestion = models.ForeignKey(
        Suggestion, null=True, blank=True, on_delete=models.CASCADE, related_name="moderations"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ModerationState, default=ModerationState.REPORTED, db_index=False
    )
    waits_since = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(_("reason"), max_length=10, choices=HarmKind, blank=True)
    sentence = models.CharField(_("the reason in a sentence"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    kept = models.JSONField(default=dict, blank=True)
    appeal_until = models.DateField(null=True, blank=True)
    appeal = models.TextField(_("appeal"), max_length=2000, blank=True)
    appealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    appealed_at = models.DateTimeField(null=True, blank=True)
    verdict = models.TextField(_("the decision with its reason"), max_length=1000, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["waits_since", "id"],
                condition=models.Q(state__in=["reported", "appealed"]),
                name="documents_moderation_waiting",
            ),
            models.Index(fields=["-waits_since", "-id"], name="documents_moderation_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="documents_moderation_of_one_text",
                condition=models.Q(comment__isnull=False, suggestion=None)
                | models.Q(comment=None, suggestion__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["comment"],
                condition=~models.Q(state__in=["left", "restored"]),
                name="documents_moderation_one_of_comment",
            ),
            models.UniqueConstraint(
                fields=["suggestion"],
                condition=~models.Q(state__in=["left", "restored"]),
                name="documents_moderation_one_of_suggestion",
            ),
            models.CheckConstraint(
                name="documents_moderation_state_says_why",
                condition=(
                    models.Q(state="reported", kind="", sentence="", decided_at=None, appeal_until=None)
                    & _EMPTY
                    & _NO_APPEAL
                    & _NO_VERDICT
                    | models.Q(state="left", kind="", appeal_until=None) & _DECIDED & _EMPTY & _NO_APPEAL & _NO_VERDICT
                    | models.Q(state="hidden") & _HIDDEN & ~_EMPTY & _NO_APPEAL & _NO_VERDICT
                    | models.Q(state="appealed") & _HIDDEN & ~_EMPTY & _APPEAL & _NO_VERDICT
                    | models.Q(state="confirmed") & _HIDDEN & ~_EMPTY & _APPEAL & _VERDICT
                    | models.Q(state="restored") & _HIDDEN & _EMPTY & (_APPEAL | _NO_APPEAL) & _VERDICT
                ),
            ),
            models.CheckConstraint(
                name="documents_moderation_appeal_by_another",
                condition=models.Q(appealed_at=None) | ~models.Q(closed_by=models.F("decided_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def said(self) -> Comment | Suggestion:
        """The comment, reply or suggestion that this is about."""
        found = self.comment or self.suggestion
        assert found is not None  # noqa: S101  documents_moderation_of_one_text
        return found

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def was_restored(self) -> bool:
        return self.state == ModerationState.RESTORED


class Report(models.Model):
    """Somebody says that a text does harm, and why: once per person and text. Who wrote the text never learns who reported it.

    ``comment`` or ``suggestion`` is that of ``moderation``, named again so that the database can say "once".
    """

    moderation = models.ForeignKey(Moderation, on_delete=models.CASCADE, related_name="reports")
    comment = models.ForeignKey(Comment, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    suggestion = models.ForeignKey(Suggestion, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(_("reason"), max_length=10, choices=HarmKind)
    words = models.TextField(_("in your own words"), max_length=1000, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="documents_report_of_one_text",
                condition=models.Q(comment__isnull=False, suggestion=None)
                | models.Q(comment=None, suggestion__isnull=False),
            ),
            models.UniqueConstraint(fields=["reporter", "comment"], name="documents_report_once_comment"),
            models.UniqueConstraint(fields=["reporter", "suggestion"], name="documents_report_once_suggestion"),
            models.CheckConstraint(
                name="documents_report_other_has_words", condition=~models.Q(kind="other") | ~models.Q(words="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.moderation_id} {self.kind}"
