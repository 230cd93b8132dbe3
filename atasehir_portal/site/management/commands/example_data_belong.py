"""Ask the database whether example data belong to it, for the launcher: ``yes`` or ``no``."""

from typing import Any

from django.core.management.base import BaseCommand

from atasehir_portal.site import example


class Command(BaseCommand):
    help = "Prints yes where this database has example data or may get them, else no."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("yes" if example.belong_here() else "no")
