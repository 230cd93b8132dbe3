"""The structure of a text: its elements, its table, what it refers to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from atasehir_portal.markdown.parsing import CITATION, MD, all_tokens, parse
from atasehir_portal.markdown.typed import BOOK, clean


@dataclass(frozen=True, slots=True)
class Element:
    """One top-level element of a text. ``kind`` is the parser's own name: paragraph, bullet_list, ordered_list,
    blockquote, table, heading, fence or hr; ``line`` counts from 0.
    """

    kind: str
    text: str
    line: int
    has_only_text: bool


_TEXT_TOKENS = {
    "paragraph_open",
    "bullet_list_open",
    "ordered_list_open",
    "list_item_open",
    "blockquote_open",
    "inline",
}


def elements(text: str) -> list[Element]:
    """Return the top-level elements in order, each with its own Markdown, so that joined by empty lines they mean the
    same.

    ``has_only_text`` says that there are but paragraphs, lists and quotations in it (no heading, rule, code or
    table).
    """
    text = clean(text)
    lines = text.split("\n")
    found: list[Element] = []
    tokens = MD.parse(text, {})
    for index, token in enumerate(tokens):
        if token.level != 0 or token.nesting < 0 or token.map is None:
            continue
        inner = tokens[index : _end_of(tokens, index) + 1]
        only_text = all(t.nesting < 0 or t.type in _TEXT_TOKENS for t in inner)
        found.append(
            Element(
                token.type.removesuffix("_open"), _dedented(lines[token.map[0] : token.map[1]]), token.map[0], only_text
            )
        )
    return found


def items(text: str) -> list[str]:
    """Return the items of the lists that a text begins with, each with its own Markdown and what stands below it."""
    text = clean(text)
    lines = text.split("\n")
    return [
        "\n".join(lines[token.map[0] : token.map[1]]).strip("\n").rstrip()
        for token in MD.parse(text, {})
        if token.type == "list_item_open" and token.level == 1 and token.map is not None
    ]


def _end_of(tokens: Sequence[Token], start: int) -> int:
    if tokens[start].nesting == 0:
        return start
    return next(
        i for i in range(start + 1, len(tokens)) if tokens[i].level == tokens[start].level and tokens[i].nesting < 0
    )


def _dedented(lines: Sequence[str]) -> str:
    indent = len(lines[0]) - len(lines[0].lstrip(" ")) if lines else 0
    pattern = re.compile(rf"^ {{0,{indent}}}")
    return "\n".join(pattern.sub("", line) for line in lines).strip("\n").rstrip()


@dataclass(frozen=True, slots=True)
class PipeTable:
    """A pipe table: the Markdown of its header cells and of its rows."""

    header: list[str]
    rows: list[list[str]]


def pipe_table(text: str) -> PipeTable | None:
    """Return the one pipe table that the text consists of; None where it is anything else."""
    tokens = parse(text)
    if not tokens or tokens[0].type != "table_open" or _end_of(tokens, 0) != len(tokens) - 1:
        return None
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token.content)
    return PipeTable(rows[0], rows[1:])


_EMPTY_ROW = re.compile(r"[|\s]*")


def without_empty_rows(table: str) -> str:
    """Return a pipe table without the rows in which nothing stands but the bars; its heading stays, and so does one row."""
    head, dashes, *rows = table.split("\n")
    kept = [row for row in rows if not _EMPTY_ROW.fullmatch(row)]
    return "\n".join([head, dashes, *(kept or rows[:1])])


_BAR = re.compile(r"(?<!\\)\|")


def without_empty_columns(table: str) -> tuple[str, list[int]]:
    """Return a pipe table without the columns in which nothing stands, heading included, and which of its columns (from 1) are
    left. A table in which nothing stands at all stays as it is."""
    lines = [[cell.strip() for cell in _BAR.split(_inner(line))] for line in table.split("\n")]
    width = len(lines[0])
    kept = [n for n in range(width) if any(n < len(line) and line[n] for line in (lines[0], *lines[2:]))]
    if not kept or len(kept) == width:
        return table, list(range(1, width + 1))
    rows = ("| " + " | ".join(line[n] if n < len(line) else "" for n in kept) + " |" for line in lines)
    return "\n".join(rows), [n + 1 for n in kept]


def _inner(line: str) -> str:
    line = line.strip().removeprefix("|")
    return line[:-1] if line.endswith("|") and not line.endswith("\\|") else line


def count_notes(text: str) -> int:
    """Return how many notes a text has."""
    if "^[" not in text:
        return 0
    return sum(token.type == "note" for token in all_tokens(parse(text)))


def cited_keys(text: str) -> list[str]:
    """Return the keys of the sources that a text cites, in order, each once."""
    return list(dict.fromkeys(match[1] for match in CITATION.finditer(text))) if "[@" in text else []


def linked_anchors(text: str) -> list[str]:
    """Return the anchors (without #) that a text links to, in order, each once."""
    if "](#" not in text:
        return []
    links = (str(t.attrGet("href") or "") for t in all_tokens(parse(text)) if t.type == "link_open")
    return list(dict.fromkeys(link[1:] for link in links if link.startswith("#")))


def linked_books(text: str) -> list[str]:
    """Return the places in other books (``kitap:2#anchor``) that a text links to, in order, each once."""
    if "](kitap:" not in text:
        return []
    links = (str(t.attrGet("href") or "") for t in all_tokens(parse(text)) if t.type == "link_open")
    return list(dict.fromkeys(link for link in links if BOOK.match(link)))
