"""Lists as files: what a spreadsheet reads back, and that it takes no text for a formula."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.http import FileResponse
from django.test import RequestFactory
from openpyxl import load_workbook

from atasehir_portal import downloads
from atasehir_portal.downloads import TooManyRows, table_response, write_xlsx

ATTACKS = (
    '=HYPERLINK("http://kotu.example","tıkla")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "=IMPORTXML(A1)",
)
MOMENT = datetime(2026, 3, 9, 14, 32, tzinfo=ZoneInfo("Europe/Istanbul"))
ROW = ["Işık; “yok”", date(2026, 3, 9), MOMENT, 5, Decimal("2.5"), None, -3]


def response(rows, **query):
    return table_response(RequestFactory().get("/liste/", {"q": "ışık", **query}), "liste", ["Metin", "Gün"], rows)


def body(found):
    try:
        return b"".join(found.streaming_content)
    finally:
        if isinstance(found, FileResponse):
            found.file_to_stream.close()


def in_csv(rows):
    text = body(response(rows)).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))


def sheet(rows):
    return load_workbook(io.BytesIO(body(response(rows, bicim="xlsx")))).active


def test_csv_takes_no_text_for_a_formula():
    assert [row[0] for row in in_csv([[attack] for attack in ATTACKS])[1:]] == [f"'{attack}" for attack in ATTACKS]


def test_xlsx_takes_no_text_for_a_formula():
    found = sheet([[attack] for attack in ATTACKS])
    cells = [row[0] for row in found.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    assert [cell.value.strip() for cell in cells] == [attack.strip() for attack in ATTACKS]


def test_days_and_numbers_are_days_and_numbers():
    assert in_csv([ROW])[1] == ["Işık; “yok”", "2026-03-09", "2026-03-09 14:32:00", "5", "2.5", "", "-3"]
    found = sheet([ROW])
    text, day, moment, *numbers = [cell.value for cell in found[2]]
    assert (text, day.date(), moment.isoformat()) == (ROW[0], ROW[1], "2026-03-09T14:32:00")
    assert numbers == [5, 2.5, None, -3]
    assert found.freeze_panes == "A2"
    assert found["B2"].number_format == "DD.MM.YYYY"


def test_what_no_file_can_hold_is_left_out():
    found = sheet([["a\x00b\x0b\ufffe"], ["ş" * 40_000]])
    assert found["A2"].value == "ab"
    assert len(found["A3"].value) == 32_767


def test_csv_is_read_line_by_line():
    read = []
    lines = iter(response(read.append(number) or [number] for number in range(200_000)).streaming_content)
    for _line in range(4):
        next(lines)
    assert len(read) == 2


def test_list_too_long_for_xlsx_offers_csv(monkeypatch, db):
    monkeypatch.setattr(downloads, "XLSX_ROWS", 2)
    with pytest.raises(TooManyRows):
        write_xlsx(io.BytesIO(), [("liste", ["a"], [[1], [2], [3]])])
    found = response([[1], [2], [3]], bicim="xlsx")
    assert found.status_code == 422
    assert 'href="/liste/?q=%C4%B1%C5%9F%C4%B1k"' in found.content.decode()
    assert body(response([[1], [2]], bicim="xlsx")).startswith(b"PK")
