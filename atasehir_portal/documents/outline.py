"""The whole tree of a document's sections, to be arranged."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from atasehir_portal.documents.nodes import Reading, SectionNode
from atasehir_portal.documents.services import DEEPEST_LEVEL


@dataclass(slots=True)
class Row:
    """A section in the outline. ``height`` counts its levels with those below it; ``after`` is the sibling before it."""

    section: SectionNode
    after: UUID | None
    can_go_up: bool
    can_go_down: bool
    can_go_in: bool
    can_go_out: bool
    height: int
    rows: "list[Row]" = field(default_factory=list)

    @property
    def seen(self) -> str:
        """Its place, as forms write it."""
        return f"{self.section.parent.uid if self.section.parent else '-'}/{self.after or '-'}"

    @property
    def can_have_below(self) -> bool:
        """Whether a section can stand below it."""
        return self.section.level < DEEPEST_LEVEL

    @property
    def block_count(self) -> int:
        """How many blocks stand in it, those of the sections below not counted."""
        return len(self.section.blocks)


def rows_of(reading: Reading) -> list[Row]:
    """Return the chapters with all below them."""
    return _rows(reading.chapters)


def _rows(sections: Sequence[SectionNode]) -> list[Row]:
    found: list[Row] = []
    for index, section in enumerate(sections):
        below = _rows(section.sections)
        height = 1 + max((row.height for row in below), default=0)
        found.append(
            Row(
                section=section,
                after=sections[index - 1].uid if index else None,
                can_go_up=index > 0,
                can_go_down=index + 1 < len(sections),
                can_go_in=index > 0 and section.level + height <= DEEPEST_LEVEL,
                can_go_out=section.level > 1,
                height=height,
                rows=below,
            )
        )
    return found


def find(rows: Sequence[Row], uid: UUID) -> Row | None:
    """Return the row of a section."""
    for row in rows:
        if found := row if row.section.uid == uid else find(row.rows, uid):
            return found
    return None
