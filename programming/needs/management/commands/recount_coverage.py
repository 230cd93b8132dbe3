"""Compare the kept summary of coverage with a full count, and keep the count; run nightly."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programming.needs.coverage import kept


class Command(BaseCommand):
    help = "Counts coverage anew. Ends with exit code 1 where the kept summary was wrong; it is right afterwards."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = kept.recount()
        for cell in wrong:
            self.stderr.write(f"{cell.key}: {cell.kept} → {cell.counted}")
        if wrong:
            raise CommandError(
                ngettext(
                    "%(count)s cell was wrong and is mended.", "%(count)s cells were wrong and are mended.", len(wrong)
                )
                % {"count": len(wrong)}
            )
        self.stdout.write(_("The summary of coverage is right."))
