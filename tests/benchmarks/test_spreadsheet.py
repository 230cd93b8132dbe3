"""A spreadsheet of 5,000 needs against one of 500: read, checked, taken in, taken back. A row costs about the same in both."""

import io
import time

import pytest
from openpyxl import Workbook

from programming.needs.models import Need, NeedState
from programming.needs.sheets import columns, services, undoing, work
from programming.needs.sheets.reading import read_sheet

pytestmark = pytest.mark.django_db
ROW = {
    "title": "Kaldırımda rampa yok, geçilemiyor",
    "body": "Randevusuna giden yaşlılar araç yoluna inmek zorunda kalıyor. " * 4,
    "groups": "yasli; genc",
    "neighbourhoods": "icerenkoy; barbaros",
    "rights": "saglik",
    "people": 60,
    "suggestion": "Rampa yapılsın.",
}
# How much more a row may cost among ten times as many.
MOST = 2


def spreadsheet(many: int) -> bytes:
    book, file = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    sheet.append(columns.NAMES)
    for number in range(many):
        sheet.append([f"{ROW[name]} {number}" if name == "title" else ROW.get(name, "") for name in columns.NAMES])
    book.save(file)
    return file.getvalue()


def seconds(many: int, by, organisation) -> dict[str, float]:
    content, found = spreadsheet(many), {}
    began = time.perf_counter()

    def note(name: str) -> None:
        nonlocal began
        found[name] = time.perf_counter() - began
        began = time.perf_counter()

    sheet = read_sheet(io.BytesIO(content), len(content))
    note("read")
    batch = services.take_in_sheet(sheet=sheet, by=by, organisation=organisation)
    services.name_columns(batch=batch, by=by, mapping=batch.mapping)
    note("checked")
    services.order_import(batch=batch, by=by)
    assert work.run(batch.pk)
    note("taken in")
    batch.refresh_from_db()
    undoing.order_undo(batch=batch, by=by)
    assert undoing.run(batch.pk)
    assert undoing.needs_of(batch).filter(state=NeedState.WITHDRAWN).count() == many
    note("taken back")
    return found


def test_row_costs_the_same_among_ten_times_as_many(representative, organisation, coordinator):
    seconds(20, representative, organisation)
    few, many = (seconds(rows, representative, organisation) for rows in (500, 5000))
    for name in few:
        print(
            f"{name}: 500 rows {few[name]:.2f} s, 5,000 rows {many[name]:.2f} s, a row × {many[name] / few[name] / 10:.2f}"
        )
    assert sum(many.values()) <= MOST * 10 * sum(few.values())
    assert Need.objects.count() == 5520
