"""The rows of the report: one for each input, with what it proposes as tracked changes, its replies and its answer."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext

from atasehir_portal.answering.models import Duty, DutyState
from atasehir_portal.documents import diffing, past, round_queries
from atasehir_portal.documents.diffing import BlockDiff
from atasehir_portal.documents.models import Comment, Round, RoundQuestion, Suggestion, SuggestionAct
from atasehir_portal.documents.nodes import BlockNode, SectionNode
from atasehir_portal.documents.reporting.words import may_be_read, shown
from atasehir_portal.documents.suggesting import texts

# signs of an input with its answer that take about a third of a printed page
SHORT = 900

_DETAILS = (
    "organisation",
    "answered_unit",
    "authority",
    "comment__block",
    "comment__question",
    "comment__organisation",
    "comment__unit",
    "suggestion__organisation",
    "suggestion__unit",
    "suggestion__block",
    "suggestion__section",
)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One input in the report: who said it (never a person's name), what it is about, what was said. Its answer is the duty's.

    ``said`` is the text of a comment, or why something is proposed; ``change`` is then what is proposed, as tracked changes. Where
    ``is_shown`` is False ``said`` is the sentence that stands in the place of the words, and there is no change; the replies stay.
    """

    duty: Duty
    said_by: Comment | Suggestion
    about: str
    said: str
    is_shown: bool = True
    node: BlockNode | None = None
    section: SectionNode | None = None
    question: RoundQuestion | None = None
    change: BlockDiff | None = None
    replies: Sequence[Comment] = field(default=())

    @property
    def who(self) -> str:
        return self.said_by.who

    @property
    def is_hidden(self) -> bool:
        return self.said_by.is_hidden

    @property
    def is_short(self) -> bool:
        """Whether what was said and its answer are read on one page, without turning it in between."""
        return self.change is None and not self.replies and len(self.said) + len(self.duty.reason) < SHORT


def said_in(round: Round) -> QuerySet[Duty]:
    """Return what was said in a round and not withdrawn, in the order in which it came, with all that a report shows."""
    return everything_in(round).exclude(state=DutyState.WITHDRAWN)


def everything_in(round: Round) -> QuerySet[Duty]:
    """Return what was said in a round, also what was withdrawn, in the order in which it came."""
    return round_queries.duties_of(round).select_related(*_DETAILS)


def rows_of(round: Round, duties: Iterable[Duty], *, with_changes: bool = True) -> list[ReportRow]:
    """Return the rows of the report. The round was fetched with its text. At most two queries beside the duties' own."""
    found = list(duties)
    reading = round_queries.read_round(round)
    places = {block.uid: block for block in reading.all_blocks()}
    sections = {section.uid: section for section in reading.walk()}
    replies = _replies([duty.comment.pk for duty in found if _is_comment(duty)])
    changes = (
        _changes(round, [duty.suggestion for duty in found if not _is_comment(duty)], places) if with_changes else {}
    )
    return [_row(duty, places, sections, replies, changes) for duty in found]


def _is_comment(duty: Duty) -> bool:
    return getattr(duty, "comment", None) is not None


def _replies(threads: Sequence[int]) -> dict[int, list[Comment]]:
    found: dict[int, list[Comment]] = defaultdict(list)
    if threads:
        rows = Comment.objects.filter(parent__in=threads).select_related("organisation", "unit")
        for reply in rows.order_by("created_at", "pk"):
            if reply.parent_id is not None:
                reply.body = shown(reply)
                found[reply.parent_id].append(reply)
    return found


def _changes(round: Round, suggestions: Sequence[Suggestion], places: dict[UUID, BlockNode]) -> dict[int, BlockDiff]:
    """Return what each suggestion proposes as tracked changes of the frozen text. One query for all."""
    shown = [each for each in suggestions if may_be_read(each)]
    if not shown:
        return {}
    reading = texts.reader(round)
    pairs = []
    for each in shown:
        base = places.get(each.block.uid) if each.block is not None and each.act != SuggestionAct.INSERT else None
        old = past.node(reading, base.kind, base.body, base.data) if base is not None else None
        new = past.node(reading, *texts.state_of(each)) if each.act != SuggestionAct.REMOVE else None
        pairs.append((old, new))
    return dict(zip((each.pk for each in shown), diffing.of_blocks(pairs), strict=True))


def _row(
    duty: Duty,
    places: dict[UUID, BlockNode],
    sections: dict[UUID, SectionNode],
    replies: dict[int, list[Comment]],
    changes: dict[int, BlockDiff],
) -> ReportRow:
    said: Comment | Suggestion = duty.comment if _is_comment(duty) else duty.suggestion
    node = places.get(said.block.uid) if said.block is not None else None
    section, question, about = None, None, gettext("The text as a whole")
    if isinstance(said, Comment) and said.question is not None:
        question, about = said.question, said.question.text
    elif node is not None:
        section, about = node.section, round_queries.place_in_words(node)
    elif isinstance(said, Suggestion):
        section, about = sections.get(said.section.uid), said.section.title
    return ReportRow(
        duty,
        said,
        about,
        shown(said),
        may_be_read(said),
        node,
        section,
        question,
        None if isinstance(said, Comment) else changes.get(said.pk),
        replies.get(said.pk, ()) if isinstance(said, Comment) else (),
    )
