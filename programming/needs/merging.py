"""Merging one need into another, and taking it out again.

A merged need keeps its own duty with its due date, and its voices. The answer to the need into which it was merged answers it; taken
out, it stands as before, and an answer that it had only through the other one is taken back.

Locks are taken in one order: one merging at a time, then the duty of the need that takes in, then the duties of those that were merged into
it; who answers or withdraws a need takes them in the same order, the duty before the need.
"""

from typing import Any, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from atasehir_portal import cleaning
from atasehir_portal.accounts.models import User
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.models import OPEN_STATES, Duty
from atasehir_portal.notifications.services import notify
from atasehir_portal.transitions import NotInThisState
from programming.needs import permissions, queries
from programming.needs.models import Merging, Need, NeedEvent, NeedState, Visibility
from programming.needs.services import raisers
from programming.needs.states import TRANSITIONS

NOT_FOUND = _("There is no need here with which this one can be merged. Choose another one.")
WITHDRAWN = _("The need into which it was merged was withdrawn.")
WITHDRAWN_ITSELF = _("The need was withdrawn.")
NOT_READ_BY_ALL = _("Who may read one of the two needs was changed, so that not all who read one can read the other.")
REASON_LENGTH = 500


@transaction.atomic
def merge_need(*, need: Need, into: Need, by: User, reason: str) -> Merging:
    """Merge a need into another one that all its readers can read; what was merged into it follows. Where ``into`` was merged itself,
    it goes to where that went. If that one is answered, this one is answered now. Both raisers are told.

    The same sent twice merges once. Raises PermissionDenied where the person may not, ValidationError at ``into`` where it is the same
    need, a confidential one or one that takes nothing in, at ``reason`` where there is none, and NotInThisState where the need is no
    longer open.
    """
    one_at_a_time()
    need, target = Need.objects.select_related("duty").get(pk=need.pk), _end_of(into)
    _lock_duties(target, need)
    reason = _said(reason)
    if not permissions.can_merge(by, need) or not queries.visible_to(by).filter(pk=target.pk).exists():
        raise PermissionDenied
    earlier = Merging.objects.filter(need=need, undone_at=None).first()
    if earlier is not None and need.merged_into_id == target.pk and earlier.by_id == by.pk:
        return earlier
    if target.pk == need.pk or not permissions.can_take_in(need, target):
        raise ValidationError({"into": NOT_FOUND})
    before = need.state
    TRANSITIONS.apply("merge", instance=need, user=by, merged_into=target)
    made = Merging.objects.create(
        need=need, into=target, by=by, reason=reason, state_before=before, is_example=need.is_example
    )
    followers = _follow(need, target)
    for follower in followers:
        NeedEvent.objects.create(need=follower, act="moved_on", actor=by, note=target.reference)
    if target.duty is not None and target.duty.outcome:
        answer_merged(duty=target.duty, by=by)
    for one in (need, *followers):
        _tell(one, "need_merged", f"merging-{made.pk}", by)
    _tell(target, "need_took_in", f"merging-{made.pk}", by)
    return made


@transaction.atomic
def unmerge_need(*, need: Need, by: User, reason: str) -> None:
    """Take a need out of the one into which it was merged. It stands as before; what was merged into it goes with it. Both raisers are
    told.

    Raises PermissionDenied where the person may not, ValidationError at ``reason`` without one, and NotInThisState where it is not
    merged.
    """
    one_at_a_time()
    need = Need.objects.select_related("duty", "merged_into__duty").get(pk=need.pk)
    if need.merged_into is not None:
        _lock_duties(need.merged_into, need)
    if not permissions.can_unmerge(by, need):
        raise PermissionDenied
    target, parted = need.merged_into, _said(reason)
    if target is None:
        raise NotInThisState
    merging = _take_apart(need, by, parted)
    for one in (need, *_follow(need, need)):
        _take_back_answer(one, by)
        _tell(one, "need_unmerged", f"parted-{merging.pk}", by)
    _restore(need, merging, by)
    _tell(target, "need_let_go", f"parted-{merging.pk}", by)


@transaction.atomic
def answer_merged(*, duty: Duty, by: User) -> None:
    """Give the answer of a need to all that were merged into it and wait for one (called inside the transaction of the answer)."""
    waiting = Need.objects.filter(merged_into__duty=duty, duty__state__in=OPEN_STATES).select_related("duty")
    for need in waiting.order_by("pk"):
        given = answering.answer_with(duty=_duty_of(need), other=duty, by=by)
        Merging.objects.filter(need=need, undone_at=None).update(answered_at=given.answered_at)


@transaction.atomic
def release_merged(*, duty: Duty, by: User) -> None:
    """Restore what was merged into a need that is withdrawn, and close the merging of the need itself (called inside the transaction).

    What was merged into one of them stays with it. Nobody has to be allowed: it follows from the withdrawal.
    """
    withdrawn = Need.objects.filter(duty=duty).first()
    if withdrawn is None:
        return
    if Merging.objects.filter(need=withdrawn, undone_at=None).exists():
        _take_apart(withdrawn, by, _in_words(WITHDRAWN_ITSELF))
    for merging in Merging.objects.filter(into=withdrawn, undone_at=None).select_related("need").order_by("pk"):
        need = merging.need
        _take_apart(need, by, _in_words(WITHDRAWN))
        for one in (need, *_follow(need, need)):
            _tell(one, "need_unmerged", f"parted-{merging.pk}", by)
        _restore(need, merging, None)


@transaction.atomic
def part_unread(*, need: Need, by: User) -> None:
    """Take apart what was merged with a need where its readers could no longer follow, because who may read it was changed (called
    inside that transaction, after ``one_at_a_time``). Nobody has to be allowed: it follows from the change.
    """
    found = Merging.objects.filter(Q(need=need) | Q(into=need), undone_at=None).select_related("need__duty", "into")
    for merging in found.order_by("pk"):
        if permissions.is_read_by_all_readers(merging.into, of=merging.need):
            continue
        parted = merging.need
        _take_apart(parted, by, _in_words(NOT_READ_BY_ALL))
        for one in (parted, *_follow(parted, parted)):
            _take_back_answer(one, by)
            _tell(one, "need_unmerged", f"parted-{merging.pk}", by)
        _restore(parted, merging, None)
        _tell(merging.into, "need_let_go", f"parted-{merging.pk}", by)


def hide_reasons(*, need: Need) -> None:
    """Hide why a need was merged with others where one of the two is confidential by now, and let it be read where none is any more
    (called inside the transaction that changes who may read it).
    """
    hidden = Q(need__visibility=Visibility.CONFIDENTIAL) | Q(into__visibility=Visibility.CONFIDENTIAL)
    found = Merging.objects.filter(Q(need=need) | Q(into=need))
    concerned = set(found.filter(hidden).values_list("pk", flat=True))
    Merging.objects.filter(pk__in=concerned, is_hidden=False).update(is_hidden=True)
    found.exclude(pk__in=concerned).filter(is_hidden=True).update(is_hidden=False)


def one_at_a_time() -> None:
    """Wait until nobody else merges: two that go into each other would never end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('needs.merging'))")


def _end_of(need: Need) -> Need:
    """Where a need ended: itself, or the need into which it was merged, with its duty."""
    found = Need.objects.select_related("duty").get(pk=need.pk)
    return found if found.merged_into_id is None else Need.objects.select_related("duty").get(pk=found.merged_into_id)


def _lock_duties(*needs: Need) -> None:
    """Lock the duties in this order and bring them and the states of the needs up to date."""
    for need in needs:
        if need.duty is not None:
            need.duty.refresh_from_db(from_queryset=Duty.objects.select_for_update(of=("self",)))
        need.refresh_from_db(fields=["state", "visibility", "merged_into"])


def _duty_of(need: Need) -> Duty:
    """The duty of a need that was heard; every such need has one."""
    return cast("Duty", need.duty)


def _follow(need: Need, target: Need) -> list[Need]:
    """Lead all that was merged into ``need``, over however many steps, to ``target``; return it with its duties."""
    found: set[int] = set()
    level = {need.pk}
    while level:
        merged = Merging.objects.filter(into__in=level, undone_at=None).values_list("need", flat=True)
        level = set(merged) - found
        found |= level
    Need.objects.filter(pk__in=found).update(merged_into=target)
    return list(Need.objects.filter(pk__in=found).select_related("duty").order_by("pk"))


def _take_apart(need: Need, by: User | None, reason: str) -> Merging:
    merging = Merging.objects.select_for_update(of=("self",)).filter(need=need, undone_at=None).first()
    if merging is None:
        raise NotInThisState
    merging.undone_at, merging.undone_by, merging.undone_reason = timezone.now(), by, reason
    merging.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    return merging


def _take_back_answer(need: Need, by: User) -> None:
    """Take back the answer that a need had only through another one, and let it wait for its own again."""
    through = Merging.objects.filter(need=need, answered_at__isnull=False).order_by("-pk").first()
    if through is None or need.duty is None or need.duty.answered_at != through.answered_at:
        return
    answering.take_back(duty=need.duty, by=by)
    Merging.objects.filter(pk=through.pk).update(answered_at=None)


def _restore(need: Need, merging: Merging, by: User | None) -> None:
    """Give a need the state that it had, or "answered" where it got an answer of its own meanwhile."""
    answered = _duty_of(need).answered_at is not None
    state = NeedState.CLOSED if answered else NeedState(merging.state_before)
    if by is None:
        Need.objects.filter(pk=need.pk, state=NeedState.MERGED).update(state=state, merged_into=None)
    else:
        TRANSITIONS.apply(f"restore_{state.value}", instance=need, user=by, merged_into=None)


def _in_words(sentence: Any) -> str:
    """A sentence that is kept, in the language of the municipality."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(sentence)


def _said(reason: str) -> str:
    said = cleaning.line(reason)[:REASON_LENGTH]
    if not said:
        raise ValidationError({"reason": _("Say why. Whoever raised the need reads it.")})
    return said


def _tell(need: Need, kind: str, event: str, by: User | None) -> None:
    """Tell those who raised a need; never the person who did it."""
    people = [user for user in raisers(need) if by is None or user.pk != by.pk]
    notify(recipients=people, kind=kind, reference=need.reference, event=event, is_example=need.is_example)
