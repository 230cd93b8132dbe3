"""Reads of the handbooks room: the library, one book, its chapters, the publishing desk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    Func,
    JSONField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    prefetch_related_objects,
)
from django.db.models.fields import BooleanField
from django.http import Http404
from django.urls import reverse

from atasehir_portal.documents import queries as documents
from atasehir_portal.documents.models import Block, BlockConflict, Section
from atasehir_portal.documents.nodes import ChapterAddress, FigureAddress, Reading
from atasehir_portal.rendering.models import State
from handbooks import editions, permissions
from handbooks.front_matter import FrontMatter
from handbooks.models import Edition, Handbook, HandbookEvent, HandbookState

# --- editions ---------------------------------------------------------------------------------------------------------


def light_editions() -> QuerySet[Edition]:
    """Return editions with their rendering, newest first, without the two large texts (snapshot and printed HTML)."""
    return Edition.objects.select_related("pdf").defer("pdf__source_html").order_by("-published_at", "-pk")


def in_force(found: Iterable[Edition]) -> Edition | None:
    """Return the edition to be read: the highest number that is ready and not withdrawn; None where there is none."""
    ready = [edition for edition in found if edition.withdrawn_at is None and edition.pdf.is_ready]
    return max(ready, key=lambda edition: editions.parse(edition.number), default=None)


@dataclass(frozen=True, slots=True)
class Shelf:
    """One book as the library shows it: the edition in force, one that is being prepared, all that the public knows of."""

    handbook: Handbook
    editions: Sequence[Edition]

    @property
    def latest(self) -> Edition | None:
        return in_force(self.editions)

    @property
    def preparing(self) -> Edition | None:
        """The newest edition, where its PDF is still to come."""
        newest = self.editions[0] if self.editions else None
        return newest if newest is not None and newest.withdrawn_at is None and not newest.pdf.is_ready else None

    @property
    def earlier(self) -> list[Edition]:
        """What was in the library before: replaced and withdrawn editions, newest first."""
        latest = self.latest
        return [
            edition for edition in self.editions if edition != latest and (edition.pdf.is_ready or edition.withdrawn_at)
        ]

    @property
    def front(self) -> FrontMatter | None:
        """What the edition in force says about itself."""
        latest = self.latest
        return FrontMatter.of_edition(latest) if latest else None

    @property
    def title(self) -> str:
        return self.front.title if self.front else self.handbook.title

    @property
    def audience(self) -> str:
        return self.front.audience if self.front else self.handbook.audience

    @property
    def summary(self) -> str:
        return self.front.summary if self.front else self.handbook.summary

    @property
    def is_trial(self) -> bool:
        """Whether the edition in force comes before 1.0."""
        latest = self.latest
        return latest is not None and editions.is_trial(latest.number)


def _shelves(books: QuerySet[Handbook]) -> list[Shelf]:
    found = books.select_related("document").prefetch_related(Prefetch("editions", light_editions()))
    return [Shelf(book, list(book.editions.all())) for book in found]


def library() -> list[Shelf]:
    """Return all books in their order with their editions, in two queries."""
    return _shelves(Handbook.objects.order_by("number"))


def shelf(slug: str) -> Shelf:
    """Return one book with its editions. Raises Http404."""
    found = _shelves(Handbook.objects.filter(slug=slug))
    if not found:
        raise Http404
    return found[0]


def downloadable(slug: str, number: str) -> Edition:
    """Return an edition whose PDF everybody may have. Raises Http404."""
    edition = (
        light_editions().filter(handbook__slug=slug, number=number, withdrawn_at=None, pdf__state=State.READY).first()
    )
    if edition is None:
        raise Http404
    return edition


def shows_figure(slug: str, number: str, src: str) -> bool:
    """Return whether a picture stands in this edition, and the edition may be read."""
    stands_there = Func(
        F("version__snapshot"),
        Value("$.**.src ? (@ == $name)"),
        Value({"name": src}, output_field=JSONField()),
        function="jsonb_path_exists",
        template="%(function)s(%(expressions)s)",
        output_field=BooleanField(),
    )
    readable = Edition.objects.filter(handbook__slug=slug, number=number, withdrawn_at=None, pdf__state=State.READY)
    return readable.alias(shows=stands_there).filter(shows=True).exists()


def reference_of(edition: Edition) -> str:
    """Return the public reference of an edition: K1-0.1 is edition 0.1 of book 1. ``handbook`` must be loaded."""
    return f"K{edition.handbook.number}-{edition.number}"


def by_reference(reference: str) -> Edition | None:
    """Return the edition with this public reference."""
    book, _dash, number = reference.removeprefix("K").partition("-")
    if not book.isascii() or not book.isdigit() or len(book) > 3:
        return None
    return light_editions().select_related("handbook").filter(handbook__number=int(book), number=number).first()


# --- reading ----------------------------------------------------------------------------------------------------------


def figure_address(slug: str, number: str) -> FigureAddress:
    """Return the function that says where the pictures of an edition are."""
    return lambda src: reverse("handbooks:figure", args=[slug, number, src])


def chapter_address(slug: str) -> ChapterAddress:
    """Return the function that says where the chapters of the edition in force are read."""
    return lambda chapter: reverse("handbooks:read", args=[slug, chapter.anchor])


def reading_of(edition: Edition, slug: str) -> Reading:
    """Return the frozen text of an edition, ready to be read chapter by chapter; one query for the version."""
    return documents.read_version(
        edition.version, figure_address=figure_address(slug, edition.number), chapter_address=chapter_address(slug)
    )


# --- the publishing desk ----------------------------------------------------------------------------------------------


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


# --- access ----------------------------------------------------------------------------------------------------------


def get_readable(user: Any, slug: str) -> Handbook:
    """Return a book whose draft this person may read. Raises Http404."""
    handbook = Handbook.objects.select_related("document").filter(slug=slug).first()
    if handbook is None or not permissions.can_read_draft(user, handbook):
        raise Http404
    handbook.document.handbook = handbook
    return handbook
