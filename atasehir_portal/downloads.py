"""Lists as CSV: UTF-8 with a byte-order mark and semicolons, as spreadsheets in Turkish expect them; safe against formulas."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(value: Any) -> str:
    """Return a value as text that no spreadsheet takes for a formula (a leading sign gets an apostrophe before it)."""
    text = "" if value is None else str(value)
    if isinstance(value, int | float):
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
