"""``manage.py first_administrator EMAIL "NAME"``: the one account that nobody can invite."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from atasehir_portal.accounts.models import Unit
from atasehir_portal.accounts.services.first import appoint_first_administrator


class Command(BaseCommand):
    help = "Makes the first administrator of a new portal; refuses where there is one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--unit", default="bilgi-islem", help="slug of the unit (default: %(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            unit = Unit.objects.get(slug=options["unit"])
            post = appoint_first_administrator(email=options["email"], full_name=options["name"], unit=unit)
        except Unit.DoesNotExist as error:
            slugs = ", ".join(Unit.objects.order_by("slug").values_list("slug", flat=True)) or "load_catalogue first"
            raise CommandError(f"There is no unit {options['unit']!r}. Units: {slugs}") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            f"{post.user.email} is the administrator. To choose a password, ask for one by e-mail: "
            f"{settings.SITE_URL}{reverse('account_reset_password')}"
        )
