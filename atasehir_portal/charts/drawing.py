"""Drawing a chart as SVG: in the house colours, told apart by lightness (so on a copying machine too), with every value
written.

Nothing in the drawing is ``style`` or script. Attributes carry the printed look; on a page the classes let the style
sheet follow the theme. Sizes are in units of the drawing: shown at its own width, small type is 13.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from atasehir_portal.charts.numbers import shown
from atasehir_portal.charts.table import Chart, ChartType, Row, Table

WIDE = 640
NARROW = 320
TYPE = 13
_LETTER = 0.53  # of the size of the type: how wide a letter is on average
_BAR = 16
_FONT = "Kitap Sans, Noto Sans, Arial, sans-serif"
_INK, _QUIET, _RULE = "#1B2326", "#434D50", "#DCD1BE"
# dark to light, so that neighbours differ without colour; what stands on each is legible
_FILLS = (("#0B4F5C", "#FFFFFF"), ("#C4552D", "#FFFFFF"), ("#E9B44C", _INK), ("#E1EDED", _INK))
_LINES = (("#0B4F5C", ""), ("#C4552D", "7 3"), ("#6A4800", "2 3"), ("#434D50", "9 3 2 3"))


def svg(chart: Chart, *, width: int = WIDE, label: str = "", language: str = "tr") -> SafeString:
    """Return the drawing, ``width`` units wide. ``label`` says in words what it shows (the alternative text)."""
    pen = _Pen(width, chart.unit, language)
    pen.heading(chart.title, "" if chart.unit == "%" else chart.unit)
    table = chart.table
    if chart.type is ChartType.SHARE and len(table.columns) == 1:
        table = _turned(table)
    if len(table.columns) > 1:
        pen.legend(table.columns, as_lines=chart.type is ChartType.LINE)
    if chart.type is ChartType.LINE:
        _line(pen, table)
    elif chart.type is ChartType.BAR:
        _bars(pen, table)
    else:
        _stacked(pen, table, as_share=chart.type is ChartType.SHARE)
    return pen.finished(label)


def _turned(table: Table) -> Table:
    """One column of parts of a whole, as one row."""
    row = Row(table.columns[0], tuple(row.values[0] for row in table.rows))
    return Table(table.corner, tuple(row.name for row in table.rows), (row,))


def _width(text: str, size: float = TYPE) -> float:
    return len(text) * size * _LETTER


class _Pen:
    """Collects the parts of a drawing from top to bottom; ``y`` is where the next one goes."""

    def __init__(self, width: int, unit: str, language: str) -> None:
        self.width, self.unit, self.language = width, unit, language
        self.y = 4.0
        self.parts: list[str] = []

    def number(self, value: Decimal) -> str:
        return shown(value, unit=self.unit, language=self.language)

    def text(
        self, x: float, y: float, words: str, *, anchor: str = "start", css: str = "t", fill: str = _INK, **more: str
    ) -> None:
        extra = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in more.items())
        where = f' text-anchor="{anchor}"' if anchor != "start" else ""
        self.parts.append(
            f'<text class="chart__{css}" x="{_n(x)}" y="{_n(y)}" fill="{fill}"{where}{extra}>{escape(words)}</text>'
        )

    def rect(self, x: float, y: float, width: float, height: float, series: int) -> None:
        self.parts.append(
            f'<rect class="chart__s{series}" x="{_n(x)}" y="{_n(y)}" width="{_n(max(width, 0.5))}" '
            f'height="{_n(height)}" fill="{_FILLS[series][0]}" stroke="{_FILLS[0][0]}" stroke-width="1"/>'
        )

    def rule(self, x1: float, y1: float, x2: float, y2: float, *, strong: bool = False) -> None:
        css, colour = ("axis", _QUIET) if strong else ("rule", _RULE)
        self.parts.append(
            f'<path class="chart__{css}" d="M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}" stroke="{colour}" fill="none"/>'
        )

    def heading(self, title: str, unit: str) -> None:
        for line in _wrapped(title, self.width, TYPE + 1):
            self.y += 17
            self.text(0, self.y, line, css="title", font_weight="600", font_size=str(TYPE + 1))
        if unit:
            self.y += 17
            self.text(0, self.y, unit, css="soft", fill=_QUIET)
        if title or unit:
            self.y += 10

    def legend(self, names: Sequence[str], *, as_lines: bool) -> None:
        x = 0.0
        self.y += 14
        for series, name in enumerate(names):
            sample = 34 if as_lines else 20
            lines = _wrapped(name, self.width - sample, TYPE)
            width = sample + max(_width(line) for line in lines) + 18
            if x and x + width - 18 > self.width:
                x, self.y = 0.0, self.y + 21
            if as_lines:
                self.series_line([(x, self.y - 4), (x + 26, self.y - 4)], series)
                self.marker(x + 13, self.y - 4, series)
            else:
                self.rect(x + 0.5, self.y - 11, 13, 13, series)
            for number, line in enumerate(lines):
                self.text(x + sample, self.y + 16 * number, line)
            self.y += 16 * (len(lines) - 1)
            x += width
        self.y += 12

    def series_line(self, points: Sequence[tuple[float, float]], series: int) -> None:
        colour, dashes = _LINES[series]
        path = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self.parts.append(
            f'<path class="chart__l{series}" d="{path}" stroke="{colour}" stroke-width="2.25" fill="none" '
            f'stroke-linejoin="round"{dashed}/>'
        )

    def marker(self, x: float, y: float, series: int) -> None:
        size = 4.5
        shape = (
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(size - 0.5)}"',
            f'<path d="M{_n(x - size)} {_n(y - size)}h{_n(2 * size)}v{_n(2 * size)}h{_n(-2 * size)}z"',
            f'<path d="M{_n(x)} {_n(y - size - 1)}l{_n(size + 1)} {_n(2 * size)}h{_n(-2 * size - 2)}z"',
            (
                f'<path d="M{_n(x)} {_n(y - size - 1)}l{_n(size + 1)} {_n(size + 1)}l{_n(-size - 1)} {_n(size + 1)}'
                f'l{_n(-size - 1)} {_n(-size - 1)}z"'
            ),
        )[series]
        self.parts.append(f'{shape} class="chart__m{series}" fill="{_LINES[series][0]}"/>')

    def finished(self, label: str) -> SafeString:
        height = math.ceil(self.y + 4)
        named = f' role="img" aria-label="{escape(label)}"' if label else ' aria-hidden="true"'
        return mark_safe(  # noqa: S308 – every word in it was escaped above
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {self.width} {height}" '
            f'width="{self.width}" height="{height}" font-family="{_FONT}" font-size="{TYPE}"{named}>'
            f"{''.join(self.parts)}</svg>"
        )


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _wrapped(text: str, width: float, size: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and _width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


# --- bars -------------------------------------------------------------------------------------------------------------


def _names_beside(pen: _Pen, rows: Sequence[Row]) -> float:
    """How much room the names take to the left of the bars; 0 where they stand above them."""
    longest = max(_width(row.name) for row in rows) * 1.06
    return longest + 14 if pen.width >= 480 and longest <= pen.width * 0.34 else 0.0


def _bars(pen: _Pen, table: Table) -> None:
    values = [value for row in table.rows for value in row.values if value is not None]
    low, high = float(min(Decimal(0), *values)), float(max(Decimal(0), *values))
    left = _names_beside(pen, table.rows)
    # room for the longest number at the end of a bar
    room = max(_width(pen.number(value)) for value in values) + 10
    before = room if low < 0 else 0.0
    scale = (pen.width - left - room - before) / ((high - low) or 1)
    zero = left + before - low * scale
    for row in table.rows:
        top = pen.y
        if not left:
            for line in _wrapped(row.name, pen.width, TYPE):
                pen.y += 16
                pen.text(0, pen.y, line)
            pen.y += 5
        start = pen.y
        for series, value in enumerate(row.values):
            _bar(pen, value, series, zero=zero, scale=scale, y=pen.y)
            pen.y += _BAR + 4
        if left:
            pen.text(left - 14, start + (pen.y - start - 4) / 2 + 4.5, row.name, anchor="end")
        pen.rule(zero, top + (2 if left else 20), zero, pen.y - 2, strong=True)
        pen.y += 7


def _bar(pen: _Pen, value: Decimal | None, series: int, *, zero: float, scale: float, y: float) -> None:
    if value is None:
        pen.text(zero + 6, y + 12.5, "–", css="soft", fill=_QUIET)
        return
    length = float(value) * scale
    pen.rect(min(zero, zero + length), y, abs(length), _BAR, series)
    if value < 0:
        pen.text(zero + length - 5, y + 12.5, pen.number(value), anchor="end")
    else:
        pen.text(zero + length + 5, y + 12.5, pen.number(value))


def _stacked(pen: _Pen, table: Table, *, as_share: bool) -> None:
    totals = [float(sum(value or 0 for value in row.values)) for row in table.rows]
    largest = max(totals) or 1
    left = _names_beside(pen, table.rows)
    room = 0.0 if as_share else max(_width(pen.number(Decimal(_n(total)))) for total in totals) + 10
    for row, total in zip(table.rows, totals, strict=True):
        if not left:
            for line in _wrapped(row.name, pen.width, TYPE):
                pen.y += 16
                pen.text(0, pen.y, line)
            pen.y += 5
        scale = (pen.width - left - room - 1) / ((total if as_share else largest) or 1)
        x = left + 0.5
        for series, words, value in _segments(pen, row, total, as_share=as_share):
            width = float(value) * scale
            pen.rect(x, pen.y, width, _BAR + 8, series)
            if _width(words) + 8 <= width:
                pen.text(x + width / 2, pen.y + 16.5, words, anchor="middle", css=f"on{series}", fill=_FILLS[series][1])
            x += width
        if left:
            pen.text(left - 14, pen.y + 16.5, row.name, anchor="end")
        if not as_share:
            whole = sum((value for value in row.values if value is not None), Decimal(0))
            pen.text(x + 6, pen.y + 16.5, pen.number(whole), font_weight="600")
        pen.y += _BAR + 8 + 10


def _segments(pen: _Pen, row: Row, total: float, *, as_share: bool) -> Iterator[tuple[int, str, Decimal]]:
    for series, value in enumerate(row.values):
        if value:
            share = Decimal(round(float(value) * 100 / total)) if as_share and total else value
            words = shown(share, unit="%", language=pen.language) if as_share else pen.number(value)
            yield series, words, value


# --- lines ------------------------------------------------------------------------------------------------------------


def _ticks(low: float, high: float) -> list[float]:
    span = (high - low) or 1
    rough = span / 4
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough)
    first = math.floor(low / step) * step
    count = max(1, math.ceil((high - first) / step - 1e-9))
    return [round(first + step * number, 9) for number in range(count + 1)]


def _line(pen: _Pen, table: Table) -> None:
    values = [float(value) for row in table.rows for value in row.values if value is not None]
    low, high = min(values), max(values)
    # a line may begin above zero, but not a hair above it; shares never do, or a small fall would look like a steep one
    if low == high:
        low, high = min(0.0, low), max(0.0, high)
    elif 0 <= low < 0.6 * high or (low >= 0 and pen.unit == "%"):
        low = 0.0
    ticks = _ticks(low, high)
    names = [pen.number(Decimal(str(tick))) for tick in ticks]
    left = max(_width(name) for name in names) + 10
    right = pen.width - max(14, _width(table.rows[-1].name) / 2)
    height = 220 if pen.width >= 480 else 190
    # a value stands above its point, also above the highest one
    top = pen.y + 8 + (TYPE + 6 if len(table.columns) == 1 else 0)
    bottom = top + height

    def place(row: int, value: float) -> tuple[float, float]:
        x = left + 10 + (right - left - 10) * (row / (len(table.rows) - 1))
        return x, bottom - (value - ticks[0]) / (ticks[-1] - ticks[0]) * (bottom - top)

    for tick, name in zip(ticks, names, strict=True):
        _x, y = place(0, tick)
        pen.rule(left, y, right, y, strong=tick == ticks[0])
        pen.text(left - 8, y + 4.5, name, anchor="end", css="soft", fill=_QUIET)
    pen.y = bottom
    _row_names(pen, table, [place(row, ticks[0])[0] for row in range(len(table.rows))])
    for series in range(len(table.columns)):
        points = [
            (row, float(value)) for row in range(len(table.rows)) if (value := table.value(row, series)) is not None
        ]
        for run in _runs(points):
            if len(run) > 1:
                pen.series_line([place(row, value) for row, value in run], series)
        for row, height_of in points:
            pen.marker(*place(row, height_of), series)
    if len(table.columns) == 1:
        _values_above(pen, table, place)


def _runs(points: Sequence[tuple[int, float]]) -> list[list[tuple[int, float]]]:
    """Points without a gap between them: a missing value interrupts the line."""
    runs: list[list[tuple[int, float]]] = []
    for point in points:
        if runs and point[0] == runs[-1][-1][0] + 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def _row_names(pen: _Pen, table: Table, xs: Sequence[float]) -> None:
    pen.y += 18
    last = len(xs) - 1
    until = -math.inf
    for row in range(len(xs)):
        half = _width(table.rows[row].name) / 2
        begins = xs[row] - half
        if row == last or (begins > until + 8 and xs[row] + half < xs[last] - _width(table.rows[last].name) / 2 - 8):
            pen.text(xs[row], pen.y, table.rows[row].name, anchor="middle")
            until = xs[row] + half
    pen.y += 6


def _values_above(pen: _Pen, table: Table, place: Callable[[int, float], tuple[float, float]]) -> None:
    until = -math.inf
    for row in range(len(table.rows)):
        value = table.value(row, 0)
        if value is None:
            continue
        x, y = place(row, float(value))
        words = pen.number(value)
        if x - _width(words) / 2 > until + 4:
            pen.text(x, y - 10, words, anchor="middle", font_weight="600")
            until = x + _width(words) / 2
