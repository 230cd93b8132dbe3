"""Work of the needs room beside requests."""

from celery import shared_task

from programming.needs import intake


@shared_task
def sweep_drafts() -> int:
    """Delete the drafts that nobody changed for thirty days. Returns how many."""
    return intake.sweep_drafts()
