"""``manage.py load_catalogue``: the municipality, its neighbourhoods, units and vocabularies, from the data files."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from atasehir_portal.accounts.models import Unit
from atasehir_portal.catalogue.loading import VOCABULARIES, Vocabulary, load_all

UNITS = Vocabulary(
    "units", Unit, ("name_tr", "name_en", "description_tr", "description_en", "position", "is_active", "email")
)


class Command(BaseCommand):
    help = "Loads the catalogue. Creates what is missing and never overwrites what somebody has edited; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--update", action="store_true", help="also refresh entries that nobody has edited since they were loaded"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        report = load_all((*VOCABULARIES, UNITS), update=options["update"])
        self.stdout.write(
            f"created {report.created}, refreshed {report.refreshed}, unchanged {report.unchanged}, kept as edited {len(report.kept)}"
        )
        if options["verbosity"] > 1:
            for name in report.kept:
                self.stdout.write(f"  kept: {name}")
