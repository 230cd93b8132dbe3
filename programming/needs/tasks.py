"""Work of the needs room beside requests."""

import logging

from celery import shared_task

from programming.needs import evidence, intake
from programming.needs.coverage import kept, quarters
from programming.needs.sheets import services as sheets
from programming.needs.sheets import undoing, work

logger = logging.getLogger(__name__)


@shared_task
def sweep_drafts() -> int:
    """Delete the drafts that nobody changed for thirty days. Returns how many."""
    return intake.sweep_drafts()


@shared_task
def sweep_left_files() -> int:
    """Delete stored files that belong to no need (every night). Returns how many."""
    return evidence.sweep_files()


@shared_task
def import_batch(batch_id: int) -> None:
    """Take in a spreadsheet that was ordered, if nobody did yet."""
    work.run(batch_id)


@shared_task
def undo_batch(batch_id: int) -> None:
    """Take back the needs of a spreadsheet, if that was ordered and nobody did yet."""
    undoing.run(batch_id)


@shared_task(expires=60)
def sweep_imports() -> None:
    """Wake workers for spreadsheets that wait to be taken in or taken back."""
    work.sweep()
    undoing.sweep()


@shared_task
def sweep_batches() -> int:
    """Delete the spreadsheets that nobody changed for thirty days. Returns how many."""
    return sheets.sweep_batches()


@shared_task
def fold_coverage() -> int:
    """Make one row out of the parts of each cell of coverage."""
    return kept.fold()


@shared_task
def recount_coverage() -> int:
    """Count coverage anew; what was wrong goes to the log, by its place in the table and nothing else. Returns how many cells."""
    wrong = kept.recount()
    for cell in wrong:
        logger.error("coverage was wrong at %s: %s, counted %s", cell.key, cell.kept, cell.counted)
    return len(wrong)


@shared_task
def remind_of_quarters() -> int:
    """Tell coordinators of the quarters that wait to be published, each once."""
    return quarters.remind()
