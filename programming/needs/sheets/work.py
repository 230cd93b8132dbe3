"""Taking a batch in: by a worker, in one transaction for all its rows, so that it is there as a whole or not at all; ``undoing`` takes
it back in the same way.

The lock on the batch is the claim. A worker that is killed loses it with its connection and leaves nothing behind; the sweep begins anew.
Two workers cannot work on the same batch: the second finds it locked, or taken in.
"""

import logging
from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from atasehir_portal import references
from atasehir_portal.answering.telling import coordinators
from atasehir_portal.notifications.services import notify
from atasehir_portal.wake import wake
from programming.needs.models import BatchFailure, BatchState, Need, NeedBatch
from programming.needs.services import NeedText
from programming.needs.sheets import progress
from programming.needs.sheets.judging import Judge
from programming.needs.sheets.making import submit_needs
from programming.needs.sheets.services import IMPORT_TASK, judge_rows

logger = logging.getLogger(__name__)

BATCH_LETTER = "T"
# Workers that were lost, or stopped by something unexpected, before a batch is given back to its author.
MOST_ATTEMPTS = 3
_AT_ONCE = 500


def run(batch_id: int) -> bool:
    """Take in a batch that was ordered. Returns whether it was done now; nothing happens where another worker is at it or was.

    Never raises: what stops it is written down with the batch, which stands then as before the order.
    """
    if not begun(batch_id, BatchState.IMPORTING):
        return False
    try:
        return _take_in(batch_id)
    except ValidationError:
        _give_back(batch_id, BatchFailure.ROWS)
    except PermissionDenied:
        _give_back(batch_id, BatchFailure.RIGHT)
    except Exception as error:  # noqa: BLE001  whatever it is, the author reads that nothing was taken in
        logger.error("batch %s was not taken in: %s", batch_id, type(error).__name__)
        _give_back(batch_id, BatchFailure.UNEXPECTED)
    return False


def sweep() -> None:
    """Wake a worker for every batch that was ordered and waits; give back those at which too many workers were lost."""
    wake_for(BatchState.IMPORTING, IMPORT_TASK, lambda pk: _give_back(pk, BatchFailure.UNEXPECTED))


def begun(batch_id: int, state: BatchState) -> bool:
    """Count one more attempt, which outlives a worker that is lost. Returns False where the batch does not stand there (any more)."""
    return bool(NeedBatch.objects.filter(pk=batch_id, state=state).update(attempts=F("attempts") + 1))


def claimed(batch_id: int, state: BatchState) -> NeedBatch | None:
    """Return the batch, locked until the end of the transaction; None where another worker is at it, or it stands elsewhere by now."""
    found = NeedBatch.objects.select_for_update(of=("self",), skip_locked=True).select_related("author", "organisation")
    return found.filter(pk=batch_id, state=state).first()


def wake_for(state: BatchState, task: str, give_back: Callable[[int], None]) -> None:
    """Wake a worker for every batch that waits in this state; give back those at which too many workers were lost."""
    for pk, attempts in NeedBatch.objects.filter(state=state).values_list("pk", "attempts"):
        if attempts >= MOST_ATTEMPTS:
            give_back(pk)
        else:
            wake(task, pk, expires=60)


@transaction.atomic
def _take_in(batch_id: int) -> bool:
    batch = claimed(batch_id, BatchState.IMPORTING)
    if batch is None:
        return False
    if batch.author is None or not batch.author.is_active:
        raise PermissionDenied
    rows = list(batch.rows.filter(is_chosen=True))
    judge = Judge(batch, batch.author)
    progress.note(batch, progress.CHECKING, 0)
    texts = []
    for number, row in enumerate(rows, start=1):
        texts.append((row.key, NeedText.of(judge.cleaned(row))))
        if number % _AT_ONCE == 0:
            progress.note(batch, progress.CHECKING, number / len(rows))
    submit_needs(
        texts=texts,
        by=batch.author,
        organisation=batch.organisation,
        is_example=batch.is_example,
        tell=lambda share: progress.note(batch, progress.MAKING, share),
    )
    made = Need.objects.filter(form_key=OuterRef("key")).values("pk")
    batch.rows.filter(is_chosen=True).update(need=Subquery(made), cells=[], notes={}, corrected={}, problems={})
    batch.rows.filter(need=None).delete()
    batch.reference = references.assign(batch, BATCH_LETTER)
    batch.state, batch.imported_at, batch.saved_at = BatchState.IMPORTED, timezone.now(), timezone.now()
    batch.columns, batch.mapping = [], {}
    batch.save(update_fields=["reference", "state", "imported_at", "saved_at", "columns", "mapping"])
    others = [user for user in coordinators() if user.pk != batch.author.pk]
    notify(
        recipients=others,
        kind="need_batch_submitted",
        reference=batch.reference,
        event="heard",
        is_example=batch.is_example,
    )
    return True


def _give_back(batch_id: int, failure: BatchFailure) -> None:
    """Put the batch back before its author as before the order, with the reason; rows are judged anew where they are it."""
    with transaction.atomic():
        batch = claimed(batch_id, BatchState.IMPORTING)
        if batch is None:
            return
        if failure == BatchFailure.ROWS and batch.author is not None:
            judge_rows(batch, batch.author)
        batch.state, batch.failure, batch.saved_at = BatchState.CHECKED, failure, timezone.now()
        batch.save(update_fields=["state", "failure", "saved_at"])
