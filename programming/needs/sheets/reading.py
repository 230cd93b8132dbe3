"""Reading an uploaded spreadsheet into plain rows of text, within limits, whatever it is.

Nothing in a file is ever evaluated or followed. What cannot be read is refused with a sentence (``Unreadable``); what is wrong with
a single cell is noted with the cell, and its text is empty.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atasehir_portal.cleaning import in_figures

LARGEST_FILE = 10 * 1024 * 1024
MOST_ROWS = 5000
MOST_COLUMNS = 100
LONGEST_CELL = 10_000
_LONGEST_HEADING = 200

# What can be wrong with a cell when it is read.
FORMULA, ERROR, MERGED = "formula", "error", "merged"
NOTES: dict[str, Promise] = {
    FORMULA: _("There is a formula in this cell, and its result is not in the file. Write the result itself."),
    ERROR: _("There is an error value in this cell (such as #N/A). Write what is meant."),
    MERGED: _("This cell is merged with another one. Only the first of them holds the value; write it here, too."),
}

NO_SPREADSHEET = _("This is no spreadsheet that can be read. Choose an XLSX or a CSV file.")
DAMAGED = _(
    "The file is damaged, or it is no real XLSX file. Open it in your spreadsheet program and save it as XLSX again."
)
EMPTY = _("There is nothing in the file. The first row holds the headings, and below it stands one need in each row.")
TOO_LARGE = _("The file is too large: at most 10 MB.")
UNPACKS_TOO_LARGE = _("Unpacked, the file would be too large. Keep only the sheet with the needs and save it again.")
TOO_MANY_ROWS = _("There are more than %(most)s rows in the file. Split it into several files.")
TOO_MANY_COLUMNS = _("There are more than %(most)s columns in the file. Delete what does not belong to the needs.")
TOO_LONG = _("Row %(row)s, column %(column)s: the cell holds more than %(most)s characters.")
OLD_OR_LOCKED = _("This is an old Excel file (.xls), or one with a password. Save it as XLSX without a password.")
OPEN_DOCUMENT = _("This is an OpenDocument file (.ods). Save it as XLSX or CSV.")
WITH_MACROS = _("There are macros in this file. Save it as XLSX without macros.")


class Unreadable(Exception):
    """The file is refused; the sentence says why and what to do."""

    def __init__(self, sentence: str | Promise, **values: int | str) -> None:
        super().__init__(sentence)
        self.sentence, self.values = sentence, values

    def __str__(self) -> str:
        shown = {name: in_figures(value) if isinstance(value, int) else value for name, value in self.values.items()}
        return str(self.sentence) % shown if shown else str(self.sentence)


@dataclass(slots=True)
class Row:
    """A row that holds something: its number in the spreadsheet (from 1), its cells, and what is wrong with some (by column, from 0)."""

    number: int
    cells: list[str]
    notes: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The headings and the rows below them."""

    columns: list[str]
    rows: list[Row]


def read_sheet(file: IO[bytes], size: int) -> Sheet:
    """Read an XLSX or a CSV file; which it is says its content, not its name. Raises Unreadable."""
    from programming.needs.sheets import workbooks

    if size > LARGEST_FILE:
        raise Unreadable(TOO_LARGE)
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(OLD_OR_LOCKED)
    if start.startswith(b"PK"):
        return _whole(workbooks.rows_of(file))
    return _whole(_rows_of_csv(file.read(LARGEST_FILE + 1)))


def letters(column: int) -> str:
    """Return what spreadsheets call a column, counted from 0: A, B, … AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _whole(rows: Iterable[Row]) -> Sheet:
    """Take the first row that holds something as headings, and keep to the limits while reading on."""
    found: list[Row] = []
    head: list[str] | None = None
    for row in rows:
        _trim(row)
        if not row.cells and not row.notes:
            continue
        if max([len(row.cells), *(column + 1 for column in row.notes)]) > MOST_COLUMNS:
            raise Unreadable(TOO_MANY_COLUMNS, most=MOST_COLUMNS)
        if head is None:
            head = [" ".join(cell.split())[:_LONGEST_HEADING] for cell in row.cells]
            continue
        if not row.cells and set(row.notes.values()) == {MERGED}:
            continue  # the rest of a merged heading or margin
        if len(found) == MOST_ROWS:
            raise Unreadable(TOO_MANY_ROWS, most=MOST_ROWS)
        _keep_short(row)
        found.append(row)
    if not found or head is None:
        raise Unreadable(EMPTY)
    width = max(len(head), *(len(row.cells) for row in found))
    return Sheet(head + [""] * (width - len(head)), found)


def _trim(row: Row) -> None:
    row.cells = [cell.replace("\x00", "").strip() for cell in row.cells]
    while row.cells and not row.cells[-1]:
        row.cells.pop()


def _keep_short(row: Row) -> None:
    for column, cell in enumerate(row.cells):
        if len(cell) > LONGEST_CELL:
            raise Unreadable(TOO_LONG, row=str(row.number), column=letters(column), most=LONGEST_CELL)


# --- CSV --------------------------------------------------------------------------------------------------------------


def _rows_of_csv(content: bytes) -> Iterator[Row]:
    if len(content) > LARGEST_FILE:
        raise Unreadable(TOO_LARGE)
    text = _decoded(content)
    if "\x00" in text or text.lstrip().startswith(("{\\rtf", "%PDF", "<")):
        raise Unreadable(NO_SPREADSHEET)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    number = 0
    try:
        for number, cells in enumerate(lines, start=1):
            if len(cells) > 2 * MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
                raise Unreadable(TOO_MANY_COLUMNS, most=MOST_COLUMNS)
            yield Row(number, [_without_apostrophe(cell) for cell in cells[: 2 * MOST_COLUMNS]])
    except csv.Error as error:
        raise Unreadable(TOO_LONG, row=str(number + 1), column="?", most=LONGEST_CELL) from error


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, what Excel calls Unicode text, or else the code page of Turkish Windows."""
    encodings = (
        ["utf-16"] if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ["utf-8-sig", "cp1254"]
    )
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(NO_SPREADSHEET)


def _delimiter(text: str) -> str:
    """The sign that stands most often outside quotes in the first line that holds something; semicolons where it is a tie."""
    line = next((line for line in text[:20_000].splitlines() if line.strip()), "")
    outside = "".join(line.split('"')[::2])
    return max(";\t,", key=outside.count)


def _without_apostrophe(cell: str) -> str:
    """Take off the apostrophe that our own files put before what could be a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip(" ")[:1] in {"=", "+", "-", "@"} else cell
