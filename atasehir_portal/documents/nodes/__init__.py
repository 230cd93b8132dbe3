"""A document as it is read: plain nodes for sections and blocks, the same whether they come from the working text or
a frozen version.

A ``Reading`` numbers chapters, sections, figures, tables, notes and sources once; the nodes turn themselves into HTML
when they are asked, so that a page pays for what it shows.
"""

from atasehir_portal.documents.nodes.blocks import BlockNode, Cell, TableNode, block_anchor
from atasehir_portal.documents.nodes.reading import ChapterAddress, FigureAddress, ListedPart, Reading
from atasehir_portal.documents.nodes.sections import SectionNode

__all__ = [
    "BlockNode",
    "Cell",
    "ChapterAddress",
    "FigureAddress",
    "ListedPart",
    "Reading",
    "SectionNode",
    "TableNode",
    "block_anchor",
]
