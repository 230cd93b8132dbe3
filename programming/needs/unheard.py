"""Which groups were not heard lately, as far as the reader may know, and what is done about it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery, Sum
from django.http import Http404

from atasehir_portal.accounts.people import person
from atasehir_portal.answering.clock import today
from atasehir_portal.catalogue.models import RightsHolderGroup
from programming.needs import permissions
from programming.needs.models import CoverageCell, Facet, OutreachTask

# A group for which no need was heard this long counts as unheard: twelve months.
HEARD_WITHIN = timedelta(days=365)
# As many tasks as the desk names.
SHOWN = 10


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as its reader sees it."""

    task: OutreachTask
    can_close: bool


@dataclass(frozen=True, slots=True)
class UnheardRow:
    """A group that was not heard lately, or was it since but still has an open task.

    ``last_heard`` is None where no need that this reader finds in the list was ever heard for it. ``last_done`` is the task that was
    closed last, within the period.
    """

    group: RightsHolderGroup
    last_heard: date | None
    is_unheard: bool
    open_tasks: Sequence[TaskLine]
    last_done: OutreachTask | None


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
    done: dict[int, OutreachTask] = {}
    listed = {group.pk: group for group in groups}
    for task in _tasks():
        if task.done_on is None:
            opened[task.group_id].append(TaskLine(task, permissions.can_close_task(user, task)))
            listed.setdefault(task.group_id, task.group)  # retired since: its task is not forgotten
        elif task.group_id not in done or task.done_on >= done[task.group_id].done_on:  # type: ignore[operator]
            done[task.group_id] = task
    rows = []
    for group in listed.values():
        last = heard.get(group.pk)
        is_unheard = last is None or last < since
        if is_unheard or opened[group.pk]:
            rows.append(UnheardRow(group, last, is_unheard, opened[group.pk], done.get(group.pk)))
    return rows


def tasks_of_unit(user: Any) -> list[OutreachTask]:
    """Return the open tasks of an officer's unit, the soonest due first (one query). Coordinators, who give them, have none on their desk:
    they read those of all units on the page of coverage.
    """
    who = person(user)
    post = who.post
    if post is None or who.is_coordinator:
        return []
    found = OutreachTask.objects.filter(unit=post.unit_id, done_on=None).order_by("due_on", "pk")
    return list(found.select_related("group", "neighbourhood")[:SHOWN])


def tasks_to_close(user: Any, keys: Collection[str]) -> set[str]:
    """Return those keys of open tasks that this person may close: what a notice about a task leads to."""
    found = OutreachTask.objects.filter(key__in=[key for key in map(_uuid, keys) if key], done_on=None)
    return {str(task.key) for task in found if permissions.can_close_task(user, task)}


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
    """The open tasks, and those that were closed within the period."""
    found = OutreachTask.objects.filter(Q(done_on=None) | Q(done_on__gte=today() - HEARD_WITHIN))
    return list(found.select_related("group", "unit", "neighbourhood"))
