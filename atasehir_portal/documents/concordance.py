"""Where the words of a text stand: what cites a source, what refers to a term, where an entry of the index is found.

Everything is found in the text as it is read, so that a frozen edition gives the same answer for ever. The rule for words is
``prose.inflection``; code and addresses are never searched, headings and captions are.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from atasehir_portal import markdown
from atasehir_portal.documents.bibliography import sort_key, term_anchor
from atasehir_portal.documents.models import EntryList
from atasehir_portal.documents.nodes import BlockNode, Reading, SectionNode
from atasehir_portal.prose.inflection import Finder, folded

_SPACES = re.compile(r"\s+")
SNIPPET = 60  # signs on either side of a word


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the text: the block (None for a heading), its section, and the words around what was found.

    ``is_main`` says that the section is about it: its heading names it.
    """

    section: SectionNode
    block: BlockNode | None = None
    before: str = ""
    found: str = ""
    after: str = ""
    is_main: bool = False

    @property
    def anchor(self) -> str:
        """Where the place is on a page and on paper."""
        return self.block.name or self.block.anchor if self.block is not None else self.section.anchor

    @property
    def words(self) -> str:
        """The place in words: the section with its number."""
        return self.section.heading


# --- what refers to an entry ------------------------------------------------------------------------------------------


def citations(reading: Reading) -> dict[str, list[Place]]:
    """Return for each key the places that cite it, in reading order, each block once."""
    found: dict[str, list[Place]] = {}
    for block in reading.all_blocks():
        for key in dict.fromkeys(key for text in block.texts for key in markdown.cited_keys(text)):
            found.setdefault(key, []).append(Place(block.section, block))
    return found


def references_to(reading: Reading, entry_list: str, name: str) -> list[Place]:
    """Return the places that refer to an entry by name, so that it cannot go: citations, links to a term."""
    if entry_list == EntryList.SOURCES:
        return citations(reading).get(name, [])
    if entry_list == EntryList.TERMS:
        anchor = term_anchor(name)
        return [
            Place(block.section, block)
            for block in reading.all_blocks()
            if any(anchor in markdown.linked_anchors(text) for text in block.texts)
        ]
    return []


# --- words ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Passage:
    section: SectionNode
    block: BlockNode | None
    text: str
    folded: str


class Concordance:
    """Finds words in a text; the text is read once."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    @cached_property
    def _passages(self) -> list[_Passage]:
        found = []
        for section in self.reading.walk():
            found.append(_passage(section, None, section.title))
            for block in section.blocks:
                words = [str(block.data.get("title", "")), *block.texts]
                found.append(_passage(section, block, "\n".join(markdown.prose(text) for text in words)))
        return found

    def places(self, words: Iterable[str]) -> Iterator[Place]:
        """Yield the places where one of the words stands, in reading order, each block or heading once."""
        finder = Finder(words)
        for passage in self._passages:
            span = finder.first(passage.folded, is_folded=True)
            if span is not None:
                yield _place(passage, *span)

    def by_section(self, words: Iterable[str]) -> list[Place]:
        """Return the first place in each section where one of the words stands: what an index names.

        Where the heading names it the place is the heading and the section is about it. A chapter or section that only
        holds further sections has no place of its own.
        """
        found: dict[str, Place] = {}
        for place in self.places(words):
            if place.section.anchor not in found and (place.block is not None or place.section.blocks):
                found[place.section.anchor] = place
        return list(found.values())


def _passage(section: SectionNode, block: BlockNode | None, text: str) -> _Passage:
    return _Passage(section, block, text, folded(text))


def _place(passage: _Passage, begin: int, end: int) -> Place:
    text = passage.text
    before, after = text[max(0, begin - SNIPPET) : begin], text[end : end + SNIPPET]
    if begin > SNIPPET:
        before = f"… {before.partition(' ')[2]}"
    if end + SNIPPET < len(text):
        after = f"{after.rpartition(' ')[0]} …"
    return Place(
        passage.section,
        passage.block,
        before=_SPACES.sub(" ", before).lstrip(),
        found=text[begin:end],
        after=_SPACES.sub(" ", after).rstrip(),
        is_main=passage.block is None,
    )


# --- the index --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Indexed:
    """An entry of the index with its places. One that only leads elsewhere (``see``) has none."""

    term: str
    places: Sequence[Place] = ()
    see: str = ""
    see_also: Sequence[str] = ()

    @property
    def initial(self) -> str:
        """The letter under which it stands, in its Turkish capital."""
        letter = self.term.lstrip(_QUOTES)[:1].translate(_CAPITALS)
        return letter.upper()


_QUOTES = "“\"‘'(«"  # a word in quotation marks stands under its letter
_CAPITALS = str.maketrans("iıâîû", "İIAİU")


def words_of(row: Mapping[str, Any]) -> list[str]:
    """Return the words that an entry of the index is found by."""
    return [row["term"], *row["variants"]]


def index_of(reading: Reading) -> list[Indexed]:
    """Return the index of a text, sorted as Turkish sorts.

    An entry without any place is left out, and so is what leads only to such a one.
    """
    concordance = Concordance(reading)
    rows = sorted(reading.index_rows, key=lambda row: sort_key(row["term"].lstrip(_QUOTES)))
    placed = {row["term"]: concordance.by_section(words_of(row)) for row in rows if not row["see"]}
    there = {term for term, places in placed.items() if places}
    return [
        Indexed(row["term"], placed.get(row["term"], ()), row["see"], [o for o in row["see_also"] if o in there])
        for row in rows
        if row["term"] in there or row["see"] in there
    ]


@dataclass(frozen=True, slots=True)
class LinkedPlace:
    """A place of the index with its address; ``number`` and ``title`` are those of its section."""

    address: str
    number: str
    title: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class LinkedEntry:
    """An entry of the index as a page shows it."""

    term: str
    linked: Sequence[LinkedPlace]
    see: str
    see_also: Sequence[str]


def by_letter(reading: Reading) -> list[tuple[str, list[LinkedEntry]]]:
    """Return the index of a text under its letters, with the addresses of its places from any page of the document."""
    found: dict[str, list[LinkedEntry]] = {}
    for entry in reading.index:
        linked = [
            LinkedPlace(
                reading.page_address(place.section.chapter, place.anchor),
                place.section.number,
                place.section.title,
                place.is_main,
            )
            for place in entry.places
        ]
        found.setdefault(entry.initial, []).append(LinkedEntry(entry.term, linked, entry.see, entry.see_also))
    return list(found.items())
