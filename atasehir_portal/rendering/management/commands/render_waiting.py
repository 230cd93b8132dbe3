"""Make the files that wait, one after the other, without a Celery worker."""

from typing import Any

from django.core.management.base import BaseCommand

from atasehir_portal.rendering import services, work


class Command(BaseCommand):
    """Works beside any number of workers: each rendering is taken by one of them."""

    help = "Prepare all waiting files in this process, without a worker."

    def handle(self, *args: Any, **options: Any) -> None:
        services.put_back_expired()
        made = 0
        while work.run_next():
            made += 1
        self.stdout.write(f"{made}")
