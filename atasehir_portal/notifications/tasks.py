"""Wake-ups for the outbox; the work is in ``outbox``."""

from celery import shared_task

from atasehir_portal.notifications import digests, outbox


@shared_task
def deliver() -> int:
    """Send what is due now."""
    return outbox.deliver_due()


@shared_task
def sweep() -> int:
    """Send what a lost wake-up or a dead worker left behind (every 30 seconds)."""
    return outbox.deliver_due()


@shared_task
def make_digests() -> int:
    """Write the digests that are due into the outbox, and send them."""
    made = digests.make_due()
    outbox.deliver_due()
    return made


@shared_task
def forget() -> int:
    """Delete what needs not be kept of mails that are long sent (every night)."""
    return outbox.forget_addresses()
