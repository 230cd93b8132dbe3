"""Which groups were not heard lately, as far as the reader may know, and what is done about it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast
from django.http import Http404

from atasehir_portal.accounts.people import person
from atasehir_portal.answering.clock import today
from atasehir_portal.catalogue.models import RightsHolderGroup
from atasehir_portal.notifications.kinds import Rows
from programming.needs import permissions
from programming.needs.models import OPEN_TASKS, CoverageCell, Facet, OutreachTask

# A group for which no need was heard this long counts as unheard: twelve months.
HEARD_WITHIN = timedelta(days=365)
# As many tasks as the desk names.
SHOWN = 10


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as its reader sees it, with what they may do with it."""

    task: OutreachTask
    can_close: bool
    can_change: bool


@dataclass(frozen=True, slots=True)
class UnheardRow:
    """A group that was not heard lately, or was it since but still has an open task.

    ``last_heard`` is None where no need that this reader finds in the list was ever heard for it. ``last_closed`` is the task
    that was done or withdrawn last, within the period.
    """

    group: RightsHolderGroup
    last_heard: date | None
    is_unheard: bool
    open_tasks: Sequence[TaskLine]
    last_closed: OutreachTask | None


def unheard(user: Any, groups: Sequence[RightsHolderGroup]) -> list[UnheardRow]:
    """Return those of ``groups`` (those in use, in their order) that were not heard within the period, and all with open tasks.

    For staff only; for everybody else the list is empty. Confidential needs count for nobody: the row of a group is the same whether
    there is one or not. Two queries, however many groups and tasks.
    """
    if not permissions.sees_outreach(user):
        return []
    heard = _last_heard()
    since = today() - HEARD_WITHIN
    opened: dict[int, list[TaskLine]] = defaultdict(list)
    closed: dict[int, OutreachTask] = {}
    can_change = permissions.can_change_task(user)
    listed = {group.pk: group for group in groups}
    for task in _tasks():
        if task.is_open:
            opened[task.group_id].append(TaskLine(task, permissions.can_close_task(user, task), can_change))
            listed.setdefault(task.group_id, task.group)  # retired since: its task is not forgotten
        elif task.group_id not in closed or task.closed_on >= closed[task.group_id].closed_on:  # type: ignore[operator]
            closed[task.group_id] = task
    rows = []
    for group in listed.values():
        last = heard.get(group.pk)
        is_unheard = last is None or last < since
        if is_unheard or opened[group.pk]:
            rows.append(UnheardRow(group, last, is_unheard, opened[group.pk], closed.get(group.pk)))
    return rows


def tasks_on_desk(user: Any) -> list[OutreachTask]:
    """Return the open tasks of an officer's unit, or of all units for coordinators, the soonest due first (one query)."""
    who = person(user)
    found = OutreachTask.objects.filter(OPEN_TASKS).order_by("due_on", "pk")
    if not who.is_coordinator:
        if who.post is None:
            return []
        found = found.filter(unit=who.post.unit_id)
    return list(found.select_related("group", "unit", "neighbourhood")[:SHOWN])


@Rows
def tasks_to_close(user: Any, keys: Collection[str]) -> QuerySet[OutreachTask]:
    """Return those keys of open tasks that this person may close: what a notice about a task leads to."""
    who, found = person(user), _of_keys(keys).filter(OPEN_TASKS)
    if who.is_coordinator:
        return found
    return found.filter(unit=who.post.unit_id) if who.post else found.none()


@Rows
def tasks_known(user: Any, keys: Collection[str]) -> QuerySet[OutreachTask]:
    """Return those keys of tasks that this person may know of: what a notice says about a task that is no longer theirs."""
    found = _of_keys(keys)
    return found if permissions.sees_outreach(user) else found.none()


def _of_keys(keys: Collection[str]) -> QuerySet[OutreachTask]:
    """The tasks with these keys, which are their references in notices."""
    found = OutreachTask.objects.filter(key__in=[key for key in map(_uuid, keys) if key])
    return found.annotate(reference=Cast("key", CharField()))


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def get_task(user: Any, key: UUID) -> OutreachTask:
    """Return the task with what its page shows (one query). Raises Http404 where there is none that this person may see."""
    task = OutreachTask.objects.select_related("group", "unit", "neighbourhood").filter(key=key).first()
    if task is None or not permissions.sees_outreach(user):
        raise Http404
    return task


def get_group(user: Any, slug: str) -> RightsHolderGroup:
    """Return the group in use to which somebody is to go. Raises Http404 for everybody but staff, and where there is none."""
    group = RightsHolderGroup.objects.filter(slug=slug, is_active=True).first()
    if group is None or not permissions.sees_outreach(user):
        raise Http404
    return group


def _last_heard() -> dict[int, date]:
    """On which day a need was last heard for each group, of those that staff find in the list: never of confidential ones. From the kept
    summary, the last day first (one query): as quick for a group that fell silent years ago as for one that is heard every day.
    """
    days = CoverageCell.objects.filter(facet=Facet.DAY, group=OuterRef("pk")).order_by("-value").values("value")
    heard = days.annotate(heard=Sum("needs")).filter(heard__gt=0).values("value")[:1]
    rows = RightsHolderGroup.objects.order_by().values_list("pk", Subquery(heard))
    return {group: date.fromisoformat(day) for group, day in rows if day}


def _tasks() -> list[OutreachTask]:
    """The open tasks, and those that were done or withdrawn within the period."""
    since = today() - HEARD_WITHIN
    found = OutreachTask.objects.filter(OPEN_TASKS | Q(done_on__gte=since) | Q(withdrawn_on__gte=since))
    return list(found.select_related("group", "unit", "neighbourhood"))
