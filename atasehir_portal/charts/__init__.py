"""Charts from small tables, drawn as SVG by the server in the house colours.

``table.read`` makes a ``Table`` of what somebody typed or pasted and names every fault by row; ``Chart`` adds how it is
drawn; ``drawing.svg`` draws it for a page, a phone or paper. No tables of the database, no room: every room may use it.
"""

from atasehir_portal.charts.drawing import NARROW, WIDE, svg
from atasehir_portal.charts.numbers import parse_number, shown
from atasehir_portal.charts.table import (
    MOST_ROWS,
    MOST_SERIES,
    Chart,
    ChartType,
    Row,
    Table,
    TableFault,
    cells_of,
    read,
    written,
)

__all__ = [
    "MOST_ROWS",
    "MOST_SERIES",
    "NARROW",
    "WIDE",
    "Chart",
    "ChartType",
    "Row",
    "Table",
    "TableFault",
    "cells_of",
    "parse_number",
    "read",
    "shown",
    "svg",
    "written",
]
