"""Regular work of the documents room."""

import logging

from celery import shared_task

from atasehir_portal.documents import rounds
from atasehir_portal.documents.services import verify_all_chains
from atasehir_portal.documents.sweeping import sweep_pictures

logger = logging.getLogger(__name__)


@shared_task
def verify_versions() -> int:
    """Check every chain of frozen versions; each break is logged as an error. Returns how many there are."""
    problems = verify_all_chains()
    for problem in problems:
        logger.error("chain of versions: %s", problem)
    return len(problems)


@shared_task
def sweep_left_pictures() -> int:
    """Delete the pictures of forms that were left (every night)."""
    return sweep_pictures()


@shared_task
def turn_rounds() -> int:
    """Open the rounds whose first day has come, end those whose last day has passed (every ten minutes)."""
    return rounds.turn_rounds()
