"""``manage.py renew_encryption``: write the secrets of second factors again with the newest key, so that an old key can go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from atasehir_portal.accounts.second_factor import renew_secrets


class Command(BaseCommand):
    help = "Encrypts the secrets of second factors with the first key of FIELD_ENCRYPTION_KEYS; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        renewed, unreadable = renew_secrets()
        self.stdout.write(f"renewed {renewed}")
        if unreadable:
            raise CommandError(
                f"{unreadable} cannot be read with any key; keep the old keys, or their owners set up a new one."
            )
