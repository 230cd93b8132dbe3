"""Tasks to go to groups that nobody has heard: given to a unit, and closed with what came of it."""

from datetime import date
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Unit, User
from atasehir_portal.answering.clock import today
from atasehir_portal.catalogue.models import Neighbourhood, RightsHolderGroup
from atasehir_portal.notifications.services import notify
from atasehir_portal.transitions import NotInThisState
from programming.needs import permissions
from programming.needs.models import OutreachTask

DUE_IS_OVER = _("This day is over. Choose today or a later day.")
STILL_TO_COME = _("This day is still to come. Write the day on which it was done.")


@transaction.atomic
def give_task(
    *,
    group: RightsHolderGroup,
    kind: str,
    unit: Unit,
    due_on: date,
    by: User,
    neighbourhood: Neighbourhood | None = None,
    note: str = "",
    form_key: UUID | None = None,
    is_example: bool = False,
) -> OutreachTask:
    """Give a unit the task to go to a group by a day, and tell those who work there.

    The same ``form_key`` twice is one task. Raises PermissionDenied where the person may give none, and ValidationError at ``due_on``
    where the day is over.
    """
    if not permissions.can_give_task(by):
        raise PermissionDenied
    if earlier := _earlier(form_key, by):
        return earlier
    if due_on < today():
        raise ValidationError({"due_on": DUE_IS_OVER})
    task = OutreachTask(
        key=_key(form_key, by),
        group=group,
        kind=kind,
        neighbourhood=neighbourhood,
        unit=unit,
        due_on=due_on,
        note=note,
        made_by=by,
        is_example=is_example or by.is_example,
    )
    try:
        with transaction.atomic():
            task.save()
    except IntegrityError:
        # The same form arrived twice at the same moment: the other one made it.
        if earlier := _earlier(form_key, by):
            return earlier
        raise
    _tell_unit(task, by)
    return task


@transaction.atomic
def close_task(*, task: OutreachTask, by: User, done_on: date, outcome: str) -> None:
    """Close a task with the day on which it was done and one sentence of what came of it.

    Raises PermissionDenied where the person may not, ValidationError at ``done_on`` where the day is still to come, and
    NotInThisState where the task is closed already.
    """
    if not permissions.can_close_task(by, task):
        raise PermissionDenied
    if done_on > today():
        raise ValidationError({"done_on": STILL_TO_COME})
    said = {"done_on": done_on, "outcome": outcome, "done_by": by}
    if not OutreachTask.objects.filter(pk=task.pk, done_on=None).update(**said):
        raise NotInThisState
    for name, value in said.items():
        setattr(task, name, value)


def _tell_unit(task: OutreachTask, by: User) -> None:
    """Tell everybody who works in the unit; never the person who gave the task."""
    colleagues = User.objects.filter(posts__unit=task.unit, posts__until=None, is_active=True).exclude(pk=by.pk)
    notify(
        recipients=colleagues.distinct(),
        kind="outreach_given",
        reference=str(task.key),
        event="given",
        is_example=task.is_example,
    )


def _earlier(form_key: UUID | None, by: User) -> OutreachTask | None:
    return OutreachTask.objects.filter(key=form_key, made_by=by).first() if form_key else None


def _key(form_key: UUID | None, by: User) -> UUID:
    """The key of the form, or another one where there is none or somebody else's task has it. Where the same form made a task this
    moment, its key is kept, so that the second one is refused.
    """
    if form_key is None or OutreachTask.objects.filter(key=form_key).exclude(made_by=by).exists():
        return uuid4()
    return form_key
