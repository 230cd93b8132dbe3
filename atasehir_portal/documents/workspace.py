"""The workspace of a document: what an upper room's page shows with ``{% include "documents/workspace.html" %}``."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.functional import Promise

from atasehir_portal import markdown
from atasehir_portal.documents import advice, carried, dividing, joining, kinds, permissions, queries
from atasehir_portal.documents.kinds import BlockType
from atasehir_portal.documents.models import Block, BlockConflict, BlockKind, Document, Section
from atasehir_portal.documents.nodes import BlockNode, Reading, SectionNode, block_anchor


@dataclass(frozen=True, slots=True)
class Workspace:
    """One chapter of a document, to be read and written. ``chapter`` is None in a document without chapters."""

    document: Document
    reading: Reading
    chapter: SectionNode | None
    can_write: bool
    conflicts: Sequence[BlockConflict]
    can_read_past: bool = False
    # what was said in rounds and has its home here, where the reader writes: of the chapter in its nodes, of the whole text in this
    carried: Any = None

    @property
    def position(self) -> int:
        """Which of the chapters is shown, from 0."""
        return self.reading.chapters.index(self.chapter) if self.chapter else 0

    @property
    def previous(self) -> SectionNode | None:
        return self.reading.chapters[self.position - 1] if self.chapter and self.position > 0 else None

    @property
    def next(self) -> SectionNode | None:
        return (
            self.reading.chapters[self.position + 1]
            if self.chapter and self.position + 1 < len(self.reading.chapters)
            else None
        )


@dataclass(frozen=True, slots=True)
class Gap:
    """A place between blocks where one can be added: behind ``after``, at the beginning of the section with
    ``is_first``, at its end without either."""

    section: Section
    after: Block | None = None
    is_first: bool = False

    @property
    def anchor(self) -> str:
        """What its id on the page ends with."""
        return block_anchor(self.after.uid) if self.after else self.section.anchor

    @property
    def query(self) -> str:
        """What is added to an address to name the place."""
        return f"?sonra={self.after.uid}" if self.after else "?basa=1" if self.is_first else ""

    @property
    def closing_query(self) -> str:
        """What is added to the address of the choice to close it again."""
        return f"{self.query}{'&' if self.query else '?'}kapat=1"


@dataclass(frozen=True, slots=True)
class Acts:
    """What a writer can do with a block beside editing it. ``seen`` is its place as forms write it; ``following`` the
    block behind it that it can be joined with; ``refused`` says of what cannot be done why."""

    seen: str
    is_first: bool
    is_last: bool
    following: BlockNode | None
    can_be_divided: bool
    refused: Sequence[str | Promise] = ()


def acts_of(node: BlockNode) -> Acts:
    """Return what a writer can do with a block, by its neighbours."""
    blocks = node.section.blocks
    index = blocks.index(node)
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    refused: list[str | Promise] = [dividing.NOT_DIVISIBLE] if node.kind == BlockKind.FIGURE else []
    joins = following is not None and following.kind == node.kind and node.kind in BlockKind.values
    if joins and following is not None:
        try:
            joining.of_blocks([node, following], node.section.reading.language)
        except ValidationError as error:
            joins = False
            refused += error.messages
    return Acts(
        seen="/".join(str(part or "-") for part in place_of(node)),
        is_first=index == 0,
        is_last=following is None,
        following=following if joins else None,
        can_be_divided=node.kind in dividing.DIVISIBLE,
        refused=refused,
    )


def place_of(node: BlockNode) -> tuple[UUID, UUID | None]:
    """Return in which section a block stands, and behind which block (None: first)."""
    index = node.section.blocks.index(node)
    return node.section.uid, node.section.blocks[index - 1].uid if index else None


def words_of(node: BlockNode) -> str:
    """Return the words by which people recognise a block."""
    named = node.data.get("title") or node.data.get("caption")
    return markdown.first_words(named if isinstance(named, str) and named else node.body, 14) or node.label


def workspace_for(request: HttpRequest, document: Document) -> Workspace:
    """Return the workspace of a document for the reader, at the chapter that ``?bolum=`` names (the first one where
    none).

    Four queries (five with the kind's own), whatever the size; for a writer one more, and at most three more where something was
    said in a round. The caller has checked that the reader may see the
    document.
    """
    can_write = permissions.can_write(request.user, document)
    reading = queries.read(document, chapter_address=queries.workspace_chapter_address(document))
    section = reading.section(request.GET.get("bolum", ""))
    chapter = section.chapter if section else next(iter(reading.chapters), None)
    conflicts = list(queries.open_conflicts(document)) if can_write else []
    _equip(reading, document, request.user, can_write, chapter.all_blocks() if chapter else (), conflicts)
    said = _said(reading, document, request.user, chapter.all_blocks()) if can_write and chapter is not None else {}
    for each in chapter.walk() if chapter is not None else ():
        each.carried = said.get(each.uid)
    if chapter is not None:
        parts = advice.help_of(reading, chapter).parts
        for each in chapter.walk():
            each.help = parts[each.uid]
    return Workspace(
        document=document,
        reading=reading,
        chapter=chapter,
        can_write=can_write,
        conflicts=conflicts,
        can_read_past=permissions.can_read_past(request.user, document),
        carried=said.get(None),
    )


def addable_types(document: Document) -> list[BlockType]:
    """Return the kinds of block that "Add" offers."""
    return [block_type for block_type in kinds.get(document.kind).block_kinds.values() if block_type.is_addable]


def node_of(user: Any, document: Document, uid: UUID) -> BlockNode | None:
    """Return one block as the workspace shows it, with its number, notes and what the reader may do; None where it is
    not there."""
    return next(iter(nodes_of(user, document, [uid])[0]), None)


def nodes_of(user: Any, document: Document, uids: Sequence[UUID]) -> tuple[list[BlockNode], list[BlockNode]]:
    """Return blocks of one chapter as the workspace shows them, in order, and those that follow in the chapter."""
    reading = queries.read(document, chapter_address=queries.workspace_chapter_address(document))
    wanted = [block for block in reading.all_blocks() if block.uid in set(uids)]
    can_write = permissions.can_write(user, document)
    conflicts = list(queries.open_conflicts(document)) if can_write and wanted else []
    _equip(reading, document, user, can_write, wanted, conflicts)
    if can_write and wanted:
        _said(reading, document, user, wanted)
    chapter = list(wanted[-1].section.chapter.all_blocks()) if wanted else []
    return wanted, [block for block in chapter if block.ordinal > wanted[-1].ordinal]


def _equip(
    reading: Reading,
    document: Document,
    user: Any,
    can_write: bool,
    blocks: Iterable[BlockNode],
    conflicts: Iterable[BlockConflict],
) -> None:
    """Give blocks what their templates show beside the text."""
    shown = list(blocks)
    extras = kinds.get(document.kind).extras
    found = extras(user, document, [block.uid for block in shown]) if extras and shown else {}
    waiting = Counter(conflict.block.uid for conflict in conflicts)
    for block in shown:
        block.extra = found.get(block.uid)
        block.can_edit = can_write
        block.conflicts = waiting[block.uid]


def _said(
    reading: Reading, document: Document, user: Any, blocks: Iterable[BlockNode]
) -> dict[UUID | None, carried.Here]:
    """Give blocks what was said in rounds and has its home there today; return it by place."""
    found = carried.into_draft(user, document, carried.text_of_reading(reading)).by_place()
    for block in blocks:
        block.carried = found.get(block.uid)
    return found
