"""``manage.py backup FILE``: database and files into one archive."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from atasehir_portal.site.backup import BackupError, back_up


class Command(BaseCommand):
    help = "Write the database and all stored files into one archive."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["file"]
        try:
            manifest = back_up(target)
        except BackupError as error:
            raise CommandError(str(error)) from error
        size = target.stat().st_size / 1_000_000
        self.stdout.write(
            f"{target}: {size:.1f} MB, {sum(manifest.tables.values())} rows in {len(manifest.tables)} tables, "
            f"{len(manifest.files)} files. The keys of encrypted fields are not in it: keep them apart."
        )
