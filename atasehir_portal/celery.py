"""The Celery application.

The database is the queue (see ``rendering`` and ``notifications``): a message only wakes a worker, so a lost message
or a broker that is down delays work and never loses it. Beat repeats the wake-up every 30 seconds.
"""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atasehir_portal.settings")

app = Celery("atasehir_portal")
# Also for the threads of the web server: without this they would find a Celery of no project, with a broker of its own.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_init.connect
def _note_first_beat(**kwargs: Any) -> None:
    """Send the sign of life at once, so that a fresh start is ready in a second instead of half a minute."""
    app.send_task("atasehir_portal.site.tasks.note_beat", ignore_result=True)
