"""Tasks to go to groups that nobody has heard: given to a unit, changed, withdrawn, and closed with what came of it."""

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
from programming.needs.models import OPEN_TASKS, OutreachTask

DUE_IS_OVER = _("This day is over. Choose today or a later day.")
CHANGED_MEANWHILE = _(
    "Somebody else changed this task in the meantime. Above it stands as it is now; below is what you wrote. Send again to write over it."
)
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
    _tell(task, task.unit, "outreach_given", "given", by)
    return task


@transaction.atomic
def change_task(
    *,
    task: OutreachTask,
    by: User,
    base_revision: int,
    kind: str,
    unit: Unit,
    due_on: date,
    neighbourhood: Neighbourhood | None = None,
    note: str = "",
) -> None:
    """Say anew what is to be done, by whom, where and by when, and tell those whose task it is; a unit that had it until now, too.

    The form sent twice changes it once. Raises PermissionDenied where the person may not, ValidationError at ``due_on`` where a new day
    is over and for the whole where somebody changed the task since ``base_revision``, and NotInThisState where it is closed.
    """
    if not permissions.can_change_task(by):
        raise PermissionDenied
    before = OutreachTask.objects.select_for_update(of=("self",)).select_related("unit").get(pk=task.pk)
    if not before.is_open:
        raise NotInThisState
    said = {"kind": kind, "unit": unit, "due_on": due_on, "neighbourhood": neighbourhood, "note": note}
    if all(getattr(before, name) == value for name, value in said.items()):
        return
    if before.revision != base_revision:
        raise ValidationError(CHANGED_MEANWHILE)
    if due_on < today() and due_on != before.due_on:
        raise ValidationError({"due_on": DUE_IS_OVER})
    for name, value in {**said, "revision": before.revision + 1}.items():
        setattr(task, name, value)
    task.save(update_fields=[*said, "revision"])
    if before.unit == unit:
        _tell(task, unit, "outreach_changed", f"changed-{task.revision}", by)
    else:
        _tell(task, unit, "outreach_given", f"given-{task.revision}", by)
        _tell(task, before.unit, "outreach_taken_off", f"moved-{task.revision}", by)


@transaction.atomic
def withdraw_task(*, task: OutreachTask, by: User, reason: str) -> None:
    """Let a task go that nobody is to do any more, say why, and tell the unit.

    Raises PermissionDenied where the person may not, and NotInThisState where the task is closed or withdrawn already.
    """
    if not permissions.can_change_task(by):
        raise PermissionDenied
    said = {"withdrawn_on": today(), "withdrawal": reason, "withdrawn_by": by}
    if not OutreachTask.objects.filter(OPEN_TASKS, pk=task.pk).update(**said):
        raise NotInThisState
    task.refresh_from_db()
    _tell(task, task.unit, "outreach_taken_off", "withdrawn", by)


@transaction.atomic
def close_task(*, task: OutreachTask, by: User, done_on: date, outcome: str) -> None:
    """Close a task with the day on which it was done and one sentence of what came of it.

    Raises PermissionDenied where the person may not, ValidationError at ``done_on`` where the day is still to come, and
    NotInThisState where the task is closed or withdrawn already.
    """
    if not permissions.can_close_task(by, task):
        raise PermissionDenied
    if done_on > today():
        raise ValidationError({"done_on": STILL_TO_COME})
    said = {"done_on": done_on, "outcome": outcome, "done_by": by}
    if not OutreachTask.objects.filter(OPEN_TASKS, pk=task.pk).update(**said):
        raise NotInThisState
    for name, value in said.items():
        setattr(task, name, value)


def _tell(task: OutreachTask, unit: Unit, kind: str, event: str, by: User) -> None:
    """Tell everybody who works in the unit; never the person who did it."""
    colleagues = User.objects.filter(posts__unit=unit, posts__until=None, is_active=True).exclude(pk=by.pk)
    notify(
        recipients=colleagues.distinct(),
        kind=kind,
        reference=str(task.key),
        event=event,
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
