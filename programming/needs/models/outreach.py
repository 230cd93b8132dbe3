"""Tasks to go to groups that are not heard."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Unit
from atasehir_portal.answering.clock import today
from atasehir_portal.catalogue.models import Neighbourhood, RightsHolderGroup
from atasehir_portal.history import kept_history

# The tasks that still wait to be done.
OPEN_TASKS = models.Q(done_on=None, withdrawn_on=None)


class OutreachKind(models.TextChoices):
    """How the municipality goes to a group that it has not heard."""

    INVITE = "invite", _("Invite an organisation")
    VISIT = "visit", _("Plan a visit")
    MUHTAR = "muhtar", _("Go back to the neighbourhood head")


@kept_history(
    "OutreachTaskHistory",
    "group",
    "kind",
    "neighbourhood",
    "unit",
    "due_on",
    states=("done_on", "withdrawn_on"),
    texts=("note", "outcome", "withdrawal"),
)
class OutreachTask(models.Model):
    """What a unit does by a day so that a group which is not heard is heard. Staff read it, nobody else; it names no person.

    ``key`` is its address and the one-time key of the form that made it: the same form sent twice makes one task. It is open until it has a
    day on which it was done, and with that day always a sentence of what came of it; or one on which it was withdrawn, and why.
    ``revision`` counts its changes, so that nobody writes over what they have not seen.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    group = models.ForeignKey(
        RightsHolderGroup, on_delete=models.PROTECT, related_name="outreach_tasks", verbose_name=_("group")
    )
    kind = models.CharField(_("what is to be done"), max_length=10, choices=OutreachKind)
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="outreach_tasks",
        verbose_name=_("neighbourhood"),
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="outreach_tasks", verbose_name=_("responsible unit")
    )
    due_on = models.DateField(_("to be done by"))
    note = models.TextField(_("what is to be heeded"), blank=True, max_length=500)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="outreach_tasks_given"
    )
    made_at = models.DateTimeField(default=timezone.now)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), blank=True, max_length=300)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="outreach_tasks_closed"
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawal = models.CharField(_("why it was withdrawn"), blank=True, max_length=300)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="outreach_tasks_withdrawn"
    )
    revision = models.PositiveIntegerField(default=1)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="needs_outreach_done_says_what_came_of_it",
                condition=models.Q(done_on=None, outcome="", done_by=None)
                | (models.Q(done_on__isnull=False) & ~models.Q(outcome="")),
            ),
            models.CheckConstraint(
                name="needs_outreach_withdrawn_says_why",
                condition=models.Q(withdrawn_on=None, withdrawal="", withdrawn_by=None)
                | (models.Q(withdrawn_on__isnull=False, done_on=None) & ~models.Q(withdrawal="")),
            ),
        ]
        indexes = [models.Index(fields=["done_on", "due_on"], name="needs_outreach_open")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.kind}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits to be done."""
        return self.done_on is None and self.withdrawn_on is None

    @property
    def is_overdue(self) -> bool:
        """Whether it is still open after its day."""
        return self.is_open and self.due_on < today()

    @property
    def closed_on(self) -> date | None:
        """The day on which it was done or withdrawn."""
        return self.done_on or self.withdrawn_on
