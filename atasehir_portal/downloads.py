"""Lists as files for spreadsheets, CSV or XLSX; safe against formulas.

CSV is UTF-8 with a byte-order mark and semicolons, as spreadsheets in Turkish expect them, and streamed line by line whatever its length.
XLSX holds days and numbers as such and texts as texts; it is written in the request, so it ends at ``XLSX_ROWS`` lines.
"""

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

# The parameter in the address of every list as a file; without it the file is CSV.
FORMAT, XLSX = "bicim", "xlsx"
XLSX_ROWS = 10_000
# Rows that are read from the database at a time.
CHUNK = 1000

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# What XML 1.0 cannot hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_CELL = 32_767
_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTHS = (8, 60)


class TooManyRows(Exception):
    """The list is longer than an XLSX file takes."""


def cell(value: Any) -> str:
    """Return a value as text that no spreadsheet takes for a formula (a leading sign gets an apostrophe before it)."""
    if isinstance(value, datetime):
        return _local(value).strftime("%Y-%m-%d %H:%M:%S")
    text = "" if value is None else str(value)
    if isinstance(value, int | float | Decimal | date):
        return text
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


class _Echo:
    def write(self, text: str) -> str:
        return text


def _lines(head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff"
    yield writer.writerow([cell(value) for value in head])
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def csv_response(file_name: str, head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """Return the rows as a download, streamed. ``file_name`` is plain ASCII without an ending."""
    response = StreamingHttpResponse(_lines(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name}.csv"'
    return response


def table_response(
    request: HttpRequest, file_name: str, head: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> HttpResponseBase:
    """Return the rows as the file that the address asks for: ``?bicim=xlsx``, otherwise CSV. Days and numbers are given as such.

    Where the list is too long for XLSX a page says so and offers the CSV.
    """
    if request.GET.get(FORMAT) != XLSX:
        return csv_response(file_name, head, rows)
    try:
        return xlsx_response(file_name, [(file_name, head, rows)])
    except TooManyRows:
        query = request.GET.copy()
        query.pop(FORMAT)
        context = {"csv_url": f"{request.path}?{query.urlencode()}", "most": XLSX_ROWS}
        return render(request, "parts/too_many_rows.html", context, status=422)


def xlsx_response(
    file_name: str, sheets: Iterable[tuple[str, Sequence[Any], Iterable[Sequence[Any]]]]
) -> HttpResponseBase:
    """Return sheets (name, head, rows) as one XLSX file. Raises TooManyRows where one has more than ``XLSX_ROWS`` rows."""
    file = tempfile.SpooledTemporaryFile(max_size=2**20)  # noqa: SIM115  the response closes it
    try:
        write_xlsx(file, sheets)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(file, content_type=_XLSX_TYPE, as_attachment=True, filename=f"{file_name}.xlsx")


def write_xlsx(file: IO[bytes], sheets: Iterable[tuple[str, Sequence[Any], Iterable[Sequence[Any]]]]) -> None:
    """Write sheets (name, head, rows), row by row: the head stays in sight, days are days, and a text is never a formula."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    try:
        for name, head, rows in sheets:
            _write_sheet(book, name, head, rows)
    except BaseException:
        for sheet in book.worksheets:
            sheet.close()  # and with it its temporary file
        raise
    book.save(file)


def _write_sheet(book: Any, name: str, head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(re.sub(r"[\\*?:/\[\]]", " ", name)[:31])
    sheet.freeze_panes = "A2"
    for number, title in enumerate(head, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = min(max(len(str(title)) + 4, _WIDTHS[0]), _WIDTHS[1])
    heads = [_text(sheet, str(title)) for title in head]
    for each in heads:
        each.font = Font(bold=True)
    sheet.append(heads)
    for number, row in enumerate(rows, start=1):
        if number > XLSX_ROWS:
            raise TooManyRows
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if value is None or isinstance(value, bool | int | float | Decimal):
        return value
    if isinstance(value, date):
        made = WriteOnlyCell(sheet, value=_local(value) if isinstance(value, datetime) else value)  # type: ignore[arg-type]  # days, too
        made.number_format = "DD.MM.YYYY HH:MM" if isinstance(value, datetime) else "DD.MM.YYYY"
        return made
    return _text(sheet, str(value))


def _text(sheet: Any, value: str) -> Any:
    """A cell that stays text: also when somebody edits it, its first sign is not taken as the beginning of a formula."""
    from openpyxl.cell import WriteOnlyCell

    text = _ILLEGAL.sub("", value)
    if len(text) > _LONGEST_CELL:
        text = text[: _LONGEST_CELL - 1] + "…"
    made = WriteOnlyCell(sheet, value=text)
    made.data_type = "s"
    if text.lstrip(" ").startswith(_FORMULA):
        made.quotePrefix = True
    return made


def _local(value: datetime) -> datetime:
    """The moment in the municipality's time, without its zone: spreadsheets know none."""
    return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
