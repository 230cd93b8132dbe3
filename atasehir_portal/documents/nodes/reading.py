"""A whole document as it is read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Any
from uuid import UUID

from atasehir_portal import markdown
from atasehir_portal.documents import kinds
from atasehir_portal.documents.bibliography import TERM_ANCHOR, SourceEntry, TermEntry, numbered
from atasehir_portal.documents.models import BlockKind
from atasehir_portal.documents.nodes.blocks import BlockNode
from atasehir_portal.documents.nodes.sections import SectionNode
from atasehir_portal.documents.terms import SoughtTerm, sought

if TYPE_CHECKING:
    from atasehir_portal.documents.concordance import Indexed, LinkedEntry

FigureAddress = Callable[[str], str]
ChapterAddress = Callable[[SectionNode], str]


@dataclass(frozen=True, slots=True)
class ListedPart:
    """A numbered figure or table in a list: its number, caption in words, anchor, address from any page."""

    number: str
    words: str
    anchor: str
    address: str


@dataclass(eq=False)
class Reading:
    """A whole document as it is read.

    ``figure_address(src)`` and ``chapter_address(chapter)`` say where pictures and chapters are on the web; without
    the latter the whole document stands on one page. ``linked`` is off where the targets of notes and citations are
    not on the page. ``glossary_address`` is the page that holds the glossary where it is another one; with it, terms
    are marked in the text. ``elsewhere`` knows the other books of a series.
    """

    title: str
    language: str
    kind: str
    figure_address: FigureAddress
    chapter_address: ChapterAddress | None = None
    linked: bool = True
    chapters: list[SectionNode] = field(default_factory=list)
    source_rows: Sequence[Mapping[str, Any]] = ()
    term_rows: Sequence[Mapping[str, Any]] = ()
    index_rows: Sequence[Mapping[str, Any]] = ()
    glossary_address: str = ""
    elsewhere: kinds.Elsewhere | None = None
    # where a picture has a page of its own, on which it can be looked at closely
    figure_page: Callable[[BlockNode], str] | None = None

    def walk(self) -> Iterator[SectionNode]:
        """Every section in reading order."""
        for chapter in self.chapters:
            yield from chapter.walk()

    def all_blocks(self) -> Iterator[BlockNode]:
        """Every block in reading order."""
        for chapter in self.chapters:
            yield from chapter.all_blocks()

    @cached_property
    def front(self) -> list[SectionNode]:
        """The chapters without a number that stand before the first one with a number."""
        return list(takewhile(lambda chapter: not chapter.path, self.chapters))

    def section(self, anchor: str) -> SectionNode | None:
        """Return the section with this anchor."""
        return self._sections_by_anchor.get(anchor)

    def block(self, uid: UUID) -> BlockNode | None:
        """Return the block with this uid."""
        return next((block for block in self.all_blocks() if block.uid == uid), None)

    def block_at(self, anchor: str) -> BlockNode | None:
        """Return the block with this anchor, its own or the one that its author gave it."""
        return self._blocks_by_anchor.get(anchor)

    @cached_property
    def _sections_by_anchor(self) -> dict[str, SectionNode]:
        return {section.anchor: section for section in self.walk()}

    @cached_property
    def sources(self) -> list[SourceEntry]:
        """The list of sources: grouped, sorted as Turkish sorts, numbered through."""
        return numbered(self.source_rows, self.language)

    @cached_property
    def sources_by_key(self) -> dict[str, SourceEntry]:
        return {source.key: source for source in self.sources}

    @cached_property
    def source_numbers(self) -> dict[str, int]:
        """The number of each source by its key, as citations show it."""
        return {source.key: source.number for source in self.sources}

    @cached_property
    def terms(self) -> list[TermEntry]:
        """The glossary, sorted as Turkish sorts."""
        return TermEntry.sorted_from(self.term_rows)

    @cached_property
    def sought_terms(self) -> list[SoughtTerm]:
        """The terms of the glossary with what finds them in the text."""
        return sought(self.terms)

    @cached_property
    def index(self) -> "list[Indexed]":
        """The index: its entries with the places where the text has them, sorted as Turkish sorts."""
        # finding words needs the nodes
        from atasehir_portal.documents.concordance import index_of

        return index_of(self)

    def index_by_letter(self) -> "list[tuple[str, list[LinkedEntry]]]":
        """The index under its letters, with the addresses of its places from any page of the document."""
        from atasehir_portal.documents.concordance import by_letter

        return by_letter(self)

    @cached_property
    def index_anchors(self) -> frozenset[str]:
        """The anchors to which the index leads."""
        return frozenset(place.anchor for entry in self.index for place in entry.places)

    @cached_property
    def listed_figures(self) -> list[ListedPart]:
        """The numbered figures, for their list."""
        return self._listed(BlockKind.FIGURE)

    @cached_property
    def listed_tables(self) -> list[ListedPart]:
        """The numbered tables, for their list."""
        return self._listed(BlockKind.TABLE)

    def _listed(self, kind: BlockKind) -> list[ListedPart]:
        return [
            ListedPart(
                block.number,
                markdown.plain(str(block.data.get("caption", "")), names=self.words_of),
                block.name or block.anchor,
                self.page_address(block.section.chapter, block.name or block.anchor),
            )
            for block in self.all_blocks()
            if block.kind == kind and block.number
        ]

    def page_address(self, chapter: SectionNode, anchor: str) -> str:
        """Return where an anchor of a chapter stands, from any page of the document."""
        return f"{self.chapter_address(chapter) if self.chapter_address else ''}#{anchor}"

    def web_references(self, block: BlockNode) -> markdown.WebReferences:
        """Return how notes, citations and links of a block come out on the web."""
        chapter = block.section.chapter
        return markdown.WebReferences(
            self.source_numbers,
            page=chapter.anchor,
            first_note=chapter.first_notes.get(block.uid, 1),
            linked=self.linked,
            targets=lambda address: self.target(address, here=chapter),
        )

    def print_references(self) -> markdown.PrintReferences:
        """Return how notes, citations and links come out on paper, where the whole document is one."""
        return markdown.PrintReferences(self.source_numbers, targets=self.target)

    def target(self, address: str, *, here: SectionNode | None = None) -> markdown.Target | None:
        """Return what ``#anchor`` or ``kitap:2#anchor`` leads to; None where it is not there.

        ``here`` is the chapter on whose page the reference stands; without it all stands on one page.
        """
        if other := markdown.BOOK.match(address):
            return self._other_book(other[1], other[2] or "")
        anchor = address.removeprefix("#")
        if anchor.startswith(TERM_ANCHOR) and anchor in self._terms_by_anchor:
            page = self.glossary_address if here is not None else ""
            return markdown.Target(self._terms_by_anchor[anchor].term, f"{page}#{anchor}")
        found = self.section(anchor) or self._blocks_by_anchor.get(anchor)
        if found is None:
            return None
        chapter = found.chapter if isinstance(found, SectionNode) else found.section.chapter
        is_elsewhere = here is not None and chapter is not here and self.chapter_address is not None
        page = self.chapter_address(chapter) if is_elsewhere and self.chapter_address else ""
        return markdown.Target(found.reference, f"{page}#{anchor}")

    def _other_book(self, number: str, anchor: str) -> markdown.Target | None:
        return self.elsewhere(number, anchor) if self.elsewhere is not None else None

    def words_of(self, address: str) -> str:
        """Return what a reference without words of its own calls its target; "" where it is not there."""
        target = self.target(address)
        return target.words if target else ""

    @cached_property
    def _blocks_by_anchor(self) -> dict[str, BlockNode]:
        found = {block.anchor: block for block in self.all_blocks()}
        return found | {block.name: block for block in self.all_blocks() if block.name}

    @cached_property
    def _terms_by_anchor(self) -> dict[str, TermEntry]:
        return {term.anchor: term for term in self.terms}

    def number_parts(self) -> None:
        """Give figures and tables their numbers within their chapter."""
        for chapter in self.chapters:
            counts = {BlockKind.FIGURE.value: 0, BlockKind.TABLE.value: 0}
            for ordinal, block in enumerate(chapter.all_blocks(), start=1):
                block.ordinal = ordinal
                # as on paper: a figure of the front matter has no number
                if block.kind in counts and chapter.number:
                    counts[block.kind] += 1
                    block.number = f"{chapter.number}.{counts[block.kind]}"
