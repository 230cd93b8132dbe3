"""The Celery application.

The database is the queue (see ``rendering`` and ``notifications``): a message only wakes a worker, so a lost message
or a broker that is down delays work and never loses it. Beat repeats the wake-up every 30 seconds.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atasehir_portal.settings")

app = Celery("atasehir_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
