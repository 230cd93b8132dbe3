"""The project package: settings, URLs, Celery, and the ground floor that every room stands on."""

from atasehir_portal.celery import app as celery_app

__all__ = ["celery_app"]
