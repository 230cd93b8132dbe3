"""Work of the needs room beside requests."""

import logging

from celery import shared_task

from programming.needs import intake
from programming.needs.coverage import kept, quarters

logger = logging.getLogger(__name__)


@shared_task
def sweep_drafts() -> int:
    """Delete the drafts that nobody changed for thirty days. Returns how many."""
    return intake.sweep_drafts()


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
