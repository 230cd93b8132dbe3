"""The publishing desk: where each book stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, prefetch_related_objects

from atasehir_portal.documents.models import Block, BlockConflict, Section
from handbooks.models import Edition, Handbook, HandbookEvent, HandbookState
from handbooks.queries.library import Shelf, library


@dataclass(frozen=True, slots=True)
class Desk:
    """One book on the publishing desk."""

    shelf: Shelf
    chapters: int
    written: int
    merges: int
    events: Sequence[HandbookEvent]
    acts: Sequence[str]

    @property
    def handbook(self) -> Handbook:
        return self.shelf.handbook

    @property
    def planned(self) -> int:
        """How many chapters consist of their outline only."""
        return self.chapters - self.written

    @property
    def newest(self) -> Edition | None:
        """The edition published last, whatever became of it."""
        return self.shelf.editions[0] if self.shelf.editions else None

    @property
    def can_publish(self) -> bool:
        return self.handbook.state == HandbookState.APPROVED

    @property
    def has_news(self) -> bool:
        """Whether the approved text may differ from the newest edition: it was approved after that was published."""
        newest = self.newest
        return newest is None or newest.withdrawn_at is not None or self.handbook.state_changed_at > newest.published_at


EVENTS_SHOWN = 5


def desks(user: Any) -> list[Desk]:
    """Return every book as the publishing desk shows it, in a fixed number of queries."""
    from handbooks.states import TRANSITIONS

    shelves = library()
    ids = [each.handbook.document_id for each in shelves]
    chapters = _chapter_counts(ids)
    merges = dict(
        BlockConflict.objects.filter(block__document__in=ids, resolved_at=None)
        .values_list("block__document")
        .annotate(Count("pk"))
        .order_by()
    )
    newest = Prefetch("events", HandbookEvent.objects.select_related("actor")[:EVENTS_SHOWN], to_attr="newest_events")
    prefetch_related_objects([each.handbook for each in shelves], newest)
    return [
        Desk(
            shelf=each,
            chapters=chapters.get(each.handbook.document_id, (0, 0))[0],
            written=chapters.get(each.handbook.document_id, (0, 0))[1],
            merges=merges.get(each.handbook.document_id, 0),
            events=vars(each.handbook)["newest_events"],
            acts=TRANSITIONS.possible(user, each.handbook),
        )
        for each in shelves
    ]


def _chapter_counts(document_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return for each document how many numbered chapters it has, and how many of them hold any text."""
    text = Block.objects.filter(
        Q(section=OuterRef("pk"))
        | Q(section__parent=OuterRef("pk"), section__removed_at=None)
        | Q(section__parent__parent=OuterRef("pk"), section__removed_at=None, section__parent__removed_at=None),
        removed_at=None,
    )
    rows = (
        Section.objects.filter(document__in=document_ids, parent=None, removed_at=None, is_numbered=True)
        .annotate(has_text=Exists(text))
        .values("document")
        .annotate(chapters=Count("pk"), written=Count("pk", filter=Q(has_text=True)))
        .order_by()
    )
    return {row["document"]: (row["chapters"], row["written"]) for row in rows}
