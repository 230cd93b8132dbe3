"""List the example accounts for the screen of ``make run``."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from atasehir_portal.accounts import example


class Command(BaseCommand):
    help = "Prints the example accounts with their roles and the password they share; nothing where there are none."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EXAMPLE_DATA:
            return
        for account in example.ACCOUNTS:
            self.stdout.write(f"{account.email:<26} {account.role_tr} · {account.role_en}")
        self.stdout.write(f"Parola · password: {example.PASSWORD}")
