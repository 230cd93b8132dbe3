"""WSGI entry point for the web server."""

import os

from django.core.wsgi import get_wsgi_application
from django.utils import timezone

from atasehir_portal import workdays

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atasehir_portal.settings")

application = get_wsgi_application()
workdays.warm_up(timezone.localdate().year)
