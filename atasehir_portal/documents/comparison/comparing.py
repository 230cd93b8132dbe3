"""What differs between two texts: chapters, sections, blocks, sources, terms."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Self
from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import SafeString

from atasehir_portal.documents import diffing
from atasehir_portal.documents.bibliography import TermEntry
from atasehir_portal.documents.diffing.matching import Budget, increasing, opcodes
from atasehir_portal.documents.nodes import BlockNode, Reading, SectionNode

State = Literal["same", "changed", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many blocks changed, came and went, how many blocks and sections moved, how many headings changed, came or
    went."""

    changed: int = 0
    added: int = 0
    removed: int = 0
    moved: int = 0
    headings: int = 0

    @property
    def is_nothing(self) -> bool:
        return self == Counts()

    def __add__(self, other: Self) -> "Counts":
        return Counts(
            self.changed + other.changed,
            self.added + other.added,
            self.removed + other.removed,
            self.moved + other.moved,
            self.headings + other.headings,
        )


@dataclass(frozen=True, slots=True)
class Item:
    """A section or a block on one of both sides or on both.

    ``is_moved``: it stands in another section than before, or in another order in the same. ``is_stub`` marks the place
    that it left.
    """

    old: SectionNode | BlockNode | None
    new: SectionNode | BlockNode | None
    state: State
    is_moved: bool = False
    is_stub: bool = False

    @property
    def node(self) -> SectionNode | BlockNode:
        return self.new or self.old  # type: ignore[return-value]

    @property
    def is_section(self) -> bool:
        return isinstance(self.node, SectionNode)

    @property
    def is_worth_showing(self) -> bool:
        return self.state != "same" or self.is_moved or self.is_stub


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of one of both texts or of both, with everything in it in one order."""

    old: SectionNode | None
    new: SectionNode | None
    items: list[Item]

    @property
    def node(self) -> SectionNode:
        return self.new or self.old  # type: ignore[return-value]

    @property
    def anchor(self) -> str:
        return self.node.anchor

    @property
    def heading(self) -> str:
        return self.node.heading

    @property
    def state(self) -> State:
        if self.old is None or self.new is None:
            return "added" if self.old is None else "removed"
        return "changed" if any(item.is_worth_showing for item in self.items) else "same"

    @property
    def has_left(self) -> bool:
        """Whether something that stood here stands in another chapter now."""
        return any(item.is_stub and _chapter_of(item.new).uid != self.node.uid for item in self.items)

    @property
    def is_moved(self) -> bool:
        """Whether the chapter itself stands in another place."""
        return any(item.is_section and item.is_moved and item.node is self.new for item in self.items)

    @property
    def counts(self) -> Counts:
        there = [item for item in self.items if not item.is_stub]
        blocks = [item for item in there if not item.is_section]
        return Counts(
            changed=sum(item.state == "changed" for item in blocks),
            added=sum(item.state == "added" for item in blocks),
            removed=sum(item.state == "removed" for item in blocks),
            moved=sum(item.is_moved and item.node is not self.new for item in there),
            headings=sum(item.is_section and item.state != "same" for item in there),
        )


@dataclass(frozen=True, slots=True)
class ListChange:
    """An entry of the list of sources or of the glossary that came, went or changed."""

    state: State
    html: SafeString


@dataclass(eq=False)
class Comparison:
    """Everything that differs between two texts. Nothing is rendered before it is asked for."""

    old: Reading
    new: Reading
    chapters: list[Chapter]

    @cached_property
    def counts(self) -> Counts:
        return sum((chapter.counts for chapter in self.chapters), Counts())

    @cached_property
    def sources(self) -> list[ListChange]:
        """What changed in the list of sources."""
        return _list_changes(
            {entry.key: str(entry.html) for entry in self.old.sources},
            {entry.key: str(entry.html) for entry in self.new.sources},
        )

    @cached_property
    def terms(self) -> list[ListChange]:
        """What changed in the glossary."""
        return _list_changes(
            {entry.term: _definition(entry) for entry in self.old.terms},
            {entry.term: _definition(entry) for entry in self.new.terms},
        )

    @property
    def is_nothing(self) -> bool:
        """Whether both texts are the same."""
        return all(chapter.state == "same" for chapter in self.chapters) and not self.sources and not self.terms

    def chapter(self, anchor: str) -> Chapter | None:
        """Return the chapter with this anchor in the newer text, or else in the older one."""
        return next((chapter for chapter in self.chapters if chapter.anchor == anchor), None)


def compare(old: Reading, new: Reading) -> Comparison:
    """Return what differs between two texts of one document. No query, and no text is rendered."""
    sides = _Sides(old, new)
    by_uid = {chapter.uid: chapter for chapter in old.chapters}, {chapter.uid: chapter for chapter in new.chapters}
    chapters = []
    for uid in _in_one_order([c.uid for c in old.chapters], [c.uid for c in new.chapters]):
        was, now = by_uid[0].get(uid), by_uid[1].get(uid)
        chapters.append(Chapter(was, now, sides.items(was, now)))
    return Comparison(old, new, chapters)


class _Sides:
    """Both texts by uid, and what moved between them."""

    def __init__(self, old: Reading, new: Reading) -> None:
        self._sections = _sections(old), _sections(new)
        self._blocks = _blocks(old), _blocks(new)
        self._moved = {
            *_moved(*self._sections, lambda s: s.parent.uid if s.parent else None),
            *_moved(*self._blocks, lambda b: b.section.uid),
        }

    def items(self, old: SectionNode | None, new: SectionNode | None) -> list[Item]:
        """Everything in a chapter, in the order of the newer text; what went stands where it stood."""
        was, now = list(_flat(old)), list(_flat(new))
        items: list[Item] = []
        for tag, i1, i2, j1, j2 in opcodes([uid for uid, _n in was], [uid for uid, _n in now], Budget()):
            if tag != "equal":
                items += filter(None, (self._left(node) for _uid, node in was[i1:i2]))
            items += (self._stands(node) for _uid, node in now[j1:j2])
        return items

    def _left(self, old: SectionNode | BlockNode) -> Item | None:
        new = self._find(1, old)
        if new is None:
            return Item(old, None, "removed")
        is_elsewhere = old.uid in self._moved and home_of(old) != home_of(new)
        return Item(old, new, "same", is_stub=True) if is_elsewhere else None

    def _stands(self, new: SectionNode | BlockNode) -> Item:
        old = self._find(0, new)
        if old is None:
            return Item(None, new, "added")
        return Item(old, new, "same" if _said(old) == _said(new) else "changed", is_moved=new.uid in self._moved)

    def _find(self, side: int, node: SectionNode | BlockNode) -> SectionNode | BlockNode | None:
        found: Mapping[UUID, SectionNode | BlockNode] = (
            self._sections[side] if isinstance(node, SectionNode) else self._blocks[side]
        )
        return found.get(node.uid)


def _sections(reading: Reading) -> dict[UUID, SectionNode]:
    return {section.uid: section for section in reading.walk()}


def _blocks(reading: Reading) -> dict[UUID, BlockNode]:
    return {block.uid: block for block in reading.all_blocks()}


def _flat(section: SectionNode | None) -> Iterator[tuple[UUID, SectionNode | BlockNode]]:
    for each in section.walk() if section is not None else ():
        yield each.uid, each
        for block in each.blocks:
            yield block.uid, block


def home_of(node: SectionNode | BlockNode) -> UUID | None:
    """Return in which section a section or a block stands; None for a chapter."""
    if isinstance(node, BlockNode):
        return node.section.uid
    return node.parent.uid if node.parent else None


def _chapter_of(node: SectionNode | BlockNode | None) -> SectionNode:
    return node.section.chapter if isinstance(node, BlockNode) else node.chapter  # type: ignore[union-attr]


def _said(node: SectionNode | BlockNode) -> Any:
    """What a node says, without its place. A field that is empty and one that is missing are the same."""
    if isinstance(node, SectionNode):
        return node.title, node.aim
    kind, body, data = diffing.content(node)
    return kind, body, {name: value for name, value in data.items() if value not in ("", None, [], {})}


def _moved(old: Mapping[UUID, Any], new: Mapping[UUID, Any], home: Callable[[Any], Hashable]) -> Iterator[UUID]:
    """Which of the things on both sides have another home, or another order at home."""
    order = {uid: number for number, uid in enumerate(old)}
    at_home: dict[Hashable, list[tuple[int, UUID]]] = {}
    for number, (uid, node) in enumerate(new.items()):
        if uid not in old:
            continue
        if home(node) != home(old[uid]):
            yield uid
        else:
            at_home.setdefault(home(node), []).append((number, uid))
    for row in at_home.values():
        in_order = {number for number, _place in increasing([(number, order[uid]) for number, uid in row])}
        yield from (uid for number, uid in row if number not in in_order)


def _in_one_order(old: Sequence[UUID], new: Sequence[UUID]) -> Iterator[UUID]:
    """Both rows as one: in the newer order, with what went where it stood."""
    there = set(new)
    for tag, i1, i2, j1, j2 in opcodes(old, new, Budget()):
        if tag != "equal":
            yield from (uid for uid in old[i1:i2] if uid not in there)
        yield from new[j1:j2]


def _definition(entry: TermEntry) -> str:
    english = format_html(" ({})", entry.english) if entry.english else ""
    return format_html("<strong>{}</strong>{}: {}", entry.term, english, entry.definition)


def _list_changes(old: Mapping[str, str], new: Mapping[str, str]) -> list[ListChange]:
    changes = []
    for key in {**new, **old}:
        was, now = old.get(key, ""), new.get(key, "")
        if was != now:
            state: State = "added" if key not in old else "removed" if key not in new else "changed"
            changes.append(ListChange(state, diffing.marked(was, now)))
    return changes
