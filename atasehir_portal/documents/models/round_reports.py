"""The printed report of a round."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.documents.models.rounds import Round
from atasehir_portal.rendering.models import Rendering


class ReportKind(models.TextChoices):
    """The report of a closed round, for everybody; or one made while the answers are written, for the staff."""

    FINAL = "final", _("report")
    INTERIM = "interim", _("interim report")


class RoundReport(models.Model):
    """The report of a round as PDF. What it says is frozen in the HTML of its rendering on ``made_at``: later changes of the rows
    do not reach it. A round has at most one of each kind; a newer interim report takes the place of the earlier one.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=10, choices=ReportKind)
    rendering = models.ForeignKey(Rendering, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("report of a round")
        verbose_name_plural = _("reports of rounds")
        constraints = [
            models.UniqueConstraint(fields=["round", "kind"], name="documents_one_report_of_a_kind"),
            models.CheckConstraint(
                name="documents_report_kind_known", condition=models.Q(kind__in=[kind.value for kind in ReportKind])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.kind}"
