"""Markdown at one choke point: what people write becomes safe HTML here and nowhere else.

CommonMark with pipe tables, without raw HTML, pictures, indented code and link definitions; with citations
``[@key]``, ``[@key, m. 13]``, notes ``^[text]`` and references ``[](#anchor)`` whose words ("Bölüm 3") come by
themselves. Everything that leaves goes through an allow-list of tags,
classes and addresses, so that a mistake in a rule cannot become a script. Typed text is also freed of signs that hide
or reorder what a reader sees.

How citations, notes and links inside the text come out is decided by a ``References`` object: ``InlineReferences``
for a text on its own, ``WebReferences`` for a page, ``PrintReferences`` for paper.
"""

from atasehir_portal.markdown.output import render, render_inline
from atasehir_portal.markdown.parsing import CITATION
from atasehir_portal.markdown.pasted import Pasted, from_html
from atasehir_portal.markdown.references import (
    InlineReferences,
    Note,
    PrintReferences,
    References,
    Target,
    Targets,
    WebReferences,
)
from atasehir_portal.markdown.sanitising import TAGS
from atasehir_portal.markdown.structure import (
    Element,
    PipeTable,
    cited_keys,
    count_notes,
    elements,
    items,
    linked_anchors,
    linked_books,
    pipe_table,
    without_empty_columns,
    without_empty_rows,
)
from atasehir_portal.markdown.typed import BOOK, clean, clean_line, is_safe_address, literal
from atasehir_portal.markdown.words import count_words, first_words, plain, prose

__all__ = [
    "BOOK",
    "CITATION",
    "TAGS",
    "Element",
    "InlineReferences",
    "Note",
    "Pasted",
    "PipeTable",
    "PrintReferences",
    "References",
    "Target",
    "Targets",
    "WebReferences",
    "cited_keys",
    "clean",
    "clean_line",
    "count_notes",
    "count_words",
    "elements",
    "first_words",
    "from_html",
    "is_safe_address",
    "items",
    "linked_anchors",
    "linked_books",
    "literal",
    "pipe_table",
    "without_empty_columns",
    "without_empty_rows",
    "plain",
    "prose",
    "render",
    "render_inline",
]
