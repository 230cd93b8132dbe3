"""Reading XLSX: what it unpacks to is bounded before it is opened, values only, nothing evaluated, no external entity or link."""

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet._reader import WorkSheetParser

from atasehir_portal.cleaning import line
from programming.needs.sheets import reading
from programming.needs.sheets.reading import ERROR, FORMULA, MERGED, MOST_COLUMNS, TOO_MANY_COLUMNS, Row, Unreadable

_MOST_MEMBERS = 500
_LARGEST_UNPACKED = 40 * 1024 * 1024
# Texts stand together in one part that is held in memory.
_LARGEST_TEXTS = 20 * 1024 * 1024
# The same for all other parts but the sheets.
_LARGEST_PART = 4 * 1024 * 1024
_LARGEST_RATIO = 200
_SMALL = 1024 * 1024
_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384
# Also empty ones that only have a format.
_MOST_CELLS = 600_000
_MOST_MERGED = 2000
_CHUNK = 1 << 18
_MERGED = re.compile(rb'<(?:\w{1,20}:)?mergeCell\s[^>]{0,200}?ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
_ROW_OR_CELL = re.compile(rb"<(?:\w{1,20}:)?(row|c)[\s/>]")
_FORMULA = re.compile(rb"<(?:\w{1,20}:)?f[\s/>]")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def rows_of(file: IO[bytes]) -> Iterator[Row]:
    """Yield the rows of the first sheet. Raises Unreadable."""
    try:
        with zipfile.ZipFile(file) as archive:
            _bounded(archive)
        yield from _rows(file)
    except Unreadable:
        raise
    except Exception as error:  # whatever a file that was built to break the reader makes it raise
        raise Unreadable(reading.DAMAGED) from error


def _bounded(archive: zipfile.ZipFile) -> None:
    """Refuse what is no XLSX, and what would unpack to more than we hold. The sizes that an archive states bind its reader."""
    members = archive.infolist()
    names = {member.filename for member in members}
    kind = archive.read("mimetype") if "mimetype" in names and archive.getinfo("mimetype").file_size < 200 else b""
    if b"opendocument" in kind:
        raise Unreadable(reading.OPEN_DOCUMENT)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable(reading.WITH_MACROS)
    if "xl/workbook.xml" not in names or len(names) != len(members):
        raise Unreadable(reading.NO_SPREADSHEET)
    sizes = [member.file_size for member in members]
    if len(members) > _MOST_MEMBERS or sum(sizes) > _LARGEST_UNPACKED:
        raise Unreadable(reading.UNPACKS_TOO_LARGE)
    for member in members:
        if member.file_size > _SMALL and member.file_size > _LARGEST_RATIO * max(member.compress_size, 1):
            raise Unreadable(reading.UNPACKS_TOO_LARGE)
        name = member.filename.lower()
        if member.file_size > (_LARGEST_TEXTS if name.endswith("sharedstrings.xml") else _largest(name)):
            raise Unreadable(reading.UNPACKS_TOO_LARGE)
        if name.endswith((".xml", ".rels")):
            with archive.open(member) as part:
                start = part.read(4096).replace(b"\x00", b"")  # also in UTF-16
            if _DOCTYPE.search(start):
                raise Unreadable(reading.DAMAGED)
        if name.endswith(".xml"):
            _count_cells(archive, member)


def _count_cells(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Count the cells of a sheet before anything parses it: reading one costs a thousand times what counting it costs."""
    cells = in_row = 0
    tail = b""
    with archive.open(member) as part:
        while piece := part.read(_CHUNK):
            window = tail + piece
            whole = window.rfind(b"<") if len(piece) == _CHUNK else len(window)
            for tag in _ROW_OR_CELL.findall(window, 0, max(whole, 0)):
                if tag == b"row":
                    in_row = 0
                    continue
                cells, in_row = cells + 1, in_row + 1
                if in_row > _LAST_COLUMN:
                    raise Unreadable(TOO_MANY_COLUMNS, most=MOST_COLUMNS)
            tail = window[max(whole, 0) :][-_CHUNK:]
    if cells > _MOST_CELLS:
        raise Unreadable(reading.UNPACKS_TOO_LARGE)


def _largest(name: str) -> int:
    is_read_whole = name.endswith((".xml", ".rels")) and not name.startswith("xl/worksheets/")
    return _LARGEST_PART if is_read_whole else _LARGEST_UNPACKED


def _rows(file: IO[bytes]) -> Iterator[Row]:
    formulas: dict[int, set[int]] = {}
    with _opened(file, data_only=True) as sheet:
        has_formulas, merged = _looked_through(sheet)
        if has_formulas:
            with _opened(file, data_only=False) as written:
                for number, cells in _parsed(written):
                    formulas[number] = {cell["column"] - 1 for cell in cells if cell["data_type"] == "f"}
        for number, cells in _parsed(sheet):
            yield _row(number, cells, formulas.get(number, set()), merged)


@contextmanager
def _opened(file: IO[bytes], *, data_only: bool) -> Iterator[Any]:
    """The first sheet, for reading its rows one after the other."""
    file.seek(0)
    book = load_workbook(file, read_only=True, data_only=data_only, keep_links=False)
    try:
        yield book.worksheets[0]
    finally:
        book.close()


def _parsed(sheet: Any) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Yield number and cells of the rows that are in the file; unlike ``iter_rows`` none of those that a wrong number would leave out."""
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=sheet.parent.data_only,
            epoch=sheet.parent.epoch,
            date_formats=sheet.parent._date_formats,
            timedelta_formats=sheet.parent._timedelta_formats,
        )
        last = 0
        for number, cells in parser.parse():
            if not last < number <= _LAST_ROW:
                raise Unreadable(reading.DAMAGED)
            last = number
            yield number, cells


def _row(number: int, cells: list[dict[str, Any]], formulas: set[int], merged: list[tuple[int, int, int, int]]) -> Row:
    values = {cell["column"] - 1: cell for cell in cells if cell["value"] is not None or cell["column"] - 1 in formulas}
    if any(column >= MOST_COLUMNS for column in values):
        raise Unreadable(TOO_MANY_COLUMNS, most=MOST_COLUMNS)
    row = Row(number, [_text(values[column]["value"]) if column in values else "" for column in range(_width(values))])
    for column, cell in values.items():
        if cell["data_type"] == "e":
            row.cells[column], row.notes[column] = "", ERROR
        elif column in formulas and not row.cells[column]:
            row.notes[column] = FORMULA
    for left, top, right, bottom in merged:
        if top <= number <= bottom:
            for column in range(left - 1, min(right, MOST_COLUMNS)):
                is_first = (column, number) == (left - 1, top)
                if not is_first and not (column < len(row.cells) and row.cells[column]):
                    row.notes.setdefault(column, MERGED)
    return row


def _width(values: dict[int, Any]) -> int:
    return max(values, default=-1) + 1


def _looked_through(sheet: Any) -> tuple[bool, list[tuple[int, int, int, int]]]:
    """Whether the part of the sheet has formulas, and its merged cells (left, top, right, bottom); read as bytes, a piece at a time."""
    has_formulas, merged, tail = False, [], b""
    with sheet.parent._archive.open(sheet._worksheet_path) as part:  # what openpyxl opens itself for the rows
        while piece := part.read(_CHUNK):
            window = tail + piece
            has_formulas = has_formulas or _FORMULA.search(window) is not None
            # one that ends in the overlap was found with the piece before it
            merged += [found[1] for found in _MERGED.finditer(window) if found.end() > len(tail)]
            tail = window[-400:]
    if len(merged) > _MOST_MERGED:
        raise Unreadable(reading.DAMAGED)
    return has_formulas, [range_boundaries(place.decode()) for place in merged]  # type: ignore[misc]  # whole ranges only


def _text(value: Any) -> str:
    """Return a value as somebody would type it in Turkish: 09.03.2026, 1234,5, evet."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "evet" if value else "hayır"
    if isinstance(value, dt.datetime | dt.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, dt.time | dt.timedelta):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.10g}".replace(".", ",")
    return str(value) if isinstance(value, str) else line(str(value))
