"""What changed in a text since somebody looked at it: blocks and headings, with the words that went and came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import past
from atasehir_portal.documents.diffing import BlockDiff, marked_line, of_blocks
from atasehir_portal.documents.models import BlockRevision, Document, SectionRevision
from atasehir_portal.documents.nodes import BlockNode, Reading, SectionNode


@dataclass(frozen=True, slots=True)
class Change:
    """A block or a heading that is not what it was: where, who wrote it last and when, what went and came.

    ``uid`` is the block's, None for a heading. ``section`` is None where it was taken out with what stands in it; ``place`` is then
    what it was called.
    """

    uid: UUID | None
    section: SectionNode | None
    author: User | None
    at: datetime
    diff: BlockDiff | None
    heading: SafeString
    place: str = ""

    @property
    def is_added(self) -> bool:
        return self.diff is not None and self.diff.old is None

    @property
    def is_removed(self) -> bool:
        return self.section is None if self.diff is None else self.diff.new is None


def changes_since(document: Document, reading: Reading, moment: datetime, *, at_most: int) -> tuple[list[Change], int]:
    """Return what differs from the text as it was at ``moment``, newest first and at most so many, and how many there are.

    What was changed and changed back is none. Six queries whatever the size. Not told: what changed its place (``moves_since``),
    and what happened to sources and terms.
    """
    blocks = _of_blocks(document, reading, moment)
    headings = _of_headings(document, reading, moment)
    found = sorted([*headings, *blocks], key=lambda each: each.at, reverse=True)
    return _compared(found[:at_most]), len(found)


@dataclass(frozen=True, slots=True)
class Moved:
    """A block or a section that was put elsewhere: its words, from where to where (titles, "" for among the chapters)."""

    what: str
    came_from: str
    went_to: str
    author: User | None
    at: datetime

    @property
    def is_within(self) -> bool:
        """Whether it changed its place in one section only."""
        return self.came_from == self.went_to


def moves_since(document: Document, moment: datetime, *, at_most: int) -> list[Moved]:
    """Return what was put in another place after ``moment``, newest first and at most so many. One query."""
    rows = document.moves.filter(created_at__gt=moment).select_related(
        "block", "section", "from_section", "to_section", "author"
    )
    return [
        Moved(
            past.words_of(row.block.kind, row.block.body, row.block.data)
            if row.block
            else (row.section.title if row.section else ""),
            row.from_section.title if row.from_section else "",
            row.to_section.title if row.to_section else "",
            row.author,
            row.created_at,
        )
        for row in rows[:at_most]
    ]


@dataclass(frozen=True, slots=True)
class _Found:
    uid: UUID | None
    section: SectionNode | None
    author: User | None
    at: datetime
    old: Any
    new: Any
    place: str = ""


def _of_blocks(document: Document, reading: Reading, moment: datetime) -> list[_Found]:
    of_document = BlockRevision.objects.filter(block__document=document)
    last = _last(of_document.filter(created_at__gt=moment).select_related("author", "block__section"), "block")
    before = {
        each.block_id: each
        for each in _last(of_document.filter(created_at__lte=moment, block__in=[r.block_id for r in last]), "block")
    }
    present = {block.uid: block for block in reading.all_blocks()}
    reader = past.reader(document, reading.source_rows)
    found = []
    for revision in last:
        was, uid = before.get(revision.block_id), revision.block.uid
        old = None if was is None or was.removed else past.node(reader, was.kind, was.body, was.data, was.number)
        new = present.get(uid)
        if not _is_same(old, new):
            section = new.section if new else reading.section(revision.block.section.anchor)
            place = "" if section else revision.block.section.title
            found.append(_Found(uid, section, revision.author, revision.created_at, old, new, place))
    return found


def _of_headings(document: Document, reading: Reading, moment: datetime) -> list[_Found]:
    of_document = SectionRevision.objects.filter(section__document=document)
    last = _last(of_document.filter(created_at__gt=moment).select_related("author", "section"), "section")
    before = {
        each.section_id: each
        for each in _last(
            of_document.filter(created_at__lte=moment, section__in=[r.section_id for r in last]), "section"
        )
    }
    found = []
    for revision in last:
        was, new = before.get(revision.section_id), reading.section(revision.section.anchor)
        old_words = "" if was is None or was.removed else _words(was.title, was.aim)
        new_words = _words(new.title, new.aim) if new else ""
        if old_words != new_words:
            place = "" if new or was is None else was.title
            found.append(_Found(None, new, revision.author, revision.created_at, old_words, new_words, place))
    return found


def _last(revisions: Any, of: str) -> list[Any]:
    """Return the newest of these states of each block or section."""
    return list(revisions.order_by(f"{of}_id", "-number").distinct(f"{of}_id"))


def _is_same(old: BlockNode | None, new: BlockNode | None) -> bool:
    if old is None or new is None:
        return old is new
    return (old.kind, old.body, old.data) == (new.kind, new.body, new.data)


def _words(title: str, aim: str) -> str:
    return f"{title} – {aim}" if aim else title


def _compared(found: Sequence[_Found]) -> list[Change]:
    diffs = iter(of_blocks([(each.old, each.new) for each in found if each.uid is not None]))
    return [
        Change(
            each.uid,
            each.section,
            each.author,
            each.at,
            next(diffs) if each.uid is not None else None,
            SafeString("") if each.uid is not None else marked_line(each.old, each.new),
            each.place,
        )
        for each in found
    ]
