"""What of a block can be carried over into one of another kind."""

import re
from collections.abc import Mapping
from typing import Any

from atasehir_portal import markdown
from atasehir_portal.documents import validation
from atasehir_portal.documents.models import BlockKind

_MARK = re.compile(r"^\s*(?:[-+*]|\d{1,9}[.)])\s+")


def is_other_kind(present: str, other: str) -> bool:
    """Return whether a block changes when it becomes one of another kind. A paragraph becomes a list by writing it as
    one."""
    return present != other and not {present, other} <= validation.TEXT_KINDS


def carried_over(present: str, other: str, body: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form of the other kind begins with: the text, and the fields that both kinds have.

    Nothing is lost where little can be carried over: the old block stays and can be brought back.
    """
    text = body
    if present == BlockKind.TABLE:
        text = _rows_as_list(body)
    elif present == BlockKind.FIGURE:
        text = "\n\n".join(filter(None, (str(data.get("caption", "")), str(data.get("alt", "")))))
    if other == BlockKind.TABLE:
        text = _items_as_rows(present, body)
    title = str(data.get("title") or data.get("caption") or "")
    return {"body": text, "title": title, "caption": title, "source": str(data.get("source", ""))}


def _rows_as_list(body: str) -> str:
    table = markdown.pipe_table(body)
    if table is None:
        return body
    return "\n".join(f"- {'; '.join(cell for cell in row if cell)}" for row in table.rows)


def _items_as_rows(present: str, body: str) -> str:
    """Return a table of one column with a row for every item of a list, or for the whole text."""
    if present == BlockKind.LIST:
        found = [_MARK.sub("", item, count=1) for item in markdown.items(body)]
    else:
        found = [element.text for element in markdown.elements(body)]
    cells = [" ".join(markdown.plain(text).split()).replace("|", "\\|") for text in found]
    return "\n".join(["|  |", "| --- |", *(f"| {cell} |" for cell in cells)])
