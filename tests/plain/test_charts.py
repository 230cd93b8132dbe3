"""Charts from small tables: numbers as people type them, every fault by its row, drawings that say all in words."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atasehir_portal import charts
from atasehir_portal.charts import Chart, ChartType, cells_of, parse_number, read, shown, svg

TABLE = "Mahalle\t2024\t2025\nKüçükbakkalköy\t12,5\t14\nYeni Sahra\t1.234\t–\n"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("0.125", "0.125"),
        ("12.5", "12.5"),
        ("12,5", "12.5"),
        ("%45", "45"),
        ("45 %", "45"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234", "1234"),
        ("−3,2", "-3.2"),
        ("₺ 120", "120"),
        ("120 TL", "120"),
        (" 7 ", "7"),
    ],
)
def test_number_is_read_as_it_is_typed(typed: str, number: str) -> None:
    assert parse_number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["", "-", "–", " — ", "veri yok", "…"])
def test_nothing_is_read_as_nothing(typed: str) -> None:
    assert parse_number(typed) is None


@pytest.mark.parametrize("typed", ["on", "1.2.3", "12,3,4", "1e9", "٣", "=A1", "1/2", "NaN", "9" * 16, "12a"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_number(typed)


def test_number_is_written_in_the_language() -> None:
    assert shown(Decimal("1234.50")) == "1.234,5"
    assert shown(Decimal("1234.5"), language="en") == "1,234.5"
    assert shown(Decimal("45"), unit="%") == "%45"
    assert shown(Decimal("45"), unit="%", language="en") == "45%"
    assert shown(Decimal("-0.5")) == "−0,5"


@pytest.mark.parametrize(
    "typed",
    [
        TABLE,
        TABLE.replace("\t", " | "),
        TABLE.replace("\t", ";"),
        "| Mahalle | 2024 | 2025 |\n|---|---|---|\n| Küçükbakkalköy | 12,5 | 14 |\n| Yeni Sahra | 1.234 | |\n",
    ],
)
def test_table_is_read_however_its_columns_are_divided(typed: str) -> None:
    table, faults = read(cells_of(typed), ChartType.BAR)
    assert table is not None, faults
    assert table.columns == ("2024", "2025")
    assert table.rows[1] == charts.Row("Yeni Sahra", (Decimal(1234), None))
    again, _faults = read(charts.written(table), ChartType.BAR)
    assert again == table


@pytest.mark.parametrize(
    ("typed", "chart_type", "row", "words"),
    [
        ("", "bar", 0, "line of headings"),
        ("a|b\n", "bar", 0, "line of headings"),
        ("a\nb", "bar", 1, "no column with numbers"),
        ("a|b|c\nx|1\n", "bar", 2, "2 columns"),
        ("a|b\nx|1\n|2\n", "bar", 3, "no name"),
        ("a|b\nx|1\nx|2\n", "bar", 3, "same name"),
        ("a|b\nx|1\ny|iki\n", "bar", 3, "“iki” is no number"),
        ("a||c\nx|1|2\n", "bar", 1, "no heading"),
        ("a|b|c|d|e|f\nx|1|2|3|4|5\n", "bar", 1, "At most 4"),
        ("a|b\n" + "".join(f"{n}|1\n" for n in range(21)), "bar", 0, "At most 20"),
        ("a|b\nx|-1\n", "stacked", 2, "below zero"),
        ("a|b\nx|–\n", "bar", 0, "no number"),
        ("a|b\nx|1\n", "line", 0, "two rows"),
        ("a|b|c\nx|0|0\n", "share", 2, "above zero"),
        ("a|b\nv|1\nw|1\nx|1\ny|1\nz|1\n", "share", 0, "at most 4 parts"),
        (f"a|b\n{'x' * 61}|1\n", "bar", 2, "too long"),
    ],
)
def test_fault_is_named_with_its_row(typed: str, chart_type: str, row: int, words: str, settings: object) -> None:
    from django.utils import translation

    with translation.override("en"):
        table, faults = read(cells_of(typed), ChartType(chart_type))
        assert table is None
        assert any(fault.row == row and words in str(fault) for fault in faults), [str(f) for f in faults]


def test_every_fault_is_named_at_once() -> None:
    _table, faults = read(cells_of("a|b\nx|bir\ny|iki\n|3\n"), ChartType.BAR)
    assert [fault.row for fault in faults] == [2, 3, 4]


def _chart(chart_type: ChartType, typed: str = TABLE, **more: str) -> Chart:
    table, faults = read(cells_of(typed), chart_type)
    assert table is not None, faults
    return Chart(chart_type, table, **more)


@pytest.mark.parametrize("chart_type", list(ChartType))
@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
def test_drawing_says_every_value_and_keeps_inside_its_width(chart_type: ChartType, width: int) -> None:
    typed = "Yıl | Karşılandı | Karşılanmadı\n2023 | 12,5 | 30\n2024 | 20 | 14\n"
    drawing = svg(_chart(chart_type, typed, title="Başlık", unit="kişi"), width=width, label="Kim ulaştı?")
    root = ElementTree.fromstring(drawing)
    assert root.get("role") == "img"
    assert root.get("aria-label") == "Kim ulaştı?"
    words = [element.text or "" for element in root.iter() if element.tag.endswith("text")]
    for word in ("Karşılandı", "Karşılanmadı", "2023", "2024"):
        assert word in words
    if chart_type in {ChartType.BAR, ChartType.STACKED}:
        assert {"12,5", "30", "20", "14"} <= set(words)
    for element in root.iter():
        left, size = float(element.get("x", 0)), float(element.get("width", 0) if element is not root else 0)
        assert -0.1 <= left <= width + 0.1
        assert left + size <= width + 1
        assert "style" not in element.attrib


def test_drawing_is_inert_and_the_same_again() -> None:
    evil = "<script>alert(1)</script>\"' onload=x"
    chart = _chart(ChartType.BAR, f"{evil[:40]};b\n{evil[:40]};3\n", title=evil, unit="<b>")
    drawing = svg(chart, label=evil)
    assert "<script" not in drawing
    assert 'onload=x"' not in drawing.replace("&#x27; onload=x", "")
    ElementTree.fromstring(drawing)
    assert svg(chart, label=evil) == drawing


def test_neighbours_differ_in_lightness_alone() -> None:
    from atasehir_portal.charts.drawing import _FILLS

    def grey(colour: str) -> float:
        red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    greys = [grey(fill) for fill, _text in _FILLS]
    assert all(later - earlier > 30 for earlier, later in zip(greys, greys[1:], strict=False))


def test_value_above_the_highest_point_stands_in_the_drawing() -> None:
    drawn = svg(_chart(ChartType.LINE, "a|Pay\nx|100\ny|86\n", unit="%"))
    heights = [float(y) for y in re.findall(r'<text[^>]* y="([0-9.-]+)"', drawn)]
    assert min(heights) >= charts.drawing.TYPE


def test_values_are_told_in_words() -> None:
    assert _chart(ChartType.BAR).in_words() == "Küçükbakkalköy: 2024 12,5, 2025 14; Yeni Sahra: 2024 1.234, 2025 –."
    assert _chart(ChartType.SHARE, "a|Pay\nx|1\ny|3\n", unit="%").in_words() == "x: %1; y: %3."


_NUMBERS = st.decimals(-(10**6), 10**6, places=2, allow_nan=False) | st.none()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(_NUMBERS, _NUMBERS), min_size=2, max_size=6), st.sampled_from([ChartType.BAR, ChartType.LINE])
)
def test_any_numbers_can_be_drawn(values: list[tuple[Decimal | None, ...]], chart_type: ChartType) -> None:
    rows = [[f"satır {n}", *("" if v is None else shown(v) for v in row)] for n, row in enumerate(values)]
    table, _faults = read([["ad", "bir", "iki"], *rows], chart_type)
    if table is not None:
        for width in (charts.WIDE, charts.NARROW):
            assert "nan" not in svg(Chart(chart_type, table), width=width)
