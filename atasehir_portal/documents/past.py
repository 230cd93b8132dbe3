"""Earlier states of blocks as they are read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.paginator import Page

from atasehir_portal import markdown
from atasehir_portal.documents import queries
from atasehir_portal.documents.diffing import BlockDiff, of_blocks
from atasehir_portal.documents.models import Block, BlockRevision, Document
from atasehir_portal.documents.nodes import BlockNode, Reading, SectionNode
from atasehir_portal.paging import StoppingPaginator

STATES_OFFERED = 200


@dataclass(frozen=True, slots=True)
class State:
    """One state of a block: the record, the text as it was read, what changed since the state before; ``is_present``
    marks the newest."""

    revision: BlockRevision
    node: BlockNode
    diff: BlockDiff
    is_present: bool


@dataclass(frozen=True, slots=True)
class TwoStates:
    """Two states of a block, and what lies between them."""

    old: BlockRevision
    new: BlockRevision
    diff: BlockDiff


def reader(document: Document, source_rows: Sequence[Mapping[str, Any]] | None = None) -> Reading:
    """Return a reading in which single texts can be shown, outside their page: notes and citations lead nowhere. One
    query, none where the caller has the sources."""
    return Reading(
        title=document.title,
        language=document.language,
        kind=document.kind,
        figure_address=queries.draft_figure_address(document),
        linked=False,
        source_rows=list(document.sources.values(*queries.SOURCE_COLUMNS)) if source_rows is None else source_rows,
    )


def node(reading: Reading, kind: str, body: str, data: Mapping[str, Any], revision: int = 0) -> BlockNode:
    """Return a single text as a node, alone in its chapter."""
    chapter = SectionNode(uuid4(), f"tek-{len(reading.chapters)}", "", "", 1, (), reading)
    chapter.blocks = [BlockNode(uuid4(), revision, kind, body, data, chapter)]
    reading.chapters.append(chapter)
    return chapter.blocks[0]


def page_of(block: Block, number: str | None) -> Page:
    """Return a page of the states of a block, newest first. No query: states are numbered from 1 without gaps."""
    return StoppingPaginator(queries.history(block), counted=block.revision).get_page(number)


def states(block: Block, page: Page) -> list[State]:
    """Return the states of a page, newest first, with what changed in each. Two queries."""
    # the state before the last of the page comes along, to be compared with
    found = list(queries.history(block)[max(page.start_index() - 1, 0) : page.end_index() + 1])
    shown = found[: page.end_index() - page.start_index() + 1]
    reading = reader(block.document)
    nodes = {r.number: node(reading, r.kind, r.body, r.data, r.number) for r in found}
    diffs = of_blocks([(nodes.get(r.number - 1), nodes[r.number]) for r in shown])
    return [
        State(revision, nodes[revision.number], diff, revision.number == block.revision)
        for revision, diff in zip(shown, diffs, strict=True)
    ]


def two_states(block: Block, old: int, new: int) -> TwoStates | None:
    """Return what lies between two states of a block; None where one of them is not there. Two queries."""
    found = {r.number: r for r in queries.history(block).filter(number__in={old, new})}
    if old not in found or new not in found:
        return None
    reading = reader(block.document)
    pair = [node(reading, r.kind, r.body, r.data, r.number) for r in (found[old], found[new])]
    return TwoStates(found[old], found[new], of_blocks([(pair[0], pair[1])])[0])


def choices(block: Block) -> list[tuple[int, datetime]]:
    """Return the newest states of a block by number and time, for choosing two of them. One query."""
    return list(block.revisions.order_by("-number").values_list("number", "created_at")[:STATES_OFFERED])


def in_words(blocks: Iterable[Block]) -> list[tuple[Block, str]]:
    """Return blocks with the words by which people recognise them."""
    return [(block, words_of(block.kind, block.body, block.data)) for block in blocks]


def words_of(kind: str, body: str, data: Mapping[str, Any], count: int = 14) -> str:
    """Return the first words by which people recognise a text: its title or caption, or else its beginning."""
    title = data.get("title") or data.get("caption") or ""
    return markdown.first_words(title if isinstance(title, str) and title else body, count) or kind
