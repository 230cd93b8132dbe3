"""Work of the assessing room beside requests."""

import logging

from celery import shared_task

from atasehir_portal.stored import sweep_left
from programming.assessing import evidence
from programming.assessing.models import CauseFile

logger = logging.getLogger(__name__)


@shared_task
def sweep_left_files() -> int:
    """Delete stored files that belong to no cause (every night). Returns how many."""
    left = sweep_left(evidence.FOLDER, CauseFile)
    if left:
        logger.info("%s files that belong to no cause are deleted", left)
    return left
