"""Wake-ups for the outbox; the work is in ``outbox``."""

from celery import shared_task

from atasehir_portal.notifications import outbox


@shared_task
def deliver() -> int:
    """Send what is due now."""
    return outbox.deliver_due()


@shared_task
def sweep() -> int:
    """Send what a lost wake-up or a dead worker left behind (every 30 seconds)."""
    return outbox.deliver_due()


@shared_task
def forget() -> int:
    """Delete what needs not be kept of mails that are long sent (every night)."""
    return outbox.forget_addresses()
