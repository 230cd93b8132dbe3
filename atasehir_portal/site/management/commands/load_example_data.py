"""Load the example data (only where the settings allow example data, never in a deployment)."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from atasehir_portal.site import example


class Command(BaseCommand):
    help = "Creates clearly marked example accounts, needs, answers and a programme; does nothing where they exist."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EXAMPLE_DATA:
            raise CommandError("Example data are off here (EXAMPLE_DATA). A deployment has none.")
        try:
            example.load()
        except example.ExamplesRefused as error:
            raise CommandError(f"No example data are loaded. {error}") from error
        self.stdout.write("Example data are loaded.")
