"""Remove all example data with one command."""

from typing import Any

from django.core.management.base import BaseCommand

from atasehir_portal.site import example


class Command(BaseCommand):
    help = "Removes every row that is marked as example, in all rooms; none are loaded into this database again."

    def handle(self, *args: Any, **options: Any) -> None:
        example.remove()
        self.stdout.write("Example data are removed.")
