"""Check every chain of frozen versions; run nightly."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from atasehir_portal.documents.models import Document
from atasehir_portal.documents.services import verify_all_chains


class Command(BaseCommand):
    help = "Checks that no frozen version was changed or left out. Ends with exit code 1 where one was."

    def handle(self, *args: Any, **options: Any) -> None:
        problems = verify_all_chains()
        broken = len(problems)
        for problem in problems:
            self.stderr.write(problem)
        if broken:
            raise CommandError(
                ngettext(
                    "%(count)s break in the chain of versions.", "%(count)s breaks in the chains of versions.", broken
                )
                % {"count": broken}
            )
        documents = Document.objects.filter(versions__isnull=False).distinct().count()
        self.stdout.write(_("All chains of versions are whole (%(count)s documents).") % {"count": documents})
