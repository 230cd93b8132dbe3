"""Load the example rounds, once the first editions are there (only where the settings allow example data)."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from handbooks import example_rounds


class Command(BaseCommand):
    help = "Makes two clearly marked example rounds on published editions; does nothing where they exist or no example people do."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EXAMPLE_DATA:
            raise CommandError("Example data are off here (EXAMPLE_DATA). A deployment has none.")
        with translation.override("tr"):
            made = example_rounds.load()
        self.stdout.write(f"Example rounds: {made}")
