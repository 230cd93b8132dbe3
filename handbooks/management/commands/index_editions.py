"""Let the search know editions that were published before there was a search, or all of them anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from handbooks.models import Edition
from handbooks.services.passages import index_edition


class Command(BaseCommand):
    help = "Writes down what the search reads of the editions that it does not know yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", dest="everything", help="Write all of them anew.")

    def handle(self, *args: Any, everything: bool, verbosity: int, **options: Any) -> None:
        editions = Edition.objects.select_related("version", "handbook").order_by("pk")
        for edition in editions if everything else editions.filter(passages=None):
            count = index_edition(edition=edition)
            if verbosity:
                self.stdout.write(f"{edition.handbook.slug} {edition.number}: {count}")
