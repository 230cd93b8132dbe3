"""A rendered fragment as a tree: elements, and runs of words between them."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from html.parser import HTMLParser
from itertools import groupby
from typing import NamedTuple

import nh3

from atasehir_portal import markdown
from atasehir_portal.markdown import is_safe_address

INLINE = frozenset({"em", "strong", "a", "code", "sup", "span", "b", "small"})
VOID = frozenset({"br", "hr"})
_TAGS = markdown.TAGS | {"caption", "figure", "figcaption", "dl", "dt", "dd", "div", "b", "small"}
_CLASSES = {
    "a": {"cite", "ref"},
    "span": {"cite", "cite--missing", "note"},
    "sup": {"note-call"},
    "th": {"num"},
    "td": {"num"},
}
# words with what holds them together (3/2, 12.30, Belediye’nin), then white space, then signs
_PIECE = re.compile(r"[\w\u0300-\u036f\u200c\u200d]+(?:[.,:/’'-][\w\u0300-\u036f\u200c\u200d]+)*|\s+|[^\w\s]+")

_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags={"script", "style"},
    attributes={"*": set(), "a": {"href", "rel"}, "ol": {"start"}, "th": {"scope"}},
    allowed_classes={tag: set(names) for tag, names in _CLASSES.items()},
    attribute_filter=lambda tag, name, value: None if name == "href" and not is_safe_address(value) else value,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)

_DEEPEST = 40  # elements in each other; what stands deeper is read as if it stood there

Attributes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """An inline element around words."""

    tag: str
    attributes: Attributes = ()


Marks = tuple[Mark, ...]


class Word(NamedTuple):
    """A word, a sign, or ``<br>``, with the inline elements around it.

    ``before`` are those around the white space in front of it, None where there is none.
    """

    text: str
    marks: Marks
    before: Marks | None = None
    is_break: bool = False

    @property
    def key(self) -> tuple[str, Marks, bool]:
        """What makes two words the same: what is read, not the space before it."""
        return self.text, self.marks, self.is_break


@dataclass(eq=False)
class Run:
    """Words that flow in one line."""

    words: list[Word]

    @cached_property
    def key(self) -> str:
        parts = []
        for marks, group in groupby(self.words, key=lambda word: word.marks):
            parts.append(_opened(marks))
            for word in group:
                parts.append("\0" if word.before is None else " ")
                parts.append("\n" if word.is_break else word.text)
        return "".join(parts)

    @cached_property
    def bag(self) -> Counter[str]:
        """How often each word stands in it."""
        return Counter(word.text for word in self.words)


@dataclass(eq=False)
class Element:
    """A block of text: a paragraph, a list, a cell."""

    tag: str
    attributes: Attributes = ()
    children: "list[Node]" = field(default_factory=list)

    @cached_property
    def key(self) -> str:
        inner = "".join(child.key for child in self.children)
        return f"<{self.tag}{_written(self.attributes)}>{inner}</{self.tag}>"

    @cached_property
    def bag(self) -> Counter[str]:
        """How often each word stands in it."""
        found: Counter[str] = Counter()
        for child in self.children:
            found.update(child.bag)
        return found


Node = Run | Element


def _opened(marks: Marks) -> str:
    return "".join(f"<{mark.tag}{_written(mark.attributes)}>" for mark in marks)


def _written(attributes: Attributes) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes)


def open_tag(tag: str, attributes: Attributes, css: str = "") -> str:
    """Return an opening tag; ``css`` is a class beside those of the attributes."""
    if css:
        own = dict(attributes)
        own["class"] = f"{own['class']} {css}" if own.get("class") else css
        attributes = tuple(own.items())
    return f"<{tag}{_written(attributes)}>"


class _Reader(HTMLParser):
    """Reads cleaned HTML. Elements between words become marks of the words, all others nodes of the tree."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("div")
        self._open: list[Element] = [self.root]
        self._marks: list[Mark] = []
        self._words: list[Word] = []
        self._space: Marks | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = tuple(sorted((name, value or "") for name, value in attrs))
        if tag in INLINE:
            if len(self._marks) < _DEEPEST:
                self._marks.append(Mark(tag, given))
        elif tag == "br":
            self._words.append(Word("", tuple(self._marks), self._space if self._words else None, is_break=True))
            self._space = None
        else:
            self._flush()
            if len(self._open) > _DEEPEST:
                return
            element = Element(tag, given)
            self._open[-1].children.append(element)
            if tag not in VOID:
                self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in INLINE:
            at = next((i for i in reversed(range(len(self._marks))) if self._marks[i].tag == tag), None)
            if at is not None:
                del self._marks[at]
        elif tag not in VOID:
            self._flush()
            at = next((i for i in reversed(range(1, len(self._open))) if self._open[i].tag == tag), None)
            if at is not None:
                del self._open[at:]

    def handle_data(self, data: str) -> None:
        marks = tuple(self._marks)
        for text in _PIECE.findall(data):
            if text.isspace():
                self._space = marks if self._words else None
            else:
                self._words.append(Word(text, marks, self._space))
                self._space = None

    def _flush(self) -> None:
        if self._words:
            self._open[-1].children.append(Run(self._words))
        self._words, self._space = [], None

    def finished(self) -> Element:
        self.close()
        self._flush()
        return self.root


def read(html: str) -> Element:
    """Return a fragment, cleaned, as the children of an element."""
    reader = _Reader()
    reader.feed(_CLEANER.clean(html))
    return reader.finished()


def read_line(text: str) -> Element:
    """Return plain text as a fragment of one run."""
    reader = _Reader()
    reader.handle_data(text)
    return reader.finished()


def walk_words(node: Node) -> Iterator[Word]:
    """The words of a node in reading order."""
    if isinstance(node, Run):
        yield from node.words
    else:
        for child in node.children:
            yield from walk_words(child)
