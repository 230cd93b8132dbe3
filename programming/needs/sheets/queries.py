"""Reads of batches. Only their author finds one; coordinators are told of one by its reference."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from atasehir_portal.accounts.models import User
from atasehir_portal.accounts.people import person
from atasehir_portal.notifications.kinds import Rows
from programming.needs.models import BatchState, NeedBatch, NeedBatchRow, Visibility
from programming.needs.sheets.columns import LABELS, NAMES
from programming.needs.sheets.judging import WHOLE_ROW, cells_of
from programming.needs.sheets.reading import letters
from programming.needs.sheets.values import Vocabulary


def batches_of(user: Any) -> QuerySet[NeedBatch]:
    """The batches of this person, the newest first, with the number of their rows."""
    return NeedBatch.objects.filter(author=user).select_related("organisation").annotate(many=Count("rows"))


@Rows
def own_references(user: User, references: Collection[str]) -> QuerySet[NeedBatch]:
    """Return those references of batches that are this person's own."""
    return NeedBatch.objects.filter(author=user, reference__in=references)


def batch_of(user: Any, key: UUID) -> NeedBatch:
    """Return this person's batch with the key. Raises Http404 where there is none."""
    found = NeedBatch.objects.filter(author=user, key=key).select_related("organisation").first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows a batch has, how many of them are chosen, how many have problems, and how many of those are chosen."""

    rows: int
    chosen: int
    wrong: int
    in_the_way: int

    @property
    def can_begin(self) -> bool:
        return self.chosen > 0 and self.in_the_way == 0


def counts(batch: NeedBatch) -> Counts:
    """Count the rows of a batch (one query)."""
    good = Q(problems={})
    found = batch.rows.aggregate(
        rows=Count("pk"),
        chosen=Count("pk", filter=Q(is_chosen=True)),
        wrong=Count("pk", filter=~good),
        in_the_way=Count("pk", filter=~good & Q(is_chosen=True)),
    )
    return Counts(**found)


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """One sentence about one cell. ``column`` is what the spreadsheet calls the column, or empty; ``value`` what stands there."""

    name: str
    label: str
    column: str
    value: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as the preview shows it: what was understood by label, and what is wrong."""

    row: NeedBatchRow
    title: str
    values: list[tuple[str, str]]
    problems: list[ShownProblem]


def shown(batch: NeedBatch, row: NeedBatchRow) -> ShownRow:
    """Return a row for the preview, without a query."""
    cells = cells_of(batch, row)
    values = [(str(LABELS[name]), cells[name]) for name in NAMES if name != "title" and cells.get(name)]
    return ShownRow(row, cells.get("title", ""), values, list(problems_of(batch, row)))


def problems_of(batch: NeedBatch, row: NeedBatchRow) -> Iterator[ShownProblem]:
    """Yield what is wrong with a row, in the order of our fields."""
    cells = cells_of(batch, row)
    for name in (*NAMES, WHOLE_ROW):
        for sentence in row.problems.get(name, []):
            column = letters(batch.mapping[name]) if name in batch.mapping else ""
            label = str(LABELS[name]) if name in LABELS else _("The whole row")
            yield ShownProblem(name, label, column, cells.get(name, ""), sentence)


def error_report(batch: NeedBatch) -> tuple[list[str], Iterator[list[Any]]]:
    """Head and lines of the error report: row, column, question, value, problem. What is to be confidential is not repeated in it."""
    head = [_("Row"), _("Column"), _("Question"), _("Value"), _("Problem")]
    vocabulary = Vocabulary()
    return head, (
        [row.number, problem.column, problem.label, "" if is_confidential else problem.value, problem.sentence]
        for row in batch.rows.exclude(problems={}).iterator(chunk_size=500)
        for is_confidential in [vocabulary.said(cells_of(batch, row)).data["visibility"] == [Visibility.CONFIDENTIAL]]
        for problem in problems_of(batch, row)
    )


@Rows
def references_to_assign(user: User, references: Collection[str]) -> QuerySet[NeedBatch]:
    """Return those references of batches whose needs this person assigns; nothing but the reference is said."""
    found = NeedBatch.objects.filter(reference__in=references, state__in=[BatchState.IMPORTED, BatchState.UNDOING])
    return found if person(user).is_coordinator else found.none()


@Rows
def references_undone(user: User, references: Collection[str]) -> QuerySet[NeedBatch]:
    """Return those references of batches that were taken back, for staff."""
    found = NeedBatch.objects.filter(reference__in=references, state=BatchState.UNDONE)
    return found if person(user).is_staff_member else found.none()
