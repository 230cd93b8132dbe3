"""Where a review stands: who was asked, who said what of which text, what changed since somebody looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from atasehir_portal.documents.since import Change, Moved, changes_since, moves_since
from handbooks.digests import draft_of
from handbooks.models import (
    Handbook,
    HandbookAct,
    HandbookEvent,
    HandbookState,
    HandbookTask,
    Review,
    Task,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Opinion:
    """A reviewer and what they said last, None where they have said nothing; ``is_fresh`` says that it is about the text as it
    stands."""

    task: HandbookTask
    review: Review | None
    is_fresh: bool

    @property
    def is_ready(self) -> bool:
        return self.is_fresh and self.review is not None and self.review.verdict == Verdict.READY

    @property
    def wants_changes(self) -> bool:
        return self.is_fresh and self.review is not None and self.review.verdict == Verdict.CHANGES


@dataclass(frozen=True, slots=True)
class Standing:
    """What the reviewers say of one text."""

    opinions: Sequence[Opinion]

    @property
    def is_ready(self) -> bool:
        """Whether somebody found this very text ready, and nobody that it needs changes."""
        return any(each.is_ready for each in self.opinions) and not any(each.wants_changes for each in self.opinions)

    @property
    def unhappy(self) -> list[str]:
        """Who finds that this very text needs changes, by name."""
        return [str(each.task.user) for each in self.opinions if each.wants_changes]

    @property
    def waiting(self) -> list[Opinion]:
        """Those who have not looked at the text as it stands."""
        return [each for each in self.opinions if not each.is_fresh]


def standing_of(handbook: Handbook, digest: str) -> Standing:
    """Return what the present reviewers say of the text with this digest, in two queries (one where nobody reviews)."""
    tasks = list(HandbookTask.objects.filter(handbook=handbook, task=Task.REVIEWER).select_related("user"))
    last = _latest(handbook) if tasks else {}
    return Standing(
        [
            Opinion(task, review := last.get(task.user_id), review is not None and review.digest == digest)
            for task in tasks
        ]
    )


def _latest(handbook: Handbook) -> dict[int | None, Review]:
    """Return what each person said last, by person."""
    found = Review.objects.filter(handbook=handbook).order_by("reviewer_id", "-at", "-pk").distinct("reviewer_id")
    return {review.reviewer_id: review for review in found}


# --- one review -------------------------------------------------------------------------------------------------------

CHANGES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class UnderReview:
    """A draft as its reviewers meet it: what they were asked, what they said, what changed since ``since``.

    ``mine`` is the reader's own opinion; None where they do not review the book. ``changes`` are at most ``CHANGES_SHOWN`` of
    ``change_count``.
    """

    is_open: bool
    asked: HandbookEvent | None
    standing: Standing
    mine: Opinion | None
    since: datetime | None
    changes: Sequence[Change]
    change_count: int
    moves: Sequence[Moved]
    digest: str

    @property
    def has_unlisted_changes(self) -> bool:
        """Whether the text differs from the one that the reader judged in something that is not listed (order, sources)."""
        return (
            self.mine is not None
            and self.mine.review is not None
            and not self.mine.is_fresh
            and not self.change_count
            and not self.moves
        )


def review_of(user: Any, handbook: Handbook) -> UnderReview:
    """Return the review of a book's draft for this reader: what changed since their own last verdict, or else since the draft
    was sent to review; the same number of queries whatever the size of the text."""
    reading, digest = draft_of(handbook.document)
    standing = standing_of(handbook, digest)
    mine = next((each for each in standing.opinions if each.task.user_id == user.pk), None)
    asked = handbook.events.filter(act=HandbookAct.SENT_TO_REVIEW).select_related("actor").first()
    since = mine.review.at if mine and mine.review else asked.at if asked else None
    changes: list[Change] = []
    moves: list[Moved] = []
    count = 0
    if since is not None and not (mine and mine.is_fresh):
        changes, count = changes_since(handbook.document, reading, since, at_most=CHANGES_SHOWN)
        moves = moves_since(handbook.document, since, at_most=CHANGES_SHOWN)
    is_open = handbook.state == HandbookState.REVIEW
    return UnderReview(is_open, asked, standing, mine, since, changes, count, moves, digest)
