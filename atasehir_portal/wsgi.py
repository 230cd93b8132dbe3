"""WSGI entry point for the web server."""

import os
from datetime import date

from django.core.wsgi import get_wsgi_application

from atasehir_portal import workdays

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atasehir_portal.settings")

application = get_wsgi_application()
workdays.warm_up(date.today().year)  # noqa: DTZ011 – whichever year; others are read when they are asked for
