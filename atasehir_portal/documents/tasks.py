"""Nightly work of the documents room."""

import logging

from celery import shared_task

from atasehir_portal.documents.services import verify_all_chains

logger = logging.getLogger(__name__)


@shared_task
def verify_versions() -> int:
    """Check every chain of frozen versions; each break is logged as an error. Returns how many there are."""
    problems = verify_all_chains()
    for problem in problems:
        logger.error("chain of versions: %s", problem)
    return len(problems)
