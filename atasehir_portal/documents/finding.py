"""Finding words in a whole document, and what a text becomes when others take their place.

Words are found where people read them (``searched``): in texts, captions, charts, headings, sources, glossary, index. The
addresses of links, the keys of sources, anchors and the marks of Markdown are no words, and are never touched: every
place is marked, the text parsed once more, and only marks that come out in what is read count.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from markdown_it.token import Token

from atasehir_portal import cleaning, markdown, turkish
from atasehir_portal.documents import diffing
from atasehir_portal.documents.nodes import Reading, SectionNode
from atasehir_portal.documents.searched import EntryNode, Node, Text, texts
from atasehir_portal.markdown.parsing import all_tokens, parse

MOST = 10_000
"""So many places are found at most; the page says so."""
LONGEST = 200
_CONTEXT = 70
_FIRST, _LAST, _END = 0xF0000, 0xFFFFD, "\ue001"
_OPEN = f"[{chr(_FIRST)}-{chr(_LAST)}]"
_MARKED = re.compile(f"({_OPEN})([^{_END}]*){_END}")
# without one of these signs a text is nothing but words
_SYNTAX = re.compile(r"[\[\]<>`^\\|*_#&~]|^\s*(?:[-+]|\d+[.)])\s", re.MULTILINE)
# Between two words of a phrase the source may break the line, inside a quotation too. Each sign can be read in one way only: blanks
# that two parts of the pattern could take would be tried in every combination wherever a phrase breaks off.
_GAP = r"(?:[ \t\u00a0]|\\?\n(?:[ \t]*>)*)+"
_SPECIAL = re.compile(r"([\\`*_\[\]<>&|^~#])")


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for. Without ``match_case`` letters are the same in both sizes, as Turkish has them (I ı, İ i)."""

    words: str
    match_case: bool = False
    whole_words: bool = False

    def pattern(self) -> "re.Pattern[str] | None":
        """Return the pattern that finds it in folded text; None where nothing is looked for."""
        parts = [re.escape(self.folded(part)) for part in cleaning.line(self.words).split()]
        if not parts:
            return None
        found = _GAP.join(parts)
        return re.compile(rf"(?<!\w){found}(?!\w)" if self.whole_words else found)

    def folded(self, text: str) -> str:
        """Return a text of the same length in which equal letters are the same sign."""
        if self.match_case:
            return text
        lowered = turkish.lower(text)
        if len(lowered) == len(text):
            return lowered
        return "".join(low if len(low := turkish.lower(sign)) == 1 else sign for sign in text)


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the words stand: from ``start`` to ``end`` in the source of the text, the ``number``-th there."""

    text: Text
    number: int
    start: int
    end: int
    before: str
    found: str
    after: str

    @property
    def key(self) -> str:
        return f"{self.text.key}:{self.number}"

    @property
    def html(self) -> SafeString:
        """The words with what stands around them."""
        return format_html("{}<mark>{}</mark>{}", self.before, self.found, self.after)

    def preview(self, new: "New") -> SafeString:
        """What becomes of the place."""
        return diffing.marked_line(
            f"{self.before}{self.found}{self.after}", f"{self.before}{new(self.found)}{self.after}"
        )


@dataclass(eq=False)
class Found:
    """Where words stand in a document. ``protected`` counts the places that are no words: addresses, keys, marks."""

    hits: list[Hit]
    protected: int = 0
    is_more: bool = False

    @cached_property
    def texts(self) -> int:
        """In how many blocks, headings and entries of lists they stand."""
        return len({hit.text.mark for hit in self.hits})


def find(reading: Reading, sought: Sought, entries: Sequence[EntryNode] = ()) -> Found:
    """Return where the words stand, in reading order, then in the entries of the lists; at most ``MOST`` places. No
    query."""
    pattern = sought.pattern()
    found = Found([])
    if pattern is None:
        return found
    for text in texts(reading, entries):
        spans = [match.span() for match in pattern.finditer(sought.folded(text.source))]
        if not spans:
            continue
        hits = _hits(text, spans[: MOST + 1])
        found.protected += len(spans[: MOST + 1]) - len(hits)
        found.hits += hits
        if len(found.hits) > MOST:
            del found.hits[MOST:]
            found.is_more = True
            break
    return found


def _hits(text: Text, spans: Sequence[tuple[int, int]]) -> list[Hit]:
    """Return those places of a text in which words stand that people read."""
    if not text.is_markdown or not _SYNTAX.search(text.source):
        return [_hit(text, number, span, text.source, span) for number, span in enumerate(spans)]
    read = _read_with_marks(text.source, spans)
    if read is None:
        # a mark changed how the text is read: each place is tried alone
        alone = [(span, _read_with_marks(text.source, [span])) for span in spans[:_TRIED_ALONE]]
        return [
            _hit(text, number, span, *shown)
            for number, (span, seen) in enumerate(alone)
            if seen is not None and (shown := _shown(seen, 0)) is not None
        ]
    return [
        _hit(text, number, span, *shown)
        for number, span in enumerate(spans)
        if (shown := _shown(read, number)) is not None
    ]


_TRIED_ALONE = 200


def _hit(text: Text, number: int, span: tuple[int, int], shown: str, at: tuple[int, int]) -> Hit:
    start, end = at
    before, after = shown[max(0, start - _CONTEXT) : start], shown[end : end + _CONTEXT]
    if start > _CONTEXT:
        before = f"… {before.partition(' ')[2] or before}"
    if end + _CONTEXT < len(shown):
        after = f"{after.rpartition(' ')[0] or after} …"
    return Hit(text, number, *span, *(_in_one_line(part) for part in (before, shown[start:end], after)))


def _in_one_line(shown: str) -> str:
    """White space as one space, and none where only a citation stood."""
    return re.sub(r" ([.,;:!?])", r"\1", re.sub(r"\s+", " ", shown))


# --- what is read, and what is not ------------------------------------------------------------------------------------


def _read_with_marks(source: str, spans: Sequence[tuple[int, int]]) -> str | None:
    """Return what is read of a text whose places carry marks; None where the marks change how it is read."""
    if len(spans) > _LAST - _FIRST or re.search(f"{_OPEN}|{_END}", source):
        return None
    parts, at = [], 0
    for number, (start, end) in enumerate(spans):
        parts += [source[at:start], chr(_FIRST + number), source[start:end], _END]
        at = end
    tokens = parse("".join([*parts, source[at:]]))
    return _words(tokens) if _shape(tokens) == _shape(parse(source)) else None


def _shape(tokens: Sequence[Token]) -> list[Any]:
    """What a text is made of beside its words: elements, addresses, keys."""
    return [
        (token.type, token.tag, token.nesting, token.level, sorted(token.attrs.items()), sorted(token.meta.items()))
        for token in all_tokens(tokens)
        if token.type not in {"text", "softbreak", "inline", "text_special"}
    ]


def _words(tokens: Sequence[Token]) -> str:
    """The words that people read, without the addresses that show themselves."""
    parts: list[str] = []
    address = 0
    for token in all_tokens(tokens):
        if token.type == "link_open" and token.markup == "autolink":
            address += 1
        elif token.type == "link_close" and token.markup == "autolink":
            address -= 1
        elif token.type in {"text", "code_inline", "text_special"}:
            parts.append(re.sub(f"{_OPEN}|{_END}", "", token.content) if address else token.content)
        elif token.type in {"softbreak", "hardbreak"} or token.nesting < 0 and token.type in _BLOCK_ENDS:
            parts.append("\n")
    return "".join(parts)


_BLOCK_ENDS = frozenset({"paragraph_close", "th_close", "td_close", "list_item_close"})


def _shown(read: str, number: int) -> tuple[str, tuple[int, int]] | None:
    """Return what is read around a place, without marks, and where the place is in it; None where it is not read."""
    at = read.find(chr(_FIRST + number))
    end = read.find(_END, at)
    if at < 0 or end < 0:
        return None
    wide = read[max(0, at - 4 * _CONTEXT) : at], read[at + 1 : end], read[end + 1 : end + 4 * _CONTEXT]
    before, found, after = (re.sub(f"{_OPEN}|{_END}", "", part) for part in wide)
    return before + found + after, (len(before), len(before) + len(found))


# --- in their place ---------------------------------------------------------------------------------------------------


New = Callable[[str], str]
"""Says which words take the place of those that stand there."""


class Unfit(ValueError):
    """The new words would change how the text is read, not only what it says."""


def new_words(sought: Sought, typed: str) -> New:
    """Return the words that take a place: as they were typed, and where capitals did not count for the search, in the
    letters of what they replace (capitals for capitals, a capital for a capital)."""
    new = cleaning.line(typed)
    return (lambda found: new) if sought.match_case else (lambda found: _as_found(found, new))


def _as_found(found: str, new: str) -> str:
    letters = [sign for sign in found if sign.isalpha()]
    if len(letters) > 1 and all(sign.isupper() for sign in letters):
        return turkish.upper(new)
    if letters and found[:1].isupper() and new[:1].islower():
        return turkish.upper(new[:1]) + new[1:]
    return new


def replaced(text: Text, hits: Sequence[Hit], new: New) -> str:
    """Return a text with new words in these places. Raises Unfit."""
    ordered = sorted(hits, key=lambda hit: hit.start)
    plain = _spliced(text.source, [(hit.start, hit.end, new(hit.found)) for hit in ordered])
    if not text.is_markdown:
        return plain
    spans = [(hit.start, hit.end) for hit in ordered]
    read = _read_with_marks(text.source, spans)
    if read is None:
        raise Unfit
    wanted = _folded_space(_MARKED.sub(lambda match: new(ordered[ord(match[1]) - _FIRST].found), read))
    shape = _shape(parse(text.source))
    escaped = _spliced(text.source, [(hit.start, hit.end, _SPECIAL.sub(r"\\\1", new(hit.found))) for hit in ordered])
    for candidate in (plain, escaped):
        tokens = parse(candidate)
        if _shape(tokens) == shape and _folded_space(_words(tokens)) == wanted:
            return candidate
    raise Unfit


def _spliced(source: str, parts: Sequence[tuple[int, int, str]]) -> str:
    done, at = [], 0
    for start, end, words in parts:
        done += [source[at:start], words]
        at = end
    return "".join([*done, source[at:]])


def _folded_space(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def first_words(node: Node) -> str:
    """Return the words by which people recognise a place."""
    if isinstance(node, EntryNode):
        return node.heading
    return node.heading if isinstance(node, SectionNode) else markdown.first_words(node.plain, 10) or node.label
