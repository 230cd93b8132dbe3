"""``manage.py load_charter``: the starter text of the charter as a draft, where there is no charter yet. Safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand

from participation.dialogue.models import Charter
from participation.dialogue.services import begin_charter


class Command(BaseCommand):
    help = "Begins the charter with the starter text, if no charter was ever begun."

    def handle(self, *args: Any, **options: Any) -> None:
        if Charter.objects.exists():
            self.stdout.write("kept: there is a charter")
            return
        begin_charter(by=None)
        self.stdout.write("begun: the charter, with the starter text")
