"""Nightly work of the handbooks room."""

from celery import shared_task

from handbooks.services import forget_previews


@shared_task
def forget_old_previews() -> int:
    """Delete the previews of chapters that nobody looks at any more. Returns how many."""
    return forget_previews()
