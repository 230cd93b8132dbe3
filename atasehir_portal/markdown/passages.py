"""A text in passages: what is one paragraph, list item, cell or note for a reader, and which of its words are the writer's
own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from atasehir_portal.markdown.parsing import parse

PARAGRAPH, ITEM, CELL, HEADER, HEADING, NOTE = "paragraph", "item", "cell", "header", "heading", "note"

_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"]*\"")
_NOT_OWN = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Link:
    """A link: what can be pressed, and where it leads."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Passage:
    """What a reader takes in at once.

    ``text`` are its words without citations and notes. ``own`` is the same length, with blanks where words are quoted, set
    apart (emphasis, often a title) or code: what the writer answers for. ``is_bold`` says that all of it is strong.
    """

    kind: str
    text: str
    own: str
    links: tuple[Link, ...] = ()
    is_quoted: bool = False
    is_bold: bool = False


@dataclass
class _Words:
    text: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    notes: list["_Words"] = field(default_factory=list)
    has_plain: bool = False
    has_strong: bool = False

    def add(self, words: str, *, is_own: bool = True) -> None:
        self.text.append(words)
        self.own.append(words if is_own else _NOT_OWN.sub(" ", words))

    def passage(self, kind: str, is_quoted: bool) -> Passage:
        text = "".join(self.text)
        own = _QUOTED.sub(lambda match: _NOT_OWN.sub(" ", match[0]), "".join(self.own))
        return Passage(
            kind,
            text,
            _NOT_OWN.sub(" ", own) if is_quoted else own,
            tuple(self.links),
            is_quoted,
            is_bold=self.has_strong and not self.has_plain,
        )


def passages(text: str) -> list[Passage]:
    """Return the passages of a Markdown text in reading order, each followed by its notes; empty ones are left out."""
    return [each for each in _passages(parse(text)) if each.text.strip()]


def _passages(tokens: Sequence[Token]) -> Iterator[Passage]:
    quoted, kind = 0, PARAGRAPH
    for token in tokens:
        if token.type == "blockquote_open":
            quoted += 1
        elif token.type == "blockquote_close":
            quoted -= 1
        elif token.type == "list_item_open":
            kind = ITEM
        elif token.type in {"th_open", "td_open"}:
            kind = HEADER if token.tag == "th" else CELL
        elif token.type == "heading_open":
            kind = HEADING
        elif token.type == "inline":
            words = _words(token.children or [])
            yield words.passage(kind, quoted > 0)
            for note in words.notes:
                yield note.passage(NOTE, quoted > 0)
            kind = PARAGRAPH


def _words(tokens: Sequence[Token]) -> _Words:
    found = _Words()
    set_apart = strong = 0
    opened: list[tuple[str, int]] = []
    for token in tokens:
        if token.type == "em_open":
            set_apart += 1
        elif token.type == "em_close":
            set_apart -= 1
        elif token.type == "strong_open":
            strong += 1
        elif token.type == "strong_close":
            strong -= 1
        elif token.type == "link_open":
            opened.append((str(token.attrGet("href") or ""), len(found.text)))
        elif token.type == "link_close" and opened:
            address, start = opened.pop()
            found.links.append(Link("".join(found.text[start:]).strip(), address))
        elif token.type in {"text", "text_special"}:
            found.add(token.content, is_own=not set_apart)
            if token.content.strip():
                found.has_strong, found.has_plain = found.has_strong or strong > 0, found.has_plain or not strong
        elif token.type == "code_inline":
            found.add(token.content, is_own=False)
            found.has_plain = True
        elif token.type in {"softbreak", "hardbreak"}:
            found.add(" " if token.type == "softbreak" else "\n")
        elif token.type == "image":
            found.add(_plain(token.children or []))
        elif token.type == "note":
            found.notes.append(_words(token.children or []))
    return found


def _plain(tokens: Sequence[Token]) -> str:
    return "".join(_words(tokens).text)
