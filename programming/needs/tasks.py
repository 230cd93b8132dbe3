"""Work of the needs room beside requests."""

from celery import shared_task

from programming.needs import evidence, intake
from programming.needs.sheets import services as sheets
from programming.needs.sheets import work


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


@shared_task(expires=60)
def sweep_imports() -> None:
    """Wake workers for spreadsheets that were ordered and wait."""
    work.sweep()


@shared_task
def sweep_batches() -> int:
    """Delete the spreadsheets that nobody changed for thirty days. Returns how many."""
    return sheets.sweep_batches()
