"""The table of groups × rights as pages and files show it: one count at a time, sorted, with its heat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atasehir_portal.catalogue.models import Right, RightsHolderGroup
from programming.needs.coverage import live
from programming.needs.coverage.live import ALL, Cells, Terms
from programming.needs.figures import Figure, FigureColumn, Number, figures

LEVELS = 5
# What the cells can show, beside the columns that upper rooms cross.
COUNTS: dict[str, str | Promise] = {
    "needs": _("Needs heard"),
    "answered": _("Answered"),
    "people": _("People affected, lower bounds added up"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its number, in words where it is no plain number, and how warm it is (0 for nothing, up to 5)."""

    right: Right
    figure: Figure
    level: int


@dataclass(frozen=True, slots=True)
class Row:
    """One group: the chosen count over all rights and in each, and the columns by group."""

    group: RightsHolderGroup
    whole: Figure
    cells: Sequence[Cell]
    columns: Sequence[Figure]
    is_unheard: bool


@dataclass(frozen=True, slots=True)
class Level:
    """What a colour stands for."""

    number: int
    least: Figure
    most: Figure


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table. ``totals`` are the chosen count of each right over all groups, ``whole`` of everything; a need with several
    groups or rights counts once in them, so they are no sums."""

    chosen: str
    rights: Sequence[Right]
    columns: Sequence[tuple[str, str | Promise]]
    rows: Sequence[Row]
    totals: Sequence[Cell]
    whole: Figure
    levels: Sequence[Level]


def choices(*, is_narrowed: bool) -> dict[str, str | Promise]:
    """Return what the cells can show. Columns of upper rooms are not narrowed, so they are left out where needs are."""
    added = {} if is_narrowed else {name: column.label for name, column in figures.crossed.items()}
    return {**COUNTS, **added}


def table(terms: Terms, found: Cells, *, chosen: str = "needs", sort: str = "", is_narrowed: bool = False) -> Table:
    """Return the table with ``chosen`` in its cells, sorted by ``sort``: the name of a column or of a right, reversed after a "-".

    Names are sorted upwards, numbers downwards; rows that are alike stay in the order of their names. One query for each column that
    upper rooms add.
    """
    value, shown = _chosen(found, chosen)
    known = {chosen: {group.pk: value.get((group.pk, ALL), 0) for group in terms.groups}}
    added = [] if is_narrowed else figures.values([group.pk for group in terms.groups], known)
    numbers = {
        (group.pk, right.pk): value.get((group.pk, right.pk), 0) for group in terms.groups for right in terms.rights
    }
    levels = _levels(numbers.values())
    rows = []
    for group in terms.groups:
        heard = live.count(found, group.pk)
        cells = [
            Cell(right, shown(number), levels.get(number, 0))
            for right in terms.rights
            for number in [numbers[group.pk, right.pk]]
        ]
        columns = [Figure(label, getattr(heard, name)) for name, label in COUNTS.items()]
        columns += [column.figure(values.get(group.pk, 0)) for column, values in added]
        rows.append(Row(group, shown(value.get((group.pk, ALL), 0)), cells, columns, heard.needs == 0))
    names = [*COUNTS.items(), *((column.name, column.label) for column, _values in added)]
    return Table(
        chosen=chosen,
        rights=terms.rights,
        columns=names,
        rows=_sorted(rows, sort, [name for name, _label in names]),
        totals=[Cell(right, shown(value.get((ALL, right.pk), 0)), 0) for right in terms.rights],
        whole=shown(value.get((ALL, ALL), 0)),
        levels=_legend(levels, shown),
    )


def file_rows(
    terms: Terms, found: Cells, *, is_narrowed: bool = False
) -> tuple[list[FigureColumn], list[dict[str, Any]]]:
    """Return the added columns and every cell that says something, as files carry them: each group over all rights (also where
    nothing was heard), then each of its rights. ``right`` is None over all rights."""
    added = [] if is_narrowed else figures.values([group.pk for group in terms.groups])
    crossed = {column.name: column.cells() for column, _values in added if column.cells}
    rows = []
    for group in terms.groups:
        for right in (None, *terms.rights):
            number = right.pk if right else ALL
            heard = live.count(found, group.pk, number)
            extra = {
                column.name: crossed.get(column.name, {}).get((group.pk, number), 0)
                if right
                else values.get(group.pk, 0)
                for column, values in added
            }
            if right is None or heard.needs or any(extra.values()):
                counts = {name: getattr(heard, name) for name in COUNTS}
                rows.append({"group": group, "right": right, **counts, **extra})
    return [column for column, _values in added], rows


def _chosen(found: Cells, chosen: str) -> tuple[Mapping[tuple[int, int], Number], Any]:
    """Return the chosen numbers, under ``ALL`` those over all groups or rights, and what writes one of them."""
    if chosen in COUNTS:
        label = COUNTS[chosen]
        return {key: getattr(cell, chosen) for key, cell in found.items()}, lambda number: Figure(label, number)
    column = figures.crossed[chosen]
    return column.cells() if column.cells else {}, column.figure


def _levels(numbers: Any) -> dict[Number, int]:
    """Return how warm each number is: the numbers that occur, dealt out in order to five levels."""
    each = sorted({number for number in numbers if number})
    return {number: 1 + place * LEVELS // max(len(each), LEVELS) for place, number in enumerate(each)}


def _legend(levels: Mapping[Number, int], shown: Any) -> list[Level]:
    found: dict[int, list[Number]] = {}
    for number, level in levels.items():
        found.setdefault(level, []).append(number)
    return [Level(level, shown(min(numbers)), shown(max(numbers))) for level, numbers in sorted(found.items())]


def _sorted(rows: list[Row], sort: str, names: Sequence[str]) -> list[Row]:
    is_reversed, name = sort.startswith("-"), sort.removeprefix("-")
    if name == "all":
        return sorted(rows, key=lambda row: row.whole.value, reverse=not is_reversed)
    if name in names:
        place = names.index(name)
        return sorted(rows, key=lambda row: row.columns[place].value, reverse=not is_reversed)
    slugs = [cell.right.slug for cell in rows[0].cells] if rows else []
    if name in slugs:
        place = slugs.index(name)
        return sorted(rows, key=lambda row: row.cells[place].figure.value, reverse=not is_reversed)
    return rows[::-1] if is_reversed else rows
