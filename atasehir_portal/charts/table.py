"""The small table behind a chart: read from what was typed, with every fault by its row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atasehir_portal import cleaning
from atasehir_portal.charts.numbers import parse_number, shown

MOST_ROWS = 20
MOST_SERIES = 4
LONGEST_NAME = 60
LARGEST_TEXT = 10_000  # signs of a typed table


class ChartType(StrEnum):
    """How a chart is drawn: bars side by side, bars on top of each other, a line, shares of a whole."""

    BAR = "bar"
    STACKED = "stacked"
    LINE = "line"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its name and one value per column, None where there is none."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Names of the value columns, and the rows. ``corner`` heads the names of the rows."""

    corner: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def value(self, row: int, column: int) -> Decimal | None:
        """Return one value; None where there is none."""
        return self.rows[row].values[column]


@dataclass(frozen=True, slots=True)
class Chart:
    """A table and how it is drawn. ``unit`` is written once, or with every value where it is "%"."""

    type: ChartType
    table: Table
    title: str = ""
    unit: str = ""

    def in_words(self, language: str = "tr") -> str:
        """Return the values as a sentence per row: what a reader hears who does not see the drawing."""
        sentences = []
        for row in self.table.rows:
            values = ["–" if value is None else shown(value, unit=self.unit, language=language) for value in row.values]
            if len(values) == 1:
                sentences.append(f"{row.name}: {values[0]}")
            else:
                pairs = ", ".join(f"{name} {value}" for name, value in zip(self.table.columns, values, strict=True))
                sentences.append(f"{row.name}: {pairs}")
        return "; ".join(sentences) + "."


@dataclass(frozen=True, slots=True)
class TableFault(Exception):
    """Something in the table that cannot be drawn. ``row`` counts from 1 with the headings as row 1; 0 is the whole."""

    row: int
    message: str | Promise

    def __str__(self) -> str:
        return str(self.message)


EMPTY = _("Write a table: a line of headings, then a line for each row.")
TOO_MANY_ROWS = _("At most %(limit)s rows can be drawn.")
TOO_MANY_SERIES = _("At most %(limit)s columns with numbers can be drawn.")
NO_SERIES = _("There is no column with numbers. Divide the columns with tabs, | or ;")
NO_NAME = _("Row %(row)s has no name in its first column.")
NO_HEADING = _("Column %(column)s has no heading.")
SAME_NAME = _("Row %(row)s has the same name as another one.")
NO_NUMBER = _("Row %(row)s, column “%(column)s”: “%(text)s” is no number.")
WRONG_COUNT = _("Row %(row)s has %(found)s columns, the headings have %(expected)s.")
NEGATIVE = _("Row %(row)s: values below zero cannot be put on top of each other or shared out.")
TOO_LONG = _("Row %(row)s: the name is too long (at most %(limit)s characters).")
NOTHING = _("There is no number in the table.")
ONE_POINT = _("A line needs at least two rows.")
NO_SHARE = _("Row %(row)s: shares need a number above zero.")
TOO_MANY_PARTS = _("A whole can be divided into at most %(limit)s parts here. Bars show more.")


def cells_of(text: str) -> list[list[str]]:
    """Return the cells of a table that was typed or pasted: columns divided by tabs (spreadsheets), ``|`` or ``;``.

    Empty lines and the line of dashes of a Markdown table are left out.
    """
    text = text[:LARGEST_TEXT]
    lines = [line for line in text.replace("\r", "").split("\n") if line.strip()]
    divider = next((sign for sign in ("\t", "|", ";") if any(sign in line for line in lines)), "|")
    rows = []
    for line in lines:
        if divider == "|":
            framed = line.strip()
            # a bar at both ends is a frame; at one end it divides off an empty cell
            line = framed[1:-1] if len(framed) > 1 and framed[0] == framed[-1] == "|" else line
        cells = [cleaning.line(cell) for cell in line.split(divider)]
        if not all(re.fullmatch(r":?-{2,}:?", cell) for cell in cells):
            rows.append(cells)
    return rows


def read(cells: Sequence[Sequence[str]], chart_type: ChartType) -> tuple[Table | None, list[TableFault]]:
    """Return the table, and what is wrong with it, by row; no table where something is."""
    if not cells:
        return None, [TableFault(0, EMPTY)]
    head, *body = cells
    faults = _of_head(head, body)
    rows = [row for number, found in enumerate(body, start=2) if (row := _row(number, found, head, faults))]
    names = [row.name for row in rows]
    faults += [
        TableFault(number, SAME_NAME % {"row": number})
        for number, row in enumerate(rows, start=2)
        if names.index(row.name) != number - 2
    ]
    if not faults:
        faults = list(_of_type(rows, chart_type))
    if faults:
        return None, faults
    return Table(head[0], tuple(head[1:]), tuple(rows)), []


def _of_head(head: Sequence[str], body: Sequence[Sequence[str]]) -> list[TableFault]:
    faults = []
    if len(head) < 2:
        faults.append(TableFault(1, NO_SERIES))
    if len(head) - 1 > MOST_SERIES:
        faults.append(TableFault(1, TOO_MANY_SERIES % {"limit": MOST_SERIES}))
    faults += [
        TableFault(1, NO_HEADING % {"column": number})
        for number, name in enumerate(head[1:], start=2)
        if not name.strip()
    ]
    if any(len(name) > LONGEST_NAME for name in head):
        faults.append(TableFault(1, TOO_LONG % {"row": 1, "limit": LONGEST_NAME}))
    if not body:
        faults.append(TableFault(0, EMPTY))
    if len(body) > MOST_ROWS:
        faults.append(TableFault(0, TOO_MANY_ROWS % {"limit": MOST_ROWS}))
    return faults


def _row(number: int, cells: Sequence[str], head: Sequence[str], faults: list[TableFault]) -> Row | None:
    if len(cells) != len(head):
        faults.append(TableFault(number, WRONG_COUNT % {"row": number, "found": len(cells), "expected": len(head)}))
        return None
    before = len(faults)
    if not cells[0]:
        faults.append(TableFault(number, NO_NAME % {"row": number}))
    if len(cells[0]) > LONGEST_NAME:
        faults.append(TableFault(number, TOO_LONG % {"row": number, "limit": LONGEST_NAME}))
    values: list[Decimal | None] = []
    for cell, name in zip(cells[1:], head[1:], strict=True):
        try:
            values.append(parse_number(cell))
        except ValueError:
            faults.append(TableFault(number, NO_NUMBER % {"row": number, "column": name, "text": cell[:30]}))
    return Row(cells[0], tuple(values)) if len(faults) == before else None


def _of_type(rows: Sequence[Row], chart_type: ChartType) -> "list[TableFault]":
    faults = []
    if all(value is None for row in rows for value in row.values):
        faults.append(TableFault(0, NOTHING))
    if chart_type is ChartType.LINE and len(rows) < 2:
        faults.append(TableFault(0, ONE_POINT))
    if chart_type in {ChartType.STACKED, ChartType.SHARE}:
        faults += [
            TableFault(number, NEGATIVE % {"row": number})
            for number, row in enumerate(rows, start=2)
            if any(value is not None and value < 0 for value in row.values)
        ]
    if chart_type is ChartType.SHARE and not faults:
        if len(rows[0].values) == 1:
            if len(rows) > MOST_SERIES:
                faults.append(TableFault(0, TOO_MANY_PARTS % {"limit": MOST_SERIES}))
            if not sum(row.values[0] or 0 for row in rows):
                faults.append(TableFault(2, NO_SHARE % {"row": 2}))
        else:
            faults += [
                TableFault(number, NO_SHARE % {"row": number})
                for number, row in enumerate(rows, start=2)
                if not sum(value or 0 for value in row.values)
            ]
    return faults


def written(table: Table) -> list[list[str]]:
    """Return the cells of a table as they are kept and typed: numbers in the Turkish way, without grouping."""
    head = [table.corner, *table.columns]
    body = [
        [row.name, *("" if value is None else shown(value).replace(".", "") for value in row.values)]
        for row in table.rows
    ]
    return [head, *body]
