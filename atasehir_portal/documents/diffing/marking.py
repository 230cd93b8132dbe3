"""Two trees as one fragment of HTML in which ``<del>`` and ``<ins>`` stand only around words.

What went or came as a whole (a paragraph, an item, a row, a column) carries the class ``diff--del`` or ``diff--ins`` on
its element too. Words for people who hear the page stand in spans of the class ``vh``.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape, unescape
from itertools import groupby
from typing import Literal

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from atasehir_portal.documents.diffing import tables, tree, words
from atasehir_portal.documents.diffing.matching import Budget, alike, opcodes
from atasehir_portal.documents.diffing.tree import Element, Node, Run

Change = Literal["del", "ins"]

_MARKED = {"diff--del", "diff--ins"}
_BLOCKS = ("p", "ul", "ol", "li", "blockquote", "table", "tr", "pre", "h2", "h3", "h4", "h5", "h6")
_CLEANER = nh3.Cleaner(
    tags={*tree._TAGS, "del", "ins"},
    clean_content_tags={"script", "style"},
    attributes={"*": set(), "a": {"href", "rel"}, "ol": {"start"}, "th": {"scope"}},
    allowed_classes={
        **dict.fromkeys(_BLOCKS, _MARKED),
        "a": {"cite", "ref"},
        "span": {"cite", "cite--missing", "note", "vh"},
        "sup": {"note-call"},
        "th": {"num", *_MARKED},
        "td": {"num", *_MARKED},
    },
    attribute_filter=lambda tag, name, value: None if name == "href" and not tree.is_safe_address(value) else value,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


def marked(old: str, new: str) -> SafeString:
    """Return one fragment of two rendered ones, with what went and what came marked.

    Without every ``ins`` and ``diff--ins`` it reads as the old fragment, without every ``del`` and ``diff--del`` as
    the new one. Nothing stands in it that stood in neither, but the words for people who hear it.
    """
    return _safe(_Marker().children(tree.read(old).children, tree.read(new).children))


def marked_line(old: str, new: str) -> SafeString:
    """Return one line of two lines of plain text, with what went and what came marked."""
    return _safe(_Marker().children(tree.read_line(old).children, tree.read_line(new).children))


def _safe(parts: Iterable[str]) -> SafeString:
    return mark_safe(_CLEANER.clean("".join(parts)))  # noqa: S308 – built from cleaned trees, and cleaned once more


_HEARD = re.compile(r'<span class="vh">(.*?)</span>')
_LINE_END = re.compile(r"</(?:p|li|tr|caption|h[2-6]|figcaption|dt|dd)>|<br>|<hr>")
_CELL_END = re.compile(r"</t[hd]>(?=<t[hd])")
_TAG = re.compile(r"<[^>]*>")


def in_words(html: str) -> str:
    """Return a marked fragment as plain text: ``[added: …]``, ``[taken out: …]``, a line for each paragraph."""
    text = _CELL_END.sub(" · ", re.sub(r"</(?:ins|del)>", "]", _HEARD.sub(r"[\1", html)))
    lines = unescape(_TAG.sub("", _LINE_END.sub("\n", text))).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


class _Marker:
    """Walks two trees at once. One marker, one budget."""

    def __init__(self) -> None:
        self._budget = Budget()

    def children(self, old: Sequence[Node], new: Sequence[Node]) -> Iterator[str]:
        """What stands in two elements that belong together."""
        for tag, i1, i2, j1, j2 in opcodes([node.key for node in old], [node.key for node in new], self._budget):
            if tag == "equal":
                for node in new[j1:j2]:
                    yield from self.same(node)
            elif tag == "replace":
                yield from self._replaced(old[i1:i2], new[j1:j2])
            else:
                yield from self.all_of(old[i1:i2], "del")
                yield from self.all_of(new[j1:j2], "ins")

    def _replaced(self, old: Sequence[Node], new: Sequence[Node]) -> Iterator[str]:
        i = j = 0
        pairs = [(a, b) for a, b in alike([n.bag for n in old], [n.bag for n in new]) if _fit(old[a], new[b])]
        for a, b in pairs:
            yield from self.all_of(old[i:a], "del")
            yield from self.all_of(new[j:b], "ins")
            yield from self.pair(old[a], new[b])
            i, j = a + 1, b + 1
        yield from self.all_of(old[i:], "del")
        yield from self.all_of(new[j:], "ins")

    def pair(self, old: Node, new: Node) -> Iterator[str]:
        """Two nodes of the same kind."""
        if isinstance(old, Run) and isinstance(new, Run):
            yield from _inline(words.compare(old.words, new.words, self._budget))
        elif isinstance(old, Element) and isinstance(new, Element):
            if old.tag == "table" and (joined := tables.join(old, new)) is not None:
                yield from self._table(joined)
                return
            yield tree.open_tag(new.tag, new.attributes)
            yield from self.children(old.children, new.children)
            yield f"</{new.tag}>"

    def same(self, node: Node) -> Iterator[str]:
        """A node that stayed."""
        if isinstance(node, Run):
            yield from _inline(list(words.whole(node.words, "same")))
            return
        yield tree.open_tag(node.tag, node.attributes)
        if node.tag not in tree.VOID:
            for child in node.children:
                yield from self.same(child)
            yield f"</{node.tag}>"

    def all_of(self, nodes: Iterable[Node], change: Change, *, css: bool = True) -> Iterator[str]:
        """Nodes that went or came as a whole."""
        for node in nodes:
            if isinstance(node, Run):
                yield from _inline(list(words.whole(node.words, change)))
            elif node.tag in tree.VOID:
                yield f"<{change}><{node.tag}></{change}>"
            else:
                yield tree.open_tag(node.tag, node.attributes, f"diff--{change}" if css and node.tag in _BLOCKS else "")
                yield from self.all_of(node.children, change, css=False)
                yield f"</{node.tag}>"

    def _table(self, table: "tables.Joined") -> Iterator[str]:
        yield "<table>"
        if table.captions != (None, None):
            yield "<caption>"
            yield from self.children(*[each.children if each else [] for each in table.captions])
            yield "</caption>"
        for tag, rows in (("thead", table.head), ("tbody", table.body)):
            if rows:
                yield f"<{tag}>"
                for row in rows:
                    yield tree.open_tag("tr", (), f"diff--{row.change}" if row.change else "")
                    for cell in row.cells:
                        yield from self._cell(cell)
                    yield "</tr>"
                yield f"</{tag}>"
        yield "</table>"

    def _cell(self, cell: "tables.JoinedCell") -> Iterator[str]:
        shape = cell.new or cell.old or cell.empty
        yield tree.open_tag(shape.tag, shape.attributes, f"diff--{cell.change}" if cell.change else "")
        if cell.old and cell.new:
            yield from self.children(cell.old.children, cell.new.children)
        elif cell.old:
            yield from self.all_of(cell.old.children, "del", css=False)
        elif cell.new:
            yield from self.all_of(cell.new.children, "ins", css=False)
        yield f"</{shape.tag}>"


def _fit(old: Node, new: Node) -> bool:
    if isinstance(old, Run) or isinstance(new, Run):
        return isinstance(old, Run) and isinstance(new, Run)
    return old.tag == new.tag and old.tag not in tree.VOID


def _inline(pieces: Sequence[words.Piece]) -> Iterator[str]:
    """Words with the elements around them. The mark of a change stands inside what surrounds the whole change, around
    everything else, so that a link is cut up as little as can be.
    """
    opened: list[tuple[str, str]] = []
    groups = [(status, list(group)) for status, group in groupby(pieces, key=lambda piece: piece.status)]
    for number, (status, found) in enumerate(groups):
        beside = [groups[number - 1][1][-1:]] if number else []
        beside += [groups[number + 1][1][:1]] if number + 1 < len(groups) else []
        # what surrounds the change alone belongs to it
        outer = max((_common([*found, *neighbour]) for neighbour in beside), default=0)
        if status != "same":
            # the change before this one may bear the same name
            yield from _closed(opened, next((i for i, (_tag, name) in enumerate(opened) if name in _CHANGES), None))
        for marks, alike_words in groupby(found, key=lambda piece: piece.marks):
            wanted = [(tree.open_tag(mark.tag, mark.attributes), mark.tag) for mark in marks]
            if status != "same":
                wanted.insert(outer, (f"<{status}>", status))
            kept = 0
            while kept < min(len(opened), len(wanted)) and opened[kept] == wanted[kept]:
                kept += 1
            yield from _closed(opened, kept)
            for tag, name in wanted[kept:]:
                yield tag
                if name in _CHANGES:
                    yield f'<span class="vh">{escape(_heard(name))} </span>'
            opened = wanted
            yield "<br>".join(
                escape("".join(piece.text for piece in line), quote=False) for line in _lines(alike_words)
            )
    yield from _closed(opened, 0)


def _lines(pieces: Iterable[words.Piece]) -> list[list[words.Piece]]:
    lines: list[list[words.Piece]] = [[]]
    for piece in pieces:
        if piece.is_break:
            lines.append([])
        else:
            lines[-1].append(piece)
    return lines


_CHANGES = ("del", "ins")


def _closed(opened: list[tuple[str, str]], down_to: int | None) -> Iterator[str]:
    if down_to is not None:
        while len(opened) > down_to:
            yield f"</{opened.pop()[1]}>"


def _common(pieces: Sequence[words.Piece]) -> int:
    """Return how many of the elements around the first piece surround all of them."""
    first = pieces[0].marks
    count = len(first)
    for piece in pieces[1:]:
        same = 0
        while same < min(count, len(piece.marks)) and piece.marks[same] == first[same]:
            same += 1
        count = same
    return count


def _heard(change: str) -> str:
    return (
        pgettext("before words that were added", "added:")
        if change == "ins"
        else pgettext("before words that were taken out", "taken out:")
    )
