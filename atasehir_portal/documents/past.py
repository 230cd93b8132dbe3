"""Earlier states of blocks as they are read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from atasehir_portal import markdown
from atasehir_portal.documents import queries
from atasehir_portal.documents.models import Block, BlockRevision, Document
from atasehir_portal.documents.nodes import BlockNode, Reading, SectionNode


@dataclass(frozen=True, slots=True)
class State:
    """One state of a block: the record and the text as it was read; ``is_present`` marks the newest."""

    revision: BlockRevision
    node: BlockNode
    is_present: bool


def reader(document: Document) -> Reading:
    """Return a reading in which single texts can be shown, outside their page: notes and citations lead nowhere. One
    query."""
    return Reading(
        title=document.title,
        language=document.language,
        kind=document.kind,
        figure_address=queries.draft_figure_address(document),
        linked=False,
        source_rows=list(document.sources.values(*queries.SOURCE_COLUMNS)),
    )


def node(reading: Reading, kind: str, body: str, data: Mapping[str, Any], revision: int = 0) -> BlockNode:
    """Return a single text as a node, alone in its chapter."""
    chapter = SectionNode(uuid4(), f"tek-{len(reading.chapters)}", "", "", 1, (), reading)
    chapter.blocks = [BlockNode(uuid4(), revision, kind, body, data, chapter)]
    reading.chapters.append(chapter)
    return chapter.blocks[0]


def states(block: Block, revisions: Iterable[BlockRevision]) -> list[State]:
    """Return the states as they were read."""
    reading = reader(block.document)
    return [State(r, node(reading, r.kind, r.body, r.data, r.number), r.number == block.revision) for r in revisions]


def in_words(blocks: Iterable[Block]) -> list[tuple[Block, str]]:
    """Return blocks with the words by which people recognise them."""
    return [(block, markdown.first_words(_words(block), 14) or block.kind) for block in blocks]


def _words(block: Block) -> str:
    title = block.data.get("title") or block.data.get("caption") or ""
    return title if isinstance(title, str) and title else block.body
