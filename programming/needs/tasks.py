"""Work of the needs room beside requests."""

from celery import shared_task

from programming.needs import evidence, intake


@shared_task
def sweep_drafts() -> int:
    """Delete the drafts that nobody changed for thirty days. Returns how many."""
    return intake.sweep_drafts()


@shared_task
def sweep_left_files() -> int:
    """Delete stored files that belong to no need (every night). Returns how many."""
    return evidence.sweep_files()
