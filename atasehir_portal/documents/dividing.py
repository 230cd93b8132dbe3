"""Where a text can be divided, and how texts of one kind are joined."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from atasehir_portal import markdown
from atasehir_portal.documents import validation
from atasehir_portal.documents.models import BlockKind

# what the cursor divides while it is written; a table is divided between its rows
AT_CURSOR = validation.TEXT_KINDS | {BlockKind.BOX.value}
DIVISIBLE = AT_CURSOR | {BlockKind.TABLE.value}
NOT_DIVISIBLE = _("A figure is one picture or one chart, so it cannot be divided. Add another figure beside it.")
# what stands between two texts of a kind that become one
_JOINTS = {
    BlockKind.PARAGRAPH.value: " ",
    BlockKind.LIST.value: "\n",
    BlockKind.QUOTATION.value: "\n>\n",
    BlockKind.BOX.value: "\n\n",
}
_END_OF_SENTENCE = re.compile(r"[.!?…][”’\"')\]*_]*\s+(?=[\"'“‘(*_]*[^\W\d_a-zçğıöşüâîû])")
_ITEM = re.compile(r"( {0,3}(?:[-+*]|\d{1,9}[.)]) +)")


def pieces(kind: str, body: str) -> list[str]:
    """Return the pieces between which a text can be divided: sentences of a paragraph, items of a list, paragraphs of a
    quotation, elements of a box, rows of a table (each with its headings). One piece where it cannot."""
    if kind == BlockKind.PARAGRAPH:
        return _sentences(body)
    if kind == BlockKind.LIST:
        return markdown.items(body)
    if kind == BlockKind.QUOTATION:
        inner = "\n".join(re.sub(r"^ {0,3}> ?", "", line) for line in body.split("\n"))
        return [re.sub(r"^", "> ", element.text, flags=re.MULTILINE) for element in markdown.elements(inner)]
    if kind == BlockKind.BOX:
        return [element.text for element in markdown.elements(body)]
    if kind == BlockKind.TABLE:
        heading, rows = _heading_and_rows(body)
        return [f"{heading}\n{row}" for row in rows] or [body]
    return [body]


def _heading_and_rows(body: str) -> tuple[str, list[str]]:
    """Return the headings of a table, with the line of dashes, and its rows."""
    lines = body.replace("\r\n", "\n").strip("\n").split("\n")
    return "\n".join(lines[:2]), lines[2:]


def joined(kind: str, texts: Sequence[str]) -> str:
    """Return the text that texts of one kind make together. Tables have the headings of the first."""
    if kind == BlockKind.TABLE:
        heading = _heading_and_rows(texts[0])[0]
        return "\n".join([heading, *(row for text in texts for row in _heading_and_rows(text)[1])])
    return _JOINTS[kind].join(texts)


def divided(kind: str, found: Sequence[str], at: int) -> list[str]:
    """Return the two texts that pieces make when the second begins with piece number ``at`` (from 0)."""
    return [joined(kind, found[:at]), joined(kind, found[at:])]


def _sentences(body: str) -> list[str]:
    """Return the sentences of a paragraph. A full stop inside a note, a link or an emphasis is no boundary."""
    found, start = [], 0
    for match in _END_OF_SENTENCE.finditer(body):
        end = match.end()
        if _means_the_same(body[start:], body[start:end], body[end:]):
            found.append(body[start:end].strip())
            start = end
    return [*found, body[start:].strip()]


def _means_the_same(whole: str, first: str, second: str) -> bool:
    if markdown.count_notes(whole) != markdown.count_notes(first) + markdown.count_notes(second):
        return False
    return markdown.plain(whole).split() == [*markdown.plain(first).split(), *markdown.plain(second).split()]


def at_cursor(kind: str, body: str, before: str) -> list[str]:
    """Return the parts of a text that is divided where a person's cursor stands, after ``before``.

    In the middle of an item, or of a quotation, the second part gets the mark of the first. A cursor at either end divides
    nothing: one part.
    """
    body, before = body.replace("\r\n", "\n"), before.replace("\r\n", "\n")
    if not body.startswith(before):
        return [body]
    first, second = before, body[len(before) :]
    line = first.rpartition("\n")[2]
    if kind == BlockKind.LIST and line:
        mark = _ITEM.match(line)
        if mark is not None and not line[mark.end() :].strip():
            first, second = first[: -len(line)], line + second
        elif mark is not None and second.partition("\n")[0].strip():
            second = mark[1] + second.lstrip(" ")
        else:
            # at the end of an item, or in its later lines: the next item begins the second part
            first, second = _to_the_next_item(first, second)
    if kind == BlockKind.QUOTATION and second.strip() and not second.lstrip("\n").startswith(">"):
        second = "> " + second.lstrip()
    parts = [first.strip("\n").rstrip(), second.strip("\n").rstrip()]
    if kind == BlockKind.PARAGRAPH:
        parts = [part.strip() for part in parts]
    return [part for part in parts if part.strip("> \n")]


def _to_the_next_item(first: str, second: str) -> tuple[str, str]:
    rest, _newline, second = second.partition("\n")
    first += rest
    while second and not _ITEM.match(second):
        line, _newline, second = second.partition("\n")
        first += "\n" + line
    return first, second
