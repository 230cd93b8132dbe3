"""Taking a batch back as a whole, while nothing was done yet with any of its needs."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from atasehir_portal.accounts.models import User
from atasehir_portal.answering.opening import withdraw_together
from atasehir_portal.notifications.services import notify
from atasehir_portal.transitions import NotInThisState
from programming.needs import permissions
from programming.needs.models import BatchState, Became, Need, NeedBatch, NeedEvent, NeedState
from programming.needs.states import OPEN, TRANSITIONS

_AT_ONCE = 500


def needs_of(batch: NeedBatch) -> QuerySet[Need]:
    """The needs that came of a batch, in the order of its rows."""
    return Need.objects.filter(batch_row__batch=batch).order_by("batch_row__number")


def in_the_way(batch: NeedBatch) -> QuerySet[Need]:
    """The needs because of which the batch cannot be taken back: answered, merged, or linked to a measure."""
    untouched = Q(state__in=[*OPEN, NeedState.WITHDRAWN], became=Became.NOTHING_YET, duty__answered_at=None)
    return needs_of(batch).exclude(untouched)


@transaction.atomic
def undo_batch(*, batch: NeedBatch, by: User) -> int:
    """Withdraw every need of a batch with its duty, as one act, told once. Returns how many; done twice, it is done once.

    What was withdrawn already stays so. Raises NeedBatch.DoesNotExist where the batch is not theirs, PermissionDenied where the
    person no longer acts for whom it is, NotInThisState where it was not taken in or something was done already with one of its needs.
    """
    batch.refresh_from_db(from_queryset=NeedBatch.objects.select_for_update(of=("self",)).filter(author=by))
    if batch.state == BatchState.UNDONE:
        return 0
    if batch.state != BatchState.IMPORTED:
        raise NotInThisState
    if not permissions.can_submit_for(by, batch.organisation):
        raise PermissionDenied
    if in_the_way(batch).exists():
        raise NotInThisState
    needs = list(needs_of(batch).filter(state__in=TRANSITIONS["withdraw"].sources).select_related("duty"))
    told = withdraw_together(duties=[need.duty for need in needs if need.duty], by=by)
    # The duties are locked first, as where they are answered; what was linked in the meantime undoes all of this.
    untouched = Need.objects.filter(pk__in=[need.pk for need in needs], state__in=OPEN, became=Became.NOTHING_YET)
    if untouched.update(state=NeedState.WITHDRAWN) != len(needs):
        raise NotInThisState
    NeedEvent.objects.bulk_create(
        [NeedEvent(need=need, act="withdrawn", actor=by) for need in needs], batch_size=_AT_ONCE
    )
    batch.state, batch.undone_at, batch.saved_at = BatchState.UNDONE, timezone.now(), timezone.now()
    batch.save(update_fields=["state", "undone_at", "saved_at"])
    notify(
        recipients=told,
        kind="need_batch_undone",
        reference=str(batch.reference),
        event="undone",
        is_example=batch.is_example,
    )
    return len(needs)
