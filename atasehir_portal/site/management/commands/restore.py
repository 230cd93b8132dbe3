"""``manage.py restore FILE``: bring an archive back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from atasehir_portal.site.backup import BackupError, place_of_files, restore


class Command(BaseCommand):
    help = "Bring database and files back from an archive, into an empty place unless --force is said."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="replace the database and the files that are there")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore(options["file"], force=options["force"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Restored {sum(manifest.tables.values())} rows in {len(manifest.tables)} tables and "
            f"{len(manifest.files)} files to {place_of_files()}, as of {manifest.made_at}. All counts and sums agree."
        )
