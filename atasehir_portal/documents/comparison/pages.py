"""What a page of a comparison shows: the counts of every chapter, or one chapter with what changed in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.safestring import SafeString

from atasehir_portal.documents import diffing
from atasehir_portal.documents.comparison.comparing import Chapter, Comparison, Item, home_of
from atasehir_portal.documents.nodes import BlockNode, SectionNode

LISTS = "~"
"""Stands in an address for the lists of sources and terms; no anchor looks like it."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a page shows of a chapter: a heading, a block, or how many blocks in between did not change."""

    item: Item | None = None
    heading: SafeString = SafeString("")
    aim: SafeString = SafeString("")
    diff: "diffing.BlockDiff | None" = None
    skipped: int = 0

    @property
    def section(self) -> SectionNode | None:
        """The section, where the row is a heading."""
        return self.item.node if self.item is not None and isinstance(self.item.node, SectionNode) else None

    @property
    def came_from(self) -> SectionNode | None:
        """The section from which a block came that stands here now."""
        old = self.item.old if self.item is not None and self.item.is_moved else None
        return _section_of(old) if old is not None and home_of(old) != home_of(self.item.node) else None  # type: ignore[union-attr]

    @property
    def went_to(self) -> SectionNode | None:
        """The section to which a block went that stood here."""
        return _section_of(self.item.new) if self.item is not None and self.item.is_stub else None


def _section_of(node: SectionNode | BlockNode | None) -> SectionNode | None:
    return node.section if isinstance(node, BlockNode) else node.parent or node if node is not None else None


def rows(chapter: Chapter, *, only_changes: bool) -> list[Row]:
    """Return what a page shows of a chapter. A fixed number of queries."""
    shown = _shown(chapter, only_changes)
    wanted = [item for item in chapter.items if id(item) in shown and not item.is_section and not item.is_stub]
    diffs = dict(
        zip(map(id, wanted), diffing.of_blocks([(item.old, item.new) for item in wanted]), strict=True)  # type: ignore[misc]
    )
    found: list[Row] = []
    for item in chapter.items:
        if id(item) not in shown:
            if not item.is_section:
                if found and found[-1].skipped:
                    found[-1] = Row(skipped=found[-1].skipped + 1)
                else:
                    found.append(Row(skipped=1))
        elif item.is_section:
            old, new = item.old, item.new
            found.append(
                Row(
                    item,
                    heading=diffing.marked_line(getattr(old, "title", ""), getattr(new, "title", "")),
                    aim=diffing.marked_line(getattr(old, "aim", ""), getattr(new, "aim", "")),
                )
            )
        else:
            found.append(Row(item, diff=diffs.get(id(item))))
    return found if any(row.item for row in found) else []


def _shown(chapter: Chapter, only_changes: bool) -> set[int]:
    """The items that the page shows: all, or those that changed, with the headings above them."""
    if not only_changes:
        return set(map(id, chapter.items))
    worth = [item for item in chapter.items if item.is_worth_showing]
    above: set[UUID] = set()
    for item in worth:
        step = item.node if isinstance(item.node, SectionNode) else item.node.section
        while step is not None:
            above.add(step.uid)
            step = step.parent  # type: ignore[assignment]
    return {
        id(item)
        for item in chapter.items
        if item.is_worth_showing or (item.is_section and item.node.uid in above and not item.is_stub)
    }


def neighbours(chapters: Iterable[Chapter], here: Chapter) -> tuple[Chapter | None, Chapter | None]:
    """Return the chapters before and after this one in which something changed."""
    changed = [chapter for chapter in chapters if chapter.state != "same" or chapter is here]
    at = changed.index(here)
    return (changed[at - 1] if at else None), (changed[at + 1] if at + 1 < len(changed) else None)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a comparison: the counts of every chapter, or one chapter, or the lists of sources and terms."""

    comparison: Comparison
    only_changes: bool
    chapter: Chapter | None = None
    rows: Sequence[Row] = ()
    shows_lists: bool = False
    previous: Chapter | None = None
    next: Chapter | None = None

    @property
    def list_changes(self) -> int:
        """How many entries of sources and glossary changed."""
        return len(self.comparison.sources) + len(self.comparison.terms)


def page(compared: Comparison, *, part: str, only_changes: bool) -> Page | None:
    """Return the page of a comparison that an address names: "" for the counts, an anchor of a chapter, or ``LISTS``;
    None where there is no such chapter."""
    if not part:
        return Page(compared, only_changes)
    if part == LISTS:
        return Page(compared, only_changes, shows_lists=True)
    chapter = compared.chapter(part)
    if chapter is None:
        return None
    before, after = neighbours(compared.chapters, chapter)
    return Page(compared, only_changes, chapter, rows(chapter, only_changes=only_changes), False, before, after)
