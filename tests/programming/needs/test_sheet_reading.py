"""Spreadsheets as they come: of all programs and code pages, hostile ones, and what their cells are taken for."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from programming.needs.sheets import reading, workbooks
from programming.needs.sheets.reading import ERROR, FORMULA, MERGED, Unreadable, read_sheet

HEAD = ["Ne eksik", "Ayrıntı", "Kimin için"]
WORKBOOK = "xl/workbook.xml"
SHEET = "xl/worksheets/sheet1.xml"


def read(content: bytes):
    return read_sheet(io.BytesIO(content), len(content))


def xlsx(rows, change=lambda sheet: None) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    change(book.active)
    book.save(file)
    return file.getvalue()


def with_parts(content: bytes, named: dict[str, str | bytes]) -> bytes:
    """The same archive with other parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename not in named:
                new.writestr(member, old.read(member))
        for name, part in named.items():
            new.writestr(name, part)
    return file.getvalue()


def parted(content: bytes, name: str, part: str | bytes) -> bytes:
    return with_parts(content, {name: part})


def in_sheet(rows: str, after: str = "") -> bytes:
    """An XLSX file whose sheet holds these rows as they stand."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>Ne eksik</t></is></c></row>'
    text = f"<worksheet {space}><sheetData>{head}{rows}</sheetData>{after}</worksheet>"
    return parted(xlsx([["x"]]), SHEET, text)


GOOD = [HEAD, ["Işık yok", "Parkta; akşam", "Gençler"]]
CSV = 'Ne eksik{0}Ayrıntı{0}Kimin için\r\nIşık yok{0}"Parkta; akşam"{0}Gençler\r\n'


@pytest.mark.parametrize(
    "content",
    [
        xlsx(GOOD),
        CSV.format(";").encode("utf-8-sig"),
        CSV.format(";").encode(),
        CSV.format(",").encode("cp1254"),
        CSV.format("\t").encode("utf-16"),
        b"\r\n" + CSV.format("\t").replace("\r\n", "\r").encode(),
    ],
    ids=["xlsx", "utf8-bom", "utf8", "1254", "utf16", "mac"],
)
def test_same_table_is_read_from_every_kind_of_file(content):
    found = read(content)
    assert found.columns == HEAD
    assert [row.cells for row in found.rows] == [GOOD[1]]


def test_cells_are_read_as_turkish_writes_them():
    rows = [["a"] * 6, [date(2026, 3, 9), datetime(2026, 3, 9, 14, 5), 1234.5, 60.0, True, "1.234,5"]]  # noqa: DTZ001  as in a spreadsheet
    assert read(xlsx(rows)).rows[0].cells == ["09.03.2026", "09.03.2026", "1234,5", "60", "evet", "1.234,5"]


def test_formulas_errors_and_merged_cells_are_noted_with_their_cell_and_never_worked_out():
    def merge(sheet):
        sheet.merge_cells("A2:A3")

    content = xlsx(
        [["a", "b", "c"], ["var", "=1+1", "#N/A"], [None, "iki", '=HYPERLINK("http://kotu.example")']], merge
    )
    first, second = read(content).rows
    assert (first.cells, first.notes) == (["var"], {1: FORMULA, 2: ERROR})
    assert (second.cells, second.notes) == (["", "iki"], {0: MERGED, 2: FORMULA})
    cached = read(in_sheet('<row r="2"><c r="A2"><f>60+60</f><v>120</v></c></row>')).rows[0]
    assert (cached.cells, cached.notes) == (["120"], {})


def test_what_our_own_file_wrote_before_a_formula_is_taken_off():
    assert read(b"a;b\n'=1+1;'tis\n").rows[0].cells == ["=1+1", "'tis"]


LOLS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 50 + '"><!ENTITY c "' + "&b;" * 50 + '">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
REFUSED = {
    "old xls": (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, reading.OLD_OR_LOCKED),
    "macros": (parted(xlsx(GOOD), "xl/vbaProject.bin", b"x"), reading.WITH_MACROS),
    "other zip": (parted(parted(xlsx(GOOD), "word/document.xml", "<x/>"), WORKBOOK, "nothing"), reading.DAMAGED),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x00", reading.NO_SPREADSHEET),
    "page": (b"<html><table><tr><td>1</td></tr></table></html>", reading.NO_SPREADSHEET),
    "cut off": (xlsx(GOOD)[:-200], reading.DAMAGED),
    "billion laughs": (parted(xlsx(GOOD), SHEET, LOLS + "<x>&c;</x>"), reading.DAMAGED),
    "external entity": (parted(xlsx(GOOD), WORKBOOK, OUTSIDE + "<x>&a;</x>"), reading.DAMAGED),
    "late entity": (parted(xlsx(GOOD), SHEET, f"<!--{'x' * 9000}-->{LOLS}<x>&c;</x>"), reading.DAMAGED),
    "bomb": (parted(xlsx(GOOD), SHEET, b" " * 30_000_000), reading.UNPACKS_TOO_LARGE),
    "texts": (parted(xlsx(GOOD), "xl/sharedStrings.xml", bytes(range(32, 126)) * 250_000), reading.UNPACKS_TOO_LARGE),
    "many parts": (with_parts(xlsx(GOOD), {f"x{number}": "" for number in range(600)}), reading.UNPACKS_TOO_LARGE),
    "rows backwards": (in_sheet('<row r="3"/><row r="2"/>'), reading.DAMAGED),
    "row out of reach": (in_sheet('<row r="99999999999"><c><v>1</v></c></row>'), reading.DAMAGED),
    "100,000 columns": (
        in_sheet('<row r="2">' + "".join(f"<c><v>{number}</v></c>" for number in range(100_000)) + "</row>"),
        reading.TOO_MANY_COLUMNS,
    ),
    "100,000 columns in csv": (b"a;b\n" + b"1;" * 100_000, reading.TOO_MANY_COLUMNS),
    "5,001 rows": (b"a;b\n" + b"1;2\n" * 5001, reading.TOO_MANY_ROWS),
    "a cell that is too long": (b"a;b\n1;" + b"x" * 10_001, reading.TOO_LONG),
    "a quotation mark left open": (b'a;b\n1;"' + b"x" * 200_000, reading.TOO_LONG),
    "only headings": (b"a;b\n;;\n", reading.EMPTY),
    "nothing": (b"   ", reading.EMPTY),
}


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_file_is_refused_with_a_sentence(name):
    content, sentence = REFUSED[name]
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert refused.value.sentence == sentence
    assert str(refused.value)


def test_open_document_and_large_files_are_refused_by_name_of_what_they_are():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(Unreadable) as refused:
        read(file.getvalue())
    assert refused.value.sentence == reading.OPEN_DOCUMENT
    with pytest.raises(Unreadable) as refused:
        read_sheet(io.BytesIO(), reading.LARGEST_FILE + 1)
    assert refused.value.sentence == reading.TOO_LARGE


def test_far_away_row_costs_nothing_and_far_away_columns_without_a_value_neither():
    rows = '<row r="1000000"><c r="A1000000" t="inlineStr"><is><t>uzak</t></is></c><c r="XFD1000000"/></row>'
    found = read(in_sheet(rows))
    assert [(row.number, row.cells) for row in found.rows] == [(1_000_000, ["uzak"])]


def test_very_many_merged_cells_are_refused():
    merges = "".join(f'<mergeCell ref="A{number}:B{number}"/>' for number in range(2, 2100))
    with pytest.raises(Unreadable):
        read(in_sheet('<row r="2"><c><v>1</v></c></row>', f"<mergeCells>{merges}</mergeCells>"))
    whole = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    found = read(in_sheet('<row r="2"><c><v>1</v></c></row>', whole)).rows[0]
    assert found.notes[1] == MERGED
    assert len(found.notes) < workbooks.MOST_COLUMNS
