"""The words of a text without its marks."""

import re
from collections.abc import Callable, Mapping, Sequence

from markdown_it.token import Token

from atasehir_portal.markdown.parsing import parse
from atasehir_portal.markdown.references import cited
from atasehir_portal.prose.words import count

Names = Callable[[str], str]
"""Says what ``#anchor`` or ``kitap:2#anchor`` is called in the text; "" where it is not there."""


def _words_of(tokens: Sequence[Token], notes: bool, numbers: Mapping[str, int], names: Names | None) -> str:
    parts = []
    for index, token in enumerate(tokens):
        if token.type in {"text", "code_inline", "text_special"}:
            parts.append(token.content)
        elif token.type == "softbreak":
            parts.append(" ")
        elif token.type == "hardbreak":
            parts.append("\n")
        elif token.type == "image":
            parts.append(_words_of(token.children or [], notes, numbers, names))
        elif token.type == "note" and notes:
            parts.append(f" ({_words_of(token.children or [], notes, numbers, names)})")
        elif token.type == "link_open" and names is not None and tokens[index + 1].type == "link_close":
            parts.append(names(str(token.attrGet("href") or "")))
        elif token.type == "citation" and token.meta["key"] in numbers:
            parts.append(f"[{cited(str(numbers[token.meta['key']]), token.meta['locator'])}]")
    return "".join(parts)


def plain(
    text: str, *, notes: bool = False, numbers: Mapping[str, int] | None = None, names: Names | None = None
) -> str:
    """Return the words of a Markdown text: paragraphs apart by an empty line, list items by a line.

    Notes are left out unless ``notes`` asks for them in parentheses; citations unless ``numbers`` gives their source
    a number, references without words of their own unless ``names`` says what they are called.
    """
    blocks: list[str] = []
    in_item = False
    row: list[str] | None = None
    for token in parse(text):
        if token.type == "list_item_open":
            in_item = True
        elif token.type == "list_item_close":
            in_item = False
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            blocks.append(" · ".join(row or []))
            row = None
        elif token.type == "inline":
            words = re.sub(
                r"[ \t]+([.,;:!?])", r"\1", _words_of(token.children or [], notes, numbers or {}, names)
            ).strip()
            if row is not None:
                row.append(words)
                continue
            blocks.append(f"– {words}" if in_item else words)
            in_item = False
        elif token.type in {"fence", "code_block"}:
            blocks.append(token.content.strip())
    joined = ""
    for block in filter(None, blocks):
        joined += (
            "\n" if block.startswith("– ") and joined.rpartition("\n")[2].startswith("– ") else "\n\n" if joined else ""
        ) + block
    return joined


_ADDRESS = re.compile(r"\S+://\S+|\bwww\.\S+|\S+@\S+\.\S+")


def prose(text: str) -> str:
    """Return the running words of a Markdown text, notes included, without code and addresses: what an index or a
    glossary finds words in."""

    def words(tokens: Sequence[Token]) -> str:
        return "".join(
            token.content
            if token.type in {"text", "text_special"}
            else f" {words(token.children or [])} "
            if token.type in {"note", "image"}
            else " "
            if token.type in {"softbreak", "hardbreak", "code_inline"}
            else ""
            for token in tokens
        )

    return _ADDRESS.sub(" ", "\n".join(words(t.children or []) for t in parse(text) if t.type == "inline"))


def first_words(text: str, count: int) -> str:
    """Return the first ``count`` words of a Markdown text on one line, with … where something follows."""
    words = plain(text).replace("– ", "").split()
    return " ".join(words[:count]) + (" …" if len(words) > count else "")


def count_words(text: str) -> int:
    """Return how many words a reader reads, notes included."""
    return count(plain(text, notes=True))
