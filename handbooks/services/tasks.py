"""Entrusting members of staff with writing or reviewing a book."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import StaffPost, User
from atasehir_portal.notifications.services import notify
from atasehir_portal.transitions import NotInThisState
from handbooks import permissions
from handbooks.models import Handbook, HandbookAct, HandbookTask, Task
from handbooks.services.common import locked, record

NOT_STAFF = _("Only members of the municipality’s staff write and review.")
WRITES = _("This person writes the book. Somebody else has to review it.")
REVIEWS = _("This person reviews the book. Take that task back first.")


@transaction.atomic
def give_task(*, handbook: Handbook, user: User, task: Task, by: User, is_example: bool = False) -> HandbookTask:
    """Entrust a member of staff with a book, and tell them. Who has the task already keeps it.

    Nobody reviews a book that they write. Raises PermissionDenied, ValidationError (user).
    """
    if not permissions.can_give_tasks(by, handbook):
        raise PermissionDenied
    book = locked(handbook)
    if not user.is_active or not StaffPost.objects.filter(user=user, until=None).exists():
        raise ValidationError({"user": ValidationError(NOT_STAFF)})
    existing = {each.task: each for each in book.tasks.filter(user=user)}
    if task in existing:
        return existing[task]
    if existing:
        raise ValidationError({"user": ValidationError(WRITES if task == Task.REVIEWER else REVIEWS)})
    given = HandbookTask.objects.create(handbook=book, user=user, task=task, is_example=is_example)
    event = record(book, HandbookAct.TASK_GIVEN, by, about=user, detail=task)
    permissions.forget_tasks(user)
    notify(
        recipients=[user],
        kind="handbook_task",
        reference=book.reference,
        event=f"task-{event.pk}",
        is_example=is_example,
    )
    return given


@transaction.atomic
def take_task(*, task: HandbookTask, by: User) -> None:
    """Take a task back. Raises PermissionDenied, NotInThisState where somebody was quicker."""
    if not permissions.can_give_tasks(by, task.handbook):
        raise PermissionDenied
    if not _end(task, by):
        raise NotInThisState


@transaction.atomic
def end_tasks_of(*, user: User, by: User | None) -> int:
    """End every task of somebody who left their post; return how many. What they wrote and said stays."""
    return sum(_end(task, by) for task in HandbookTask.objects.filter(user=user).select_related("handbook", "user"))


def _end(task: HandbookTask, by: User | None) -> bool:
    deleted, _rows = HandbookTask.objects.filter(pk=task.pk).delete()
    if deleted:
        record(task.handbook, HandbookAct.TASK_TAKEN, by, about=task.user, detail=task.task)
        permissions.forget_tasks(task.user)
    return bool(deleted)
