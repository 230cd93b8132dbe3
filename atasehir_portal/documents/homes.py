"""Where what was said about a place of a text has its home in a later text. Nothing is asked of the database here.

Somebody spoke about a block (or a section, or the whole) as it was frozen. Texts go on: blocks are divided, joined, replaced, moved
and taken out, sections go. An input is never left without a home: it stands with the block, or with those that its text went into,
or with the section, or with the nearest section above that is still there, or with the document.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class HomeKind(StrEnum):
    """How an input came to its home."""

    BLOCK = "block"
    SPLIT = "split"
    MERGED = "merged"
    REPLACED = "replaced"
    SECTION = "section"
    ABOVE = "above"
    DOCUMENT = "document"


_BY_LINEAGE = {"split": HomeKind.SPLIT, "merge": HomeKind.MERGED, "replace": HomeKind.REPLACED}


@dataclass(frozen=True, slots=True)
class Text:
    """What stands in a text, in reading order: each block with its revision and its section, each section with the one above."""

    blocks: Mapping[UUID, tuple[int, UUID]]
    sections: Mapping[UUID, UUID | None]

    def chain(self, section: UUID | None) -> tuple[UUID, ...]:
        """Return a section and those above it, from within; empty where it is not in the text."""
        found: list[UUID] = []
        while section is not None and section in self.sections:
            found.append(section)
            section = self.sections[section]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the lineage (``BlockLineage``): the text of one block went to another, when and how."""

    source: UUID
    target: UUID
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Stand:
    """Where an input stands: on a block in its revision, in a section, or (neither) on the whole, of a text frozen at ``at``.

    ``chains`` are the sections in which its place was, each followed by those above it; the first that leads to a living one counts.
    """

    at: datetime
    block: UUID | None = None
    revision: int | None = None
    chains: Sequence[Sequence[UUID]] = ()


@dataclass(frozen=True, slots=True)
class Home:
    """The home of an input: living blocks, else one living section, else the document.

    ``is_changed``: what was read no longer stands there in these words.
    """

    kind: HomeKind
    blocks: tuple[UUID, ...] = ()
    section: UUID | None = None
    is_changed: bool = False

    @property
    def places(self) -> tuple[UUID | None, ...]:
        """The blocks, or the section, or None for the document."""
        return self.blocks or (self.section,)


class Lineage:
    """Where the text of blocks went, in the order in which it happened."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self._from: dict[UUID, list[Step]] = defaultdict(list)
        for step in sorted(steps, key=lambda each: (each.at, each.target)):
            self._from[step.source].append(step)

    def of(self, block: UUID, until: datetime | None) -> Iterator[Step]:
        """The steps away from a block, those that happened after ``until`` left out."""
        return (step for step in self._from.get(block, ()) if until is None or step.at <= until)

    def descendants(self, block: UUID) -> set[UUID]:
        """A block and all into which its text may have gone."""
        found, waiting = set(), [block]
        while waiting:
            at = waiting.pop()
            if at not in found:
                found.add(at)
                waiting += [step.target for step in self._from.get(at, ())]
        return found


def home(stand: Stand, text: Text, lineage: Lineage, until: datetime | None = None) -> Home:
    """Return the home of an input in a later text. ``until`` is when that text was frozen; None for the working text.

    What happens to the text after ``until`` changes nothing: a home in a frozen text stays what it is.
    """
    if stand.block is not None and (found := _among_blocks(stand, stand.block, text, lineage, until)) is not None:
        return found
    for chain in stand.chains:
        for height, section in enumerate(chain):
            if section in text.sections:
                kind = HomeKind.ABOVE if height else HomeKind.SECTION
                # who spoke about a section itself speaks about it still
                return Home(kind, section=section, is_changed=stand.block is not None or bool(height))
    return Home(HomeKind.DOCUMENT, is_changed=stand.block is not None or bool(stand.chains))


def _among_blocks(stand: Stand, block: UUID, text: Text, lineage: Lineage, until: datetime | None) -> Home | None:
    reached = _reach(block, stand.at, text, lineage, until)
    alive = [each for each in text.blocks if each in reached]
    if not alive:
        return None
    if block in text.blocks:
        revision, _section = text.blocks[block]
        others = len(alive) > 1
        is_changed = others or (stand.revision is not None and revision != stand.revision)
        return Home(HomeKind.SPLIT if others else HomeKind.BLOCK, tuple(alive), is_changed=is_changed)
    last = HomeKind.REPLACED
    for step in lineage.of(block, until):
        if set(_reach(step.target, step.at, text, lineage, until)) & set(alive):
            last = _BY_LINEAGE.get(step.kind, HomeKind.REPLACED)
    return Home(last, tuple(alive), is_changed=True)


def _reach(block: UUID, since: datetime, text: Text, lineage: Lineage, until: datetime | None) -> dict[UUID, datetime]:
    """Return the blocks into which the text of a block went, each with since when it counts.

    From a block that is there the text goes on only by divisions after ``since``: what it gave away before was not what was read.
    From one that is gone it goes wherever it went.
    """
    reached: dict[UUID, datetime] = {}
    waiting = [(block, since)]
    while waiting:
        at, moment = waiting.pop()
        if at in reached and reached[at] <= moment:
            continue
        reached[at] = moment
        for step in lineage.of(at, until):
            if at not in text.blocks:
                waiting.append((step.target, max(moment, step.at)))
            elif step.kind == "split" and step.at > moment:
                waiting.append((step.target, step.at))
    return reached
