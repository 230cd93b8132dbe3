"""Take the handbooks that come with the portal in as drafts."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from atasehir_portal.documents.dialect import DialectError
from handbooks.importing import BadSource, import_handbook, number_of, source_folders


class Command(BaseCommand):
    help = "Takes the handbooks in handbooks/content in as drafts. A book that is there already stays as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--replace",
            action="store_true",
            help="Throw drafts away that were never published, and take the sources in their place.",
        )

    def handle(self, *args: Any, replace: bool, verbosity: int, **options: Any) -> None:
        for folder in source_folders():
            try:
                taken = import_handbook(folder=folder, number=number_of(folder), by=None, replace=replace)
            except (BadSource, DialectError) as error:
                raise CommandError(str(error)) from error
            if verbosity:
                self.stdout.write(f"{folder.name}: {'taken in' if taken else 'there already'}")
