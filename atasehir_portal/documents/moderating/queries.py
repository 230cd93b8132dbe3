"""Reads of moderation: what was said and can be reported, what moderators see, what is behind a hidden text."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, JSONField, Q, QuerySet, Value, When
from django.http import Http404

from atasehir_portal.accounts.models import MembershipRole, OrganisationState, StaffRole, User
from atasehir_portal.answering.models import DutyState
from atasehir_portal.documents import kinds, round_queries
from atasehir_portal.documents.models import (
    Comment,
    HarmKind,
    InputChannel,
    Moderation,
    ModerationState,
    Report,
    Round,
    Suggestion,
)
from atasehir_portal.documents.models.moderation import HIDING, WAITING
from atasehir_portal.documents.moderating import permissions, words
from atasehir_portal.documents.suggesting import queries as suggestions

Said = Comment | Suggestion


def comments_for(user: Any) -> QuerySet[Comment]:
    """Return the comments and replies that this person may read."""
    threads = round_queries.readable_by(user).order_by().values("pk")
    return Comment.objects.filter(Q(pk__in=threads) | Q(parent__in=threads))


def visible_to_moderators(user: Any, references: Collection[str]) -> set[str]:
    """Return all of them to those who see the list of what was reported, and none to others. No query."""
    return set(references) if permissions.can_open_list(user) else set()


def get_said(user: Any, reference: str) -> Said:
    """Return a comment, a reply or a suggestion by its reference, with its round and its duty. Raises Http404."""
    owners = [f"round__document__{owner}" for owner in kinds.owners()]
    details = ["round__document", "round__unit", "organisation", "unit", "duty", *owners]
    found: Said | None = (
        comments_for(user)
        .select_related(*details, "parent__duty", "parent__organisation", "parent__unit")
        .filter(reference=reference)
        .first()
    )
    if found is None:
        found = (
            suggestions.readable_by(user)
            .select_related(*details, "section", "block", "took_effect")
            .filter(reference=reference)
            .first()
        )
    if found is None:
        raise Http404
    return found


def address_of(said: Said) -> str:
    """Return where a text stands: its own page, or its place in the thread."""
    if isinstance(said, Comment) and said.parent is not None:
        return f"{said.parent.get_absolute_url()}#{said.reference}"
    return said.get_absolute_url()


def of_said(said: Said) -> QuerySet[Moderation]:
    """Return the dealings with a text, the newest first."""
    of = {"suggestion": said.pk} if isinstance(said, Suggestion) else {"comment": said.pk}
    return Moderation.objects.filter(**of).order_by("-pk")


def report_of(user: Any, said: Said) -> Report | None:
    """Return the report of this person about a text, with what became of it."""
    of = {"suggestion": said.pk} if isinstance(said, Suggestion) else {"comment": said.pk}
    return Report.objects.select_related("moderation").filter(reporter=user, **of).first()


def thread_of(said: Comment, most: int) -> list[Comment]:
    """Return the thread in which a comment or reply stands: its head, then at most so many replies, oldest first. One query."""
    head = said.parent_id or said.pk
    rows = Comment.objects.filter(Q(pk=head) | Q(parent=head)).select_related(
        "organisation", "unit", "parent__duty", "duty"
    )
    return list(rows.order_by("created_at", "pk")[: most + 1])


# --- the list of moderators -------------------------------------------------------------------------------------------


def listed_to(user: Any) -> QuerySet[Moderation]:
    """Return what was reported or hidden, as far as this person moderates: what waits first, the longest waiting at the top."""
    if not permissions.can_open_list(user):
        return Moderation.objects.none()
    waits_first = Case(When(state__in=WAITING, then=Value(0)), default=Value(1))
    return (
        Moderation.objects.defer("kept")
        .select_related(
            "comment__round", "comment__parent", "comment__organisation", "comment__unit", "comment__duty",
            "suggestion__round", "suggestion__organisation", "suggestion__unit", "suggestion__duty",
        )
        .annotate(waits_first=waits_first)
        .prefetch_related("reports")
        .order_by("waits_first", "waits_since", "pk")
    )  # fmt: skip


def waiting_for(user: Any) -> int:
    """Return how many reports and appeals wait for moderators; 0 for everybody else, without a query."""
    return Moderation.objects.filter(state__in=WAITING).count() if permissions.can_open_list(user) else 0


def sides(said: Said) -> list[User]:
    """Return whom a text belongs to, as far as they have an account: who wrote it, and the representatives of the organisation."""
    who = Q(pk=said.author_id) if said.channel == InputChannel.PORTAL and said.author_id else Q(pk=None)
    if said.organisation_id:
        who |= Q(
            memberships__organisation=said.organisation_id,
            memberships__organisation__state=OrganisationState.VERIFIED,
            memberships__role=MembershipRole.REPRESENTATIVE,
            memberships__left_at=None,
        )
    return list(User.objects.filter(who, is_active=True).distinct())


def moderators() -> QuerySet[User]:
    """Return the coordinators and administrators."""
    roles = [StaffRole.COORDINATOR, StaffRole.ADMINISTRATOR]
    return User.objects.filter(is_active=True, posts__until=None, posts__role__in=roles).distinct()


def reporters(moderation: Moderation) -> list[User]:
    """Return who reported a text, as far as they have an account still."""
    ids = Report.objects.filter(moderation=moderation).exclude(reporter=None).order_by().values("reporter")
    return list(User.objects.filter(pk__in=ids, is_active=True))


# --- behind a hidden text ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Acts:
    """What a reader can do about a text now: report it, hide it, see what was reported, read why one's own was hidden."""

    can_report: bool
    can_hide: bool
    has_case: bool
    is_own_hidden: bool

    def __bool__(self) -> bool:
        return self.can_report or self.can_hide or self.has_case or self.is_own_hidden


def uncover(user: Any, said: Iterable[Said], round: Round) -> None:
    """Make texts of one round ready to be shown: give each hidden one its words (``behind``) where this person may read them, the
    times that it was hidden and shown again (``past_hidings``), and what the reader can do about it (``moderation_acts``). One query;
    the words of what this person may not read stay in the database.

    A reply finds the duty of its thread where the thread was loaded with it, or is among ``said``.
    """
    texts: dict[tuple[type, int], Said] = {(type(each), each.pk): each for each in said}
    for each in texts.values():
        each.round = round
        if isinstance(each, Comment) and (head := texts.get((Comment, each.parent_id or 0))) is not None:
            each.parent = head  # type: ignore[assignment]
    comments = [pk for model, pk in texts if model is Comment]
    proposals = [pk for model, pk in texts if model is Suggestion]
    may = {key for key, text in texts.items() if text.is_hidden and permissions.can_read_hidden(user, text)}
    theirs = Q(comment__in=[pk for model, pk in may if model is Comment]) | Q(
        suggestion__in=[pk for model, pk in may if model is Suggestion]
    )
    found = (
        Moderation.objects.filter(Q(comment__in=comments) | Q(suggestion__in=proposals))
        .annotate(
            words=Case(When(theirs, then=F("kept")), output_field=JSONField()) if may else Value(None, JSONField())
        )
        .defer("kept", "appeal")
        .order_by("pk")
    )
    with_case = set()
    for moderation in found:
        key = _key(moderation)
        text = texts[key]
        with_case.add(key)
        if moderation.was_restored:
            text.past_hidings = [*text.past_hidings, moderation]
        elif moderation.state in HIDING and key in may:
            text.behind = words.with_kept(text, moderation.words)
    for key, text in texts.items():
        text.moderation_acts = _acts(user, text, key in with_case)


def _key(moderation: Moderation) -> tuple[type, int]:
    return (Comment, moderation.comment_id) if moderation.comment_id else (Suggestion, moderation.suggestion_id or 0)


def _acts(user: Any, said: Said, has_case: bool) -> Acts:
    duty = permissions.thread_duty(said)
    stands = not said.is_hidden and duty is not None and duty.state != DutyState.WITHDRAWN
    return Acts(
        can_report=stands and permissions.can_report(user, said),
        can_hide=stands and permissions.can_hide(user, said),
        has_case=has_case and permissions.can_open_list(user),
        is_own_hidden=said.is_hidden and permissions.speaks_for(user, said),
    )


def words_of_own(user: User) -> dict[tuple[type, int], dict[str, Any]]:
    """Return the words of what this person wrote and is hidden, by model and key. One query."""
    mine = Moderation.objects.filter(Q(comment__author=user) | Q(suggestion__author=user), state__in=HIDING)
    return {
        (Comment, comment) if comment else (Suggestion, suggestion): kept
        for comment, suggestion, kept in mine.values_list("comment", "suggestion", "kept")
    }


# --- figures ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HiddenFigures:
    """How many texts of a round are hidden now, by reason, and how many were hidden once and are shown again."""

    kinds: list[tuple[str, int]]
    restored: int

    @property
    def total(self) -> int:
        return sum(number for _kind, number in self.kinds)

    def __bool__(self) -> bool:
        return bool(self.total or self.restored)


def hidden_figures(round: Round) -> HiddenFigures:
    """Return how much of a round is hidden and for which reasons: counts alone. What was withdrawn does not count. One query."""
    withdrawn = (
        Q(comment__duty__state=DutyState.WITHDRAWN)
        | Q(comment__parent__duty__state=DutyState.WITHDRAWN)
        | Q(suggestion__duty__state=DutyState.WITHDRAWN)
    )
    rows = (
        Moderation.objects.filter(Q(comment__round=round) | Q(suggestion__round=round))
        .filter(state__in=[*HIDING, ModerationState.RESTORED])
        .exclude(withdrawn)
        .order_by()
        .values_list("state", "kind")
        .annotate(number=Count("pk"))
    )
    hidden = dict.fromkeys(HarmKind.values, 0)
    restored = 0
    for state, kind, number in rows:
        if state == ModerationState.RESTORED:
            restored += number
        else:
            hidden[kind] += number
    return HiddenFigures([(str(HarmKind(kind).label), number) for kind, number in hidden.items() if number], restored)
