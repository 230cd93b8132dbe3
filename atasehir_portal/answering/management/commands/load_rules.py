"""``manage.py load_rules``: the default rule for answering, which stands until a charter sets another. Safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand

from atasehir_portal.answering.rules import ensure_default


class Command(BaseCommand):
    help = "Creates the default rule for answering inputs, if it does not exist."

    def handle(self, *args: Any, **options: Any) -> None:
        rule, created = ensure_default()
        self.stdout.write(f"{'created' if created else 'kept'}: {rule.working_days} working days, {rule.source_en}")
