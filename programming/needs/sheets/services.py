"""What is done with a batch until it is taken in: begun, its columns named, rows corrected and chosen, ordered, thrown away, swept.

Only its author is served: every function raises NeedBatch.DoesNotExist where the batch is not theirs, PermissionDenied where they may
not (any more) raise needs for whom it is, and NotInThisState where the batch no longer stands where the act begins.
"""

from collections.abc import Collection, Mapping
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.transitions import NotInThisState
from atasehir_portal.wake import wake
from programming.needs import permissions
from programming.needs.models import BatchFailure, BatchState, NeedBatch, NeedBatchRow
from programming.needs.sheets.columns import NAMES, NEEDED, proposed
from programming.needs.sheets.judging import Judge
from programming.needs.sheets.reading import LONGEST_CELL, Sheet

# How long a batch waits after it was last changed. Said on the page.
KEPT_DAYS = 30
# More than anybody prepares at a time.
MOST_BATCHES = 5
IMPORT_TASK = "programming.needs.tasks.import_batch"
_AT_ONCE = 500


@transaction.atomic
def take_in_sheet(
    *, sheet: Sheet, by: User, organisation: Organisation | None, key: UUID | None = None, is_example: bool = False
) -> NeedBatch:
    """Keep what was read of a file, with the columns that are recognised. The same ``key`` twice (a double click) is one batch.

    Raises ValidationError where too many batches of theirs wait already.
    """
    if not permissions.can_submit_for(by, organisation):
        raise PermissionDenied
    if key and (earlier := NeedBatch.objects.filter(author=by, key=key).first()):
        return earlier
    waiting = NeedBatch.objects.filter(author=by, state__in=[BatchState.READ, BatchState.CHECKED])
    if waiting.count() >= MOST_BATCHES:
        raise ValidationError(_("Five spreadsheets of yours wait already. Take in or delete one of them first."))
    is_example = is_example or by.is_example or (organisation is not None and organisation.is_example)
    batch = NeedBatch(
        key=key if key and not NeedBatch.objects.filter(key=key).exists() else uuid4(),
        author=by,
        organisation=organisation,
        columns=sheet.columns,
        mapping=proposed(sheet.columns),
        is_example=is_example,
    )
    try:
        with transaction.atomic():
            batch.save()
    except IntegrityError:
        # The same form arrived twice at the same moment: the other one made it.
        if earlier := NeedBatch.objects.filter(author=by, key=batch.key).first():
            return earlier
        raise
    NeedBatchRow.objects.bulk_create(
        [
            NeedBatchRow(
                batch=batch,
                number=row.number,
                cells=row.cells,
                notes={str(column): code for column, code in row.notes.items()},
            )
            for row in sheet.rows
        ],
        batch_size=_AT_ONCE,
    )
    return batch


@transaction.atomic
def name_columns(*, batch: NeedBatch, by: User, mapping: Mapping[str, int]) -> None:
    """Say which of our fields stands in which column, and judge every row anew by the rules of the four steps.

    Raises ValidationError by field where a column that is needed has no field, or two have the same.
    """
    _open(batch, by)
    errors = {name: _("Choose the column in which this stands.") for name in NEEDED if name not in mapping}
    taken: dict[int, str] = {}
    for name, column in mapping.items():
        if name not in NAMES or not 0 <= column < len(batch.columns):
            raise ValidationError({name: _("Choose one of the columns.")})
        if column in taken:
            errors[name] = _("This column was chosen for another question already.")
        taken[column] = name
    if errors:
        raise ValidationError(errors)
    batch.mapping = dict(mapping)
    batch.state = BatchState.CHECKED
    judge_rows(batch, by)
    _save(batch, "mapping", "state")


def judge_rows(batch: NeedBatch, by: User) -> int:
    """Judge every row and write down what is wrong. Returns how many chosen rows have problems. Call inside a transaction."""
    judge, changed, wrong = Judge(batch, by), [], 0
    for row in batch.rows.all():
        problems = judge.problems(row)
        is_example = judge.is_example(row)
        if problems != row.problems or (is_example and row.is_chosen):
            row.problems = problems
            row.is_chosen = row.is_chosen and not is_example
            changed.append(row)
        wrong += bool(problems) and row.is_chosen
    NeedBatchRow.objects.bulk_update(changed, ["problems", "is_chosen"], batch_size=_AT_ONCE)
    return wrong


@transaction.atomic
def correct_row(*, batch: NeedBatch, number: int, by: User, typed: Mapping[str, str]) -> dict[str, list[str]]:
    """Keep what was typed instead of the cells of a row, choose the row, and return what is still wrong with it, by field."""
    _open(batch, by, BatchState.CHECKED)
    row = batch.rows.get(number=number)
    mapped = {name: row.cells[at] if at < len(row.cells) else "" for name, at in batch.mapping.items()}
    for name, text in typed.items():
        text = text.replace("\x00", "").strip()[:LONGEST_CELL]
        if name in NAMES and text != row.corrected.get(name, mapped.get(name, "").strip()):
            row.corrected[name] = text
    row.problems = Judge(batch, by).problems(row)
    row.is_chosen = True
    row.save(update_fields=["corrected", "problems", "is_chosen"])
    _save(batch)
    return row.problems


@transaction.atomic
def choose_rows(*, batch: NeedBatch, by: User, shown: Collection[int], chosen: Collection[int]) -> None:
    """Of the rows with these numbers take in those that are chosen, and leave out the others."""
    _open(batch, by, BatchState.CHECKED)
    rows = batch.rows.filter(number__in=shown)
    rows.filter(number__in=chosen).update(is_chosen=True)
    rows.exclude(number__in=chosen).update(is_chosen=False)
    _save(batch)


@transaction.atomic
def choose_good_rows(*, batch: NeedBatch, by: User) -> None:
    """Take in all rows with which nothing is wrong, and leave out the others."""
    _open(batch, by, BatchState.CHECKED)
    batch.rows.filter(problems={}).update(is_chosen=True)
    batch.rows.exclude(problems={}).update(is_chosen=False)
    _save(batch)


@transaction.atomic
def order_import(*, batch: NeedBatch, by: User) -> None:
    """Have the chosen rows taken in by a worker, all of them or none. Ordered twice, it is done once.

    Raises ValidationError where no row is chosen, or one of them has problems.
    """
    _lock(batch, by)
    if batch.state in {BatchState.IMPORTING, BatchState.IMPORTED}:
        return
    if batch.state != BatchState.CHECKED:
        raise NotInThisState
    if not permissions.can_submit_for(by, batch.organisation):
        raise PermissionDenied
    chosen = batch.rows.filter(is_chosen=True)
    if not chosen.exists():
        raise ValidationError(_("No row is chosen."))
    if chosen.exclude(problems={}).exists():
        raise ValidationError(_("Something is wrong with some of the chosen rows. Correct them or leave them out."))
    batch.state, batch.failure, batch.attempts = BatchState.IMPORTING, BatchFailure.NONE, 0
    _save(batch, "state", "failure", "attempts")
    transaction.on_commit(partial(wake, IMPORT_TASK, batch.pk), robust=True)


@transaction.atomic
def discard_batch(*, batch: NeedBatch, by: User) -> None:
    """Delete a batch that was not taken in, with all that was read. Raises NotInThisState where it is (being) taken in."""
    _lock(batch, by)
    if not batch.is_open:
        raise NotInThisState
    batch.delete()


def sweep_batches() -> int:
    """Delete the batches that nobody changed for thirty days before they were taken in. Returns how many."""
    old = timezone.now() - timedelta(days=KEPT_DAYS)
    found = NeedBatch.objects.filter(saved_at__lt=old, state__in=[BatchState.READ, BatchState.CHECKED])
    many = found.count()
    found.delete()
    return many


def forget_batches(user: User) -> None:
    """Delete what this person prepared and did not take in; what became needs stays without their name."""
    NeedBatch.objects.filter(
        author=user, state__in=[BatchState.READ, BatchState.CHECKED, BatchState.IMPORTING]
    ).delete()
    NeedBatch.objects.filter(author=user).update(author=None)


def _lock(batch: NeedBatch, by: User) -> None:
    """Lock the row of the author's batch and bring the object up to date."""
    batch.refresh_from_db(from_queryset=NeedBatch.objects.select_for_update(of=("self",)).filter(author=by))


def _open(batch: NeedBatch, by: User, *states: str) -> None:
    _lock(batch, by)
    if batch.state not in (states or (BatchState.READ, BatchState.CHECKED)):
        raise NotInThisState
    if not permissions.can_submit_for(by, batch.organisation):
        raise PermissionDenied


def _save(batch: NeedBatch, *fields: str) -> None:
    batch.saved_at = timezone.now()
    batch.save(update_fields=[*fields, "saved_at"])
