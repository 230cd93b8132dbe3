"""Background work of the site itself."""

import time

from celery import shared_task
from django.core.cache import cache

from atasehir_portal.site.health import BEAT_KEY


@shared_task
def note_beat() -> None:
    """Note that beat, broker and worker work together; ``/readyz`` looks at the time (seconds since 1970)."""
    cache.set(BEAT_KEY, time.time(), timeout=None)
