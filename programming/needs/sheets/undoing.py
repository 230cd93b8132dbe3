"""Taking a batch back as a whole, while nothing was done yet with any of its needs: ordered by its author, done by a worker.

It goes the way of taking it in (``work``): the lock on the batch is the claim, all needs are withdrawn in one transaction or none, a
worker that is killed leaves nothing behind, and the sweep begins anew. The author is told how it ended.
"""

import logging
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from atasehir_portal.accounts.models import User
from atasehir_portal.answering.opening import withdraw_together
from atasehir_portal.notifications.services import notify
from atasehir_portal.transitions import NotInThisState
from atasehir_portal.wake import wake
from programming.needs import permissions
from programming.needs.models import BatchFailure, BatchState, Became, Need, NeedBatch, NeedEvent, NeedState
from programming.needs.sheets import progress
from programming.needs.sheets.work import begun, claimed, wake_for
from programming.needs.states import OPEN, TRANSITIONS

logger = logging.getLogger(__name__)

UNDO_TASK = "programming.needs.tasks.undo_batch"
_AT_ONCE = 500


def needs_of(batch: NeedBatch) -> QuerySet[Need]:
    """The needs that came of a batch, in the order of its rows."""
    return Need.objects.filter(batch_row__batch=batch).order_by("batch_row__number")


def in_the_way(batch: NeedBatch) -> QuerySet[Need]:
    """The needs because of which the batch cannot be taken back: answered, merged, or linked to a measure."""
    untouched = Q(state__in=[*OPEN, NeedState.WITHDRAWN], became=Became.NOTHING_YET, duty__answered_at=None)
    return needs_of(batch).exclude(untouched)


@transaction.atomic
def order_undo(*, batch: NeedBatch, by: User) -> None:
    """Have every need of a batch withdrawn by a worker, all of them or none. Ordered twice, it is done once.

    Raises NeedBatch.DoesNotExist where the batch is not theirs, PermissionDenied where the person no longer acts for whom it is,
    NotInThisState where it was not taken in or something was done already with one of its needs.
    """
    batch.refresh_from_db(from_queryset=NeedBatch.objects.select_for_update(of=("self",)).filter(author=by))
    if batch.state in {BatchState.UNDOING, BatchState.UNDONE}:
        return
    if batch.state != BatchState.IMPORTED:
        raise NotInThisState
    if not permissions.can_submit_for(by, batch.organisation):
        raise PermissionDenied
    if in_the_way(batch).exists():
        raise NotInThisState
    batch.state, batch.failure, batch.attempts = BatchState.UNDOING, BatchFailure.NONE, 0
    batch.saved_at = timezone.now()
    batch.save(update_fields=["state", "failure", "attempts", "saved_at"])
    transaction.on_commit(partial(wake, UNDO_TASK, batch.pk), robust=True)


def run(batch_id: int) -> bool:
    """Take back a batch that was ordered to be. Returns whether it was done now; nothing happens where another worker is at it or was.

    Never raises: what stops it is written down with the batch, whose needs stand then as before the order.
    """
    if not begun(batch_id, BatchState.UNDOING):
        return False
    try:
        return _take_back(batch_id)
    except NotInThisState:
        _give_back(batch_id, BatchFailure.UNDO_TOUCHED)
    except PermissionDenied:
        _give_back(batch_id, BatchFailure.UNDO_RIGHT)
    except Exception as error:  # noqa: BLE001  whatever it is, the author reads that nothing was taken back
        logger.error("batch %s was not taken back: %s", batch_id, type(error).__name__)
        _give_back(batch_id, BatchFailure.UNDO_ERROR)
    return False


def sweep() -> None:
    """Wake a worker for every batch that waits to be taken back; give back those at which too many workers were lost."""
    wake_for(BatchState.UNDOING, UNDO_TASK, lambda pk: _give_back(pk, BatchFailure.UNDO_ERROR))


@transaction.atomic
def _take_back(batch_id: int) -> bool:
    batch = claimed(batch_id, BatchState.UNDOING)
    if batch is None:
        return False
    by = batch.author
    if by is None or not by.is_active or not permissions.can_submit_for(by, batch.organisation):
        raise PermissionDenied
    if in_the_way(batch).exists():
        raise NotInThisState
    progress.note(batch, progress.WITHDRAWING, 0)
    # What was withdrawn already stays so.
    needs = list(needs_of(batch).filter(state__in=TRANSITIONS["withdraw"].sources).select_related("duty"))
    told = withdraw_together(
        duties=[need.duty for need in needs if need.duty],
        by=by,
        tell=lambda share: progress.note(batch, progress.WITHDRAWING, 0.8 * share),
    )
    # The duties are locked first, as where they are answered; what was linked in the meantime undoes all of this.
    untouched = Need.objects.filter(pk__in=[need.pk for need in needs], state__in=OPEN, became=Became.NOTHING_YET)
    if untouched.update(state=NeedState.WITHDRAWN) != len(needs):
        raise NotInThisState
    progress.note(batch, progress.WITHDRAWING, 0.9)
    NeedEvent.objects.bulk_create(
        [NeedEvent(need=need, act="withdrawn", actor=by) for need in needs], batch_size=_AT_ONCE
    )
    batch.state, batch.undone_at, batch.saved_at = BatchState.UNDONE, timezone.now(), timezone.now()
    batch.save(update_fields=["state", "undone_at", "saved_at"])
    _tell(told, "need_batch_undone", "undone", batch)
    _tell([by], "need_batch_taken_back", "undone", batch)
    return True


@transaction.atomic
def _give_back(batch_id: int, failure: BatchFailure) -> None:
    """Let the batch stand as before the order, with the reason, and tell its author."""
    batch = claimed(batch_id, BatchState.UNDOING)
    if batch is None:
        return
    ordered = batch.saved_at
    batch.state, batch.failure, batch.saved_at = BatchState.IMPORTED, failure, timezone.now()
    batch.save(update_fields=["state", "failure", "saved_at"])
    if batch.author is not None:
        _tell([batch.author], "need_batch_not_taken_back", f"stopped-{ordered:%Y%m%d%H%M%S%f}", batch)


def _tell(people: list[User], kind: str, event: str, batch: NeedBatch) -> None:
    notify(recipients=people, kind=kind, reference=str(batch.reference), event=event, is_example=batch.is_example)
