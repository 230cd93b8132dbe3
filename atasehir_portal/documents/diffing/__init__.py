"""The difference of two texts as they are read, word by word, in HTML that stays valid.

``marked(old, new)`` takes two rendered fragments and returns one in which ``<del>`` and ``<ins>`` hold what went and what
came; ``marked_line`` does the same for plain text; ``of_blocks`` for blocks, with their typed data field by field.
``in_words`` turns a marked fragment into plain text. Everything that leaves went through an allow-list.

Both fragments are read as trees: elements are paired by what they say, words only inside a pair, so that a mark never
crosses a tag, a list stays a list and a table has as many cells in every row. See ``docs/decisions/0057``.
"""

from atasehir_portal.documents.diffing.blocks import BlockDiff, FieldChange, content, of_blocks
from atasehir_portal.documents.diffing.marking import in_words, marked, marked_line

__all__ = ["BlockDiff", "FieldChange", "content", "in_words", "marked", "marked_line", "of_blocks"]
