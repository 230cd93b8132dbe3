"""Reads of rounds: every list starts from ``visible_to``, one round or comment is fetched with ``get_…``."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext

from atasehir_portal.accounts.models import OrganisationKind, User
from atasehir_portal.accounts.people import person
from atasehir_portal.answering.models import OPEN_STATES, Duty, DutyState
from atasehir_portal.documents import frozen_texts, kinds, permissions, queries
from atasehir_portal.documents.models import (
    BlockLineage,
    Comment,
    Document,
    InputChannel,
    Round,
    RoundQuestion,
    RoundState,
)
from atasehir_portal.documents.nodes import BlockNode, Reading

# How many comments stand beside their block, so that a chapter costs the chapter; the list of the round holds all of them.
BESIDE_BLOCK = 2


def visible_to(user: Any) -> QuerySet[Round]:
    """Rounds that exist for this person: those that have begun, and for staff also planned ones. Newest first."""
    rounds = Round.objects.select_related("document")
    return rounds if person(user).is_staff_member else rounds.exclude(state=RoundState.PLANNED)


def listed(user: Any) -> QuerySet[Round]:
    """Return the rounds that this person sees: those that take opinions first, then those that are answered, planned, closed."""
    steps = (RoundState.OPEN, RoundState.ANSWERING, RoundState.PLANNED)
    order = Case(
        *(When(state=state, then=Value(place)) for place, state in enumerate(steps)), default=Value(len(steps))
    )
    return visible_to(user).order_by(order, "-opens_on", "-pk")


def get_round(user: Any, reference: str, *, with_text: bool = False) -> Round:
    """Return a round with its document and unit; with its frozen text at hand where ``read_round`` follows. Raises Http404."""
    owners = [f"document__{owner}" for owner in kinds.owners()]
    rounds = visible_to(user).select_related("version", "unit", *owners).defer("version__snapshot")
    found = rounds.filter(reference=reference).first()
    if found is None:
        raise Http404
    if with_text:
        frozen_texts.text_of(found.version)
    return found


def rounds_of(user: Any, document: Document) -> QuerySet[Round]:
    """Return the rounds of a document that this person sees, newest first."""
    return visible_to(user).filter(document=document)


def earlier_rounds(user: Any, round: Round) -> QuerySet[Round]:
    """Return the rounds on earlier versions of the same text that this person sees, newest first."""
    return rounds_of(user, round.document).filter(version__number__lt=round.version.number)


def newest_later(user: Any) -> Subquery:
    """The newest round on a later version of an input's text that this person sees, by its primary key; for an annotation."""
    later = Round.objects.filter(
        document=OuterRef("round__document"), version__number__gt=OuterRef("round__version__number")
    )
    if not person(user).is_staff_member:
        later = later.exclude(state=RoundState.PLANNED)
    return Subquery(later.order_by("-version__number").values("pk")[:1])


def went_on() -> Exists:
    """Whether text of an input's block went to another block since the portal began; for an annotation."""
    return Exists(BlockLineage.objects.filter(source=OuterRef("block")))


def current_round(document: Document) -> Round | None:
    """Return the round of a document that is not closed; None where there is none."""
    return Round.objects.filter(document=document).exclude(state=RoundState.CLOSED).first()


def open_duties(round: Round) -> QuerySet[Duty]:
    """Return the duties of the round's comments and suggestions that wait for an answer."""
    return duties_of(round).filter(state__in=OPEN_STATES)


def duties_of(round: Round) -> QuerySet[Duty]:
    """Return the duties of everything that was said in the round, as it came."""
    return Duty.objects.filter(Q(comment__round=round) | Q(suggestion__round=round)).order_by("received_at", "pk")


def authors(round: Round) -> list[User]:
    """Return who said something in the round and has an account still."""
    ids = duties_of(round).exclude(submitter=None).order_by().values("submitter")
    return list(User.objects.filter(pk__in=ids, is_active=True))


def read_round(round: Round) -> Reading:
    """Return the frozen text of a round as it is read; at most one query (``frozen_texts``)."""

    def figure_address(src: str) -> str:
        return reverse("rounds:figure", args=[round.reference, src])

    return queries.read_snapshot(
        frozen_texts.text_of(round.version),
        figure_address=figure_address,
        chapter_address=lambda chapter: reverse("rounds:chapter", args=[round.reference, chapter.anchor]),
    )


# --- comments ---------------------------------------------------------------------------------------------------------


def comments_of(user: Any, round: Round) -> QuerySet[Comment]:
    """Return the threads of a round that this person may read, newest first; a withdrawn one only where it is theirs."""
    return readable_by(user).filter(round=round).order_by("-created_at", "-pk")


def readable_by(user: Any) -> QuerySet[Comment]:
    """Comments whose page this person may open, without replies."""
    threads = Comment.objects.filter(parent=None)
    if person(user).is_staff_member:
        return threads
    may = ~Q(duty__state=DutyState.WITHDRAWN)
    if user.is_authenticated:
        may |= Q(author=user, channel=InputChannel.PORTAL) | Q(organisation__in=person(user).organisation_ids)
    return threads.filter(may).exclude(round__state=RoundState.PLANNED)


def with_details(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Load what a row of comments shows, with the number of replies."""
    return comments.select_related("organisation", "unit", "duty", "question", "block").annotate(
        reply_count=_reply_count()
    )


def _reply_count() -> Coalesce:
    replies = Comment.objects.filter(parent=OuterRef("pk")).order_by().values("parent")
    return Coalesce(Subquery(replies.annotate(number=Count("pk")).values("number")), 0)


def get_comment(user: Any, reference: str) -> Comment:
    """Return a thread by its comment's reference, with its round and its duty. Raises Http404."""
    owners = [f"round__document__{owner}" for owner in kinds.owners()]
    found = (
        readable_by(user)
        .select_related(
            "round__document",
            *owners,
            "round__unit",
            "round__version",
            "block",
            "question",
            "organisation",
            "unit",
            "duty__unit",
            "duty__rule_set",
            "duty__answered_unit",
            "duty__authority",
            "duty__organisation",
        )
        .defer("round__version__snapshot")
        .annotate(reply_count=_reply_count(), later_round=newest_later(user), went_on=went_on())
        .filter(reference=reference)
        .first()
    )
    if found is None or not permissions.can_see_round(user, found.round):
        raise Http404
    return found


def place_of(comment: Comment) -> BlockNode | None:
    """Return the block that a comment is about, as it was frozen; None where it is about no block."""
    return block_in(read_round(comment.round), comment.block.uid) if comment.block is not None else None


def replies_of(comment: Comment) -> QuerySet[Comment]:
    """Return the replies to a comment, oldest first."""
    return comment.replies.select_related("organisation", "unit").order_by("created_at", "pk")


@dataclass(slots=True)
class Beside:
    """The comments that stand beside a block: the newest, and how many there are."""

    comments: list[Comment] = field(default_factory=list)
    total: int = 0

    @property
    def has_more(self) -> bool:
        return self.total > len(self.comments)


_BESIDE = (
    *("reference", "channel", "body", "block__uid", "organisation__name", "unit__name_tr", "unit__name_en"),
    *("duty__state", "duty__outcome", "parent", "hidden_at", "hidden_kind", "hidden_sentence"),
)


def beside_blocks(user: Any, round: Round, blocks: Sequence[BlockNode]) -> dict[UUID, Beside]:
    """Return what stands beside each of these blocks, in one query."""
    found: dict[UUID, Beside] = defaultdict(Beside)
    rows = (
        comments_of(user, round)
        .filter(block__uid__in=[block.uid for block in blocks])
        .select_related("organisation", "unit", "duty", "block")
        .only(*_BESIDE)
        .annotate(
            place=Window(RowNumber(), partition_by=F("block"), order_by=[F("created_at").desc(), F("pk").desc()]),
            total=Window(Count("pk"), partition_by=F("block")),
        )
        .filter(place__lte=BESIDE_BLOCK)
    )
    for row in rows:
        beside = found[row.block.uid]  # type: ignore[union-attr]
        beside.comments.append(row)
        beside.total = row.total
    return found


def block_in(reading: Reading, uid: UUID) -> BlockNode | None:
    """Return the block of a frozen text; None where it is not there."""
    return next((block for block in reading.all_blocks() if block.uid == uid), None)


def questions_with_counts(user: Any, round: Round) -> QuerySet[RoundQuestion]:
    """Return the round's questions, each with the number of comments on it."""
    shown = Q(comments__parent=None) & ~Q(comments__duty__state=DutyState.WITHDRAWN)
    return round.questions.annotate(comment_count=Count("comments", filter=shown))


# --- figures and report -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """How much was said in a round, and how much of it is answered; what was withdrawn does not count."""

    comments: int
    suggestions: int
    waiting: int
    answered: int

    @property
    def total(self) -> int:
        return self.comments + self.suggestions


def figures_of(round: Round) -> RoundFigures:
    """Return the figures of a round, in one query."""
    found = (
        duties_of(round)
        .exclude(state=DutyState.WITHDRAWN)
        .order_by()
        .aggregate(
            comments=Count("pk", filter=Q(comment__isnull=False)),
            suggestions=Count("pk", filter=Q(suggestion__isnull=False)),
            waiting=Count("pk", filter=Q(state__in=OPEN_STATES)),
            answered=Count("pk", filter=Q(state=DutyState.ANSWERED)),
        )
    )
    return RoundFigures(**found)


@dataclass(frozen=True, slots=True)
class TookPart:
    """Who took part: a kind of organisation (or people for themselves, staff, paper), how many of them, how many inputs."""

    label: str
    number: int | None
    inputs: int


def took_part(round: Round) -> list[TookPart]:
    """Return who took part, by kind of organisation, then people for themselves, the municipality's units, paper. One query."""
    on_paper = Q(comment__channel=InputChannel.PAPER) | Q(suggestion__channel=InputChannel.PAPER)
    of_unit = Q(comment__unit__isnull=False) | Q(suggestion__unit__isnull=False)
    found = (
        duties_of(round)
        .exclude(state=DutyState.WITHDRAWN)
        .order_by()
        .annotate(
            as_whom=Case(
                When(on_paper, then=Value("-paper")),
                When(organisation__isnull=False, then=F("organisation__kind")),
                When(of_unit, then=Value("-unit")),
                default=Value("-person"),
            )
        )
        .values("as_whom")
        .annotate(
            inputs=Count("pk"),
            organisations=Count("organisation", distinct=True),
            people=Count("submitter", distinct=True),
            units=Count(Coalesce("comment__unit", "suggestion__unit"), distinct=True),
        )
        .order_by("-inputs", "as_whom")
    )
    labels, rest = dict(OrganisationKind.choices), {row["as_whom"]: row for row in found}
    rows = [
        TookPart(str(labels[name]), row["organisations"], row["inputs"]) for name, row in rest.items() if name in labels
    ]
    if alone := rest.get("-person"):
        rows.append(TookPart(gettext("People for themselves"), alone["people"] or None, alone["inputs"]))
    if units := rest.get("-unit"):
        rows.append(TookPart(gettext("Units of the municipality"), units["units"], units["inputs"]))
    if paper := rest.get("-paper"):
        rows.append(TookPart(gettext("Contributions on paper"), None, paper["inputs"]))
    return rows


def place_in_words(node: BlockNode) -> str:
    """Return where a block stands: its section and which block of the chapter it is."""
    words = gettext("%(section)s, block %(number)s")
    return words % {"section": node.section.heading, "number": node.ordinal}
