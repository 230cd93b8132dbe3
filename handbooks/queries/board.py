"""The publishing desk: where each book stands, who works on it, what waits for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from atasehir_portal.accounts.people import person
from atasehir_portal.documents.models import Block, BlockConflict, Section
from handbooks import permissions
from handbooks.models import (
    DownloadCount,
    Edition,
    Erratum,
    Handbook,
    HandbookEvent,
    HandbookState,
    HandbookTask,
    Review,
    Task,
    Verdict,
)
from handbooks.queries.library import Shelf, light_editions
from handbooks.states import TRANSITIONS

EVENTS_SHOWN = 5

STAGES = (
    pgettext_lazy("stage of a book", "Written"),
    pgettext_lazy("stage of a book", "Reviewed"),
    pgettext_lazy("stage of a book", "Approved"),
    pgettext_lazy("stage of a book", "Published"),
)
WRITING, REVIEW, APPROVED, PUBLISHED = range(4)


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the four stages as the track shows it; the book is here, or has reached the end here."""

    label: str | Promise
    is_done: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works on a book; for reviewers their last verdict, and whether nobody has changed anything since."""

    task: HandbookTask
    verdict: str
    said_at: datetime | None
    is_fresh: bool

    @property
    def name(self) -> str:
        return str(self.task.user)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a book waits for: a sentence, and whether it is overdue attention (a failed file, a text to be merged)."""

    sentence: str
    is_trouble: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """One book on the publishing desk."""

    shelf: Shelf
    chapters: int
    written: int
    merges: int
    open_errata: int
    team: Sequence[Member]
    acts: Sequence[str]
    reader: Any

    @property
    def handbook(self) -> Handbook:
        return self.shelf.handbook

    @property
    def can_write(self) -> bool:
        """Whether the reader may write in the book as it stands."""
        return permissions.can_write(self.reader, self.handbook)

    @property
    def can_review(self) -> bool:
        """Whether the reader is one of the book's reviewers."""
        return permissions.can_review(self.reader, self.handbook)

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

    @property
    def is_text_withdrawn(self) -> bool:
        """Whether what could be published is the text of the newest edition, which was withdrawn: nobody opened the book since."""
        newest = self.newest
        return (
            newest is not None
            and newest.withdrawn_at is not None
            and self.handbook.state_changed_at <= newest.published_at
        )

    @property
    def writers(self) -> list[Member]:
        return [each for each in self.team if each.task.task == Task.WRITER]

    @property
    def reviewers(self) -> list[Member]:
        return [each for each in self.team if each.task.task == Task.REVIEWER]

    @property
    def stage(self) -> int:
        """Which of ``STAGES`` the book has reached."""
        if self.handbook.state != HandbookState.APPROVED:
            return WRITING if self.handbook.state == HandbookState.WRITING else REVIEW
        return APPROVED if self.has_news else PUBLISHED

    @property
    def stages(self) -> list[Stage]:
        here = self.stage
        return [Stage(label, number < here or here == PUBLISHED, number == here) for number, label in enumerate(STAGES)]

    @property
    def since(self) -> datetime:
        """Since when it has been at its stage."""
        newest = self.newest
        return newest.published_at if self.stage == PUBLISHED and newest else self.handbook.state_changed_at

    @property
    def waiting(self) -> list[Waiting]:
        """What is to be done next and by whom."""
        return [*self._troubles(), Waiting(self._next())]

    @property
    def files(self) -> list[tuple[str, Any, int]]:
        """The files of the newest edition: name of the format, rendering, how often it was fetched."""
        newest = self.newest
        found = [("PDF", newest.pdf), ("EPUB", newest.epub)] if newest else []
        return [
            (name, rendering, vars(newest)[f"{name.lower()}_count"])
            for name, rendering in found
            if rendering is not None and newest is not None
        ]

    @property
    def texts(self) -> list[tuple[str, str, int]]:
        """The newest edition's text to work with, once it is in the library: name of the form, view, how often it was fetched."""
        newest = self.newest
        if newest is None or not newest.pdf.is_ready:
            return []
        return [
            ("Word", "handbooks:download_word", vars(newest)["word_count"]),
            ("Markdown", "handbooks:download_markdown", vars(newest)["markdown_count"]),
        ]

    def _troubles(self) -> list[Waiting]:
        troubles = []
        if self.merges:
            troubles.append(Waiting(_("Texts that met wait to be merged: %(count)d") % {"count": self.merges}, True))
        newest = self.newest
        if newest and not newest.withdrawn_at and any(r.state == "failed" for _name, r, _count in self.files):
            troubles.append(Waiting(_("A file of the newest edition could not be made."), True))
        if self.open_errata:
            troubles.append(
                Waiting(_("Errors noted, to be corrected in the next edition: %(count)d") % {"count": self.open_errata})
            )
        return troubles

    def _next(self) -> str:
        if self.stage == WRITING:
            if not self.writers:
                return _("No writer has been named; administrators write the book.")
            return _("The writers write: %(names)s") % {"names": _names(self.writers)}
        if self.stage == REVIEW:
            return self._next_in_review()
        if self.stage == APPROVED and self.is_text_withdrawn and self.newest:
            return _("Its text was published as edition %(number)s and withdrawn. Open the book to mend it.") % {
                "number": self.newest.number
            }
        if self.stage == APPROVED:
            return _("It can be published as an edition. An administrator does that.")
        if any(rendering.is_waiting for _name, rendering, _count in self.files):
            return _("The files of the newest edition are being made.")
        if self.open_errata:
            return _("The book is opened for writing to correct the errors that were noted.")
        return _("Nothing is to be done. The book is opened again when something is to be changed.")

    def _next_in_review(self) -> str:
        unsaid = [each for each in self.reviewers if not each.is_fresh]
        unhappy = [each for each in self.reviewers if each.is_fresh and each.verdict == Verdict.CHANGES]
        if unhappy:
            return _("Changes are asked for by: %(names)s") % {"names": _names(unhappy)}
        if unsaid:
            return _("The reviewers read: %(names)s") % {"names": _names(unsaid)}
        if not self.reviewers:
            return _("Nobody reviews it any more. An administrator names somebody or sends it back.")
        return _("All reviewers find it ready. An administrator can approve it.")


def desks(user: Any) -> list[Desk]:
    """Return every book as the publishing desk shows it, in a fixed number of queries."""
    return _desks(user, Handbook.objects.order_by("number"))


def desk(user: Any, **which: Any) -> Desk:
    """Return one book as the publishing desk shows it. Raises Http404 where this person has no such book on the desk."""
    found = _desks(user, Handbook.objects.filter(**which))
    if not found or not permissions.can_see_desk(user, found[0].handbook):
        raise Http404
    return found[0]


@dataclass(frozen=True, slots=True)
class MyBook:
    """A book that somebody writes or reviews, as their own desk shows it."""

    handbook: Handbook
    task: str
    has_spoken: bool
    published_at: datetime | None = None

    @property
    def state(self) -> str:
        """Where the book stands, in the words of the publishing desk."""
        is_published = self.published_at is not None and self.published_at >= self.handbook.state_changed_at
        if self.handbook.state == HandbookState.APPROVED and is_published:
            return str(STAGES[PUBLISHED])
        return str(self.handbook.get_state_display())

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for this person: to be written on, or to be read."""
        if self.task == Task.WRITER:
            return self.handbook.state == HandbookState.WRITING
        return self.handbook.state == HandbookState.REVIEW and not self.has_spoken

    @property
    def todo(self) -> str:
        """What is to be done, in a sentence, where the book waits for this person."""
        return _("You write it.") if self.task == Task.WRITER else _("Your verdict is awaited.")


def my_books(user: Any) -> list[MyBook]:
    """Return the books that a member of staff writes or reviews, in one query; nothing for others."""
    if not person(user).is_staff_member:
        return []
    standing = Edition.objects.filter(handbook=OuterRef("handbook"), withdrawn_at=None).order_by("-published_at")
    published_at = Subquery(standing.values("published_at")[:1])
    tasks = (
        _team()
        .annotate(published_at=published_at)
        .filter(user=user)
        .select_related("handbook__document")
        .order_by("handbook__number", "task")
    )
    return [
        MyBook(task.handbook, task.task, _member(task.handbook, task).is_fresh, vars(task)["published_at"])
        for task in tasks
    ]


def _desks(user: Any, books: QuerySet[Handbook]) -> list[Desk]:
    merges = BlockConflict.objects.filter(block__document=OuterRef("document"), resolved_at=None)
    errata = Erratum.objects.filter(edition__handbook=OuterRef("pk"), corrected_in=None)
    found = (
        books.select_related("document")
        .annotate(
            chapter_count=_total(_chapters(), "document"),
            written_count=_total(_chapters().filter(Exists(_text())), "document"),
            merge_count=_total(merges, "block__document"),
            erratum_count=_total(errata, "edition__handbook"),
        )
        .prefetch_related(Prefetch("editions", _editions()), Prefetch("tasks", _team(), to_attr="team"))
    )
    return [
        Desk(
            shelf=Shelf(each, list(each.editions.all())),
            chapters=vars(each)["chapter_count"],
            written=vars(each)["written_count"],
            merges=vars(each)["merge_count"],
            open_errata=vars(each)["erratum_count"],
            team=[_member(each, task) for task in vars(each)["team"]],
            acts=TRANSITIONS.possible(user, each),
            reader=user,
        )
        for each in found
    ]


def _total(rows: QuerySet[Any], of: str, counted: Any = None) -> Coalesce:
    """Return how many rows there are, or what ``counted`` sums up, as a column."""
    total = rows.order_by().values(of).annotate(total=counted or Count("pk")).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)


def _chapters() -> QuerySet[Section]:
    """The numbered chapters of a book."""
    return Section.objects.filter(document=OuterRef("document"), parent=None, removed_at=None, is_numbered=True)


def _text() -> QuerySet[Block]:
    """What stands in a chapter."""
    return Block.objects.filter(
        Q(section=OuterRef("pk"))
        | Q(section__parent=OuterRef("pk"), section__removed_at=None)
        | Q(section__parent__parent=OuterRef("pk"), section__removed_at=None, section__parent__removed_at=None),
        removed_at=None,
    )


def _editions() -> QuerySet[Edition]:
    """Editions with how often each of their files was fetched."""
    fetched = DownloadCount.objects.filter(edition=OuterRef("pk"))
    return light_editions().annotate(
        pdf_count=_total(fetched.filter(kind="pdf"), "edition", Sum("count")),
        epub_count=_total(fetched.filter(kind="epub"), "edition", Sum("count")),
        word_count=_total(fetched.filter(kind="word"), "edition", Sum("count")),
        markdown_count=_total(fetched.filter(kind="markdown"), "edition", Sum("count")),
    )


def _team() -> QuerySet[HandbookTask]:
    last = Review.objects.filter(handbook=OuterRef("handbook"), reviewer=OuterRef("user")).order_by("-at", "-pk")
    return HandbookTask.objects.select_related("user").annotate(
        last_verdict=Subquery(last.values("verdict")[:1]), said_at=Subquery(last.values("at")[:1])
    )


def _member(handbook: Handbook, task: HandbookTask) -> Member:
    said_at: datetime | None = vars(task)["said_at"]
    is_fresh = said_at is not None and said_at >= handbook.document.changed_at
    return Member(task, vars(task)["last_verdict"] or "", said_at, is_fresh)


def _names(members: Sequence[Member]) -> str:
    return ", ".join(each.name for each in members)


# --- who did what -----------------------------------------------------------------------------------------------------


def events_visible_to(user: Any) -> QuerySet[HandbookEvent]:
    """Return who did what, newest first: administrators in all books, others in those that they work on."""
    events = HandbookEvent.objects.select_related("handbook", "actor", "about").order_by("-at", "-pk")
    return events if permissions.can_see_board(user) else events.filter(handbook__in=permissions.tasks_of(user))
