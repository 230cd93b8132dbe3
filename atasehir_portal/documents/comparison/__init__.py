"""Two texts of one document compared: versions, editions, the working text.

Sections and blocks are the same where their uid is, whatever became of their words and of their place. So a chapter
that was renamed is no new chapter, and a paragraph that moved is no paragraph that went and another that came.
"""

from atasehir_portal.documents.comparison.comparing import (
    Chapter,
    Comparison,
    Counts,
    Item,
    ListChange,
    compare,
)
from atasehir_portal.documents.comparison.pages import LISTS, Page, Row, neighbours, page, rows

__all__ = [
    "LISTS",
    "Chapter",
    "Comparison",
    "Counts",
    "Item",
    "ListChange",
    "Page",
    "Row",
    "compare",
    "neighbours",
    "page",
    "rows",
]
