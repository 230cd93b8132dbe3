"""A document as it is read: plain nodes for sections and blocks, the same whether they come from the working text or
a frozen version.

A ``Reading`` numbers chapters, sections, figures, tables, notes and sources once; the nodes turn themselves into HTML
when they are asked, so that a page pays for what it shows.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString

from atasehir_portal import markdown
from atasehir_portal.documents import kinds
from atasehir_portal.documents.bibliography import SourceEntry, TermEntry, numbered
from atasehir_portal.documents.boxes import without_caution
from atasehir_portal.documents.models import BlockKind, BoxKind

WORDS_PER_MINUTE = 200
FigureAddress = Callable[[str], str]
ChapterAddress = Callable[["SectionNode"], str]


@dataclass(eq=False)
class BlockNode:
    """A block as it is read. ``number`` counts figures and tables within the chapter ("3.1"), "" for others;
    ``ordinal`` counts all blocks of the chapter.

    ``extra`` is what the document's room gives its template beside text and data; ``can_edit`` and ``conflicts`` are
    set for the workspace.
    """

    uid: UUID
    revision: int
    kind: str
    body: str
    data: Mapping[str, Any]
    section: "SectionNode" = field(repr=False)
    number: str = ""
    ordinal: int = 0
    extra: Any = None
    can_edit: bool = False
    conflicts: int = 0
    addable: Sequence[kinds.BlockType] = ()

    @property
    def template(self) -> str:
        """The template that shows the block."""
        try:
            return kinds.get(self.section.reading.kind).block_kinds[self.kind].template
        except LookupError:
            # a frozen text may hold a kind that its room has given up since: its words are still shown
            return "documents/kinds/text.html"

    @property
    def label(self) -> str:
        """What kind of block it is, in words."""
        try:
            return str(kinds.get(self.section.reading.kind).block_kinds[self.kind].label)
        except LookupError:
            return self.kind

    @property
    def anchor(self) -> str:
        """The block's id on a page."""
        return block_anchor(self.uid)

    @cached_property
    def _references(self) -> markdown.WebReferences:
        return self.section.reading.web_references(self)

    @cached_property
    def html(self) -> SafeString:
        """The body as HTML for the web. A table has none (see ``table``); a legal box comes without its closing
        sentence, which its template adds to every one.
        """
        if self.kind == BlockKind.TABLE:
            return SafeString("")
        body = without_caution(self.body) if self.data.get("box_kind") == BoxKind.LEGAL else self.body
        return markdown.render(body, references=self._references)

    @cached_property
    def caption(self) -> SafeString:
        return self._inline("caption")

    @cached_property
    def source(self) -> SafeString:
        return self._inline("source")

    @cached_property
    def table(self) -> "TableNode | None":
        """Header and rows of a pipe table as HTML; None where the body is none."""
        parsed = markdown.pipe_table(self.body)
        if parsed is None:
            return None
        figures = frozenset(self.data.get("number_columns") or [])
        return TableNode(
            [Cell(self._cell(cell), number in figures) for number, cell in enumerate(parsed.header, start=1)],
            [
                [Cell(self._cell(cell), number in figures) for number, cell in enumerate(row, start=1)]
                for row in parsed.rows
            ],
        )

    @cached_property
    def figure_url(self) -> str:
        """Where a browser gets the picture of a figure."""
        src = self.data.get("src", "")
        return self.section.reading.figure_address(src) if src else ""

    @property
    def notes(self) -> Sequence[markdown.Note]:
        """The notes of the block, in order."""
        # what holds notes is rendered first; each part once
        _ = (self.caption, self.table if self.kind == BlockKind.TABLE else self.html, self.source)
        return self._references.notes

    def _inline(self, name: str) -> SafeString:
        text = self.data.get(name, "")
        return (
            markdown.render_inline(text, references=self._references)
            if isinstance(text, str) and text
            else SafeString("")
        )

    def _cell(self, text: str) -> SafeString:
        return markdown.render_inline(text, references=self._references)

    @property
    def texts(self) -> list[str]:
        """Every Markdown text of the block, in reading order."""
        return [
            text
            for text in (self.data.get("caption"), self.body, self.data.get("source"))
            if isinstance(text, str) and text
        ]

    @property
    def plain(self) -> str:
        """The block's words."""
        return "\n\n".join(
            filter(None, (markdown.plain(text) for text in (str(self.data.get("title", "")), *self.texts)))
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; ``is_figure`` puts it to the right."""

    html: SafeString
    is_figure: bool


@dataclass(frozen=True, slots=True)
class TableNode:
    """A table as it is read; the first column names the rows."""

    header: list[Cell]
    rows: list[list[Cell]]


@dataclass(eq=False)
class SectionNode:
    """A section as it is read. ``path`` are its numbers from the chapter down; empty in unnumbered front matter."""

    uid: UUID
    anchor: str
    title: str
    aim: str
    level: int
    path: tuple[int, ...]
    reading: "Reading" = field(repr=False)
    parent: "SectionNode | None" = field(default=None, repr=False)
    revision: int = 1
    blocks: list[BlockNode] = field(default_factory=list)
    sections: "list[SectionNode]" = field(default_factory=list)

    @property
    def number(self) -> str:
        """ "3", "3.2" or ""."""
        return ".".join(map(str, self.path))

    @property
    def heading(self) -> str:
        """The title with its number."""
        return f"{self.number} {self.title}".strip()

    @property
    def chapter(self) -> "SectionNode":
        """The section of the first level in which this one stands."""
        return self if self.parent is None else self.parent.chapter

    def walk(self) -> "Iterator[SectionNode]":
        """This section and all below it, in reading order."""
        yield self
        for section in self.sections:
            yield from section.walk()

    def all_blocks(self) -> Iterator[BlockNode]:
        """The blocks of this section and all below it, in reading order."""
        for section in self.walk():
            yield from section.blocks

    @property
    def is_planned(self) -> bool:
        """Whether only its outline exists so far."""
        return next(self.all_blocks(), None) is None

    @cached_property
    def words(self) -> int:
        """How many words it has, headings not counted."""
        return sum(markdown.count_words(text) for block in self.all_blocks() for text in block.texts)

    @property
    def minutes(self) -> int:
        """How long reading it takes, at 200 words a minute, at least one."""
        return max(1, round(self.words / WORDS_PER_MINUTE))

    @cached_property
    def first_notes(self) -> dict[UUID, int]:
        """For each block of this chapter the number of its first note."""
        found, following = {}, 1
        for block in self.all_blocks():
            found[block.uid] = following
            following += sum(markdown.count_notes(text) for text in block.texts)
        return found

    def notes(self) -> list[markdown.Note]:
        """The notes of the section and all below it, in order."""
        return [note for block in self.all_blocks() for note in block.notes]

    def cited(self) -> list[SourceEntry]:
        """The sources cited in the section and below it, in the order in which they are first cited."""
        keys = dict.fromkeys(
            key for block in self.all_blocks() for text in block.texts for key in markdown.cited_keys(text)
        )
        return [self.reading.sources_by_key[key] for key in keys if key in self.reading.sources_by_key]


@dataclass(frozen=True, slots=True)
class ListedPart:
    """A figure or table in a list: its number, caption, anchor."""

    number: str
    caption: SafeString
    anchor: str


@dataclass(eq=False)
class Reading:
    """A whole document as it is read.

    ``figure_address(src)`` and ``chapter_address(chapter)`` say where pictures and chapters are on the web; without
    the latter the whole document stands on one page. ``linked`` is off where the targets of notes and citations are
    not on the page.
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

    def walk(self) -> Iterator[SectionNode]:
        """Every section in reading order."""
        for chapter in self.chapters:
            yield from chapter.walk()

    def all_blocks(self) -> Iterator[BlockNode]:
        """Every block in reading order."""
        for chapter in self.chapters:
            yield from chapter.all_blocks()

    def section(self, anchor: str) -> SectionNode | None:
        """Return the section with this anchor."""
        return self._sections_by_anchor.get(anchor)

    def block(self, uid: UUID) -> BlockNode | None:
        """Return the block with this uid."""
        return next((block for block in self.all_blocks() if block.uid == uid), None)

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

    @property
    def terms(self) -> list[TermEntry]:
        """The glossary, sorted as Turkish sorts."""
        return TermEntry.sorted_from(self.term_rows)

    @property
    def figures(self) -> list[ListedPart]:
        return self._listed(BlockKind.FIGURE)

    @property
    def tables(self) -> list[ListedPart]:
        return self._listed(BlockKind.TABLE)

    def _listed(self, kind: BlockKind) -> list[ListedPart]:
        return [
            ListedPart(block.number, block.caption, block.anchor) for block in self.all_blocks() if block.kind == kind
        ]

    def web_references(self, block: BlockNode) -> markdown.WebReferences:
        """Return how notes, citations and links of a block come out on the web."""
        chapter = block.section.chapter
        return markdown.WebReferences(
            self.source_numbers,
            page=chapter.anchor,
            first_note=chapter.first_notes.get(block.uid, 1),
            linked=self.linked,
            addresses=self._addresses_outside(chapter),
        )

    def _addresses_outside(self, chapter: SectionNode) -> Mapping[str, str]:
        if self.chapter_address is None:
            return {}
        address = self.chapter_address
        return _LazyAddresses(lambda anchor: self._address_of(anchor, chapter, address))

    def _address_of(self, anchor: str, here: SectionNode, address: ChapterAddress) -> str | None:
        section = self.section(anchor)
        if section is None or section.chapter is here:
            return None
        return f"{address(section.chapter)}#{anchor}"

    def number_parts(self) -> None:
        """Give figures and tables their numbers within their chapter."""
        for chapter in self.chapters:
            counts = {BlockKind.FIGURE.value: 0, BlockKind.TABLE.value: 0}
            for ordinal, block in enumerate(chapter.all_blocks(), start=1):
                block.ordinal = ordinal
                if block.kind in counts:
                    counts[block.kind] += 1
                    block.number = ".".join(filter(None, (chapter.number, str(counts[block.kind]))))


class _LazyAddresses(Mapping[str, str]):
    """A mapping that asks a function; missing where it answers None."""

    def __init__(self, ask: Callable[[str], str | None]) -> None:
        self._ask = ask

    def __getitem__(self, key: str) -> str:
        found = self._ask(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def block_anchor(uid: UUID) -> str:
    """Return the id of a block on a page: short, and stable as long as the block lives."""
    return f"b-{uid.hex[:12]}"
