"""Publish every handbook that has no edition yet."""

import time
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext

from atasehir_portal.rendering.models import Rendering, State
from handbooks import editions, queries, services
from handbooks.models import Edition, Handbook, HandbookState

ASK_EVERY = 1.0  # seconds
LONGEST_WAIT = 900  # seconds


class Command(BaseCommand):
    help = "Approves and publishes every handbook without an edition: 0.1 as a trial while chapters are missing, 1.0 where all are written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--wait", action="store_true", help="Wait until a worker has made the files, and show how far they are."
        )

    def handle(self, *args: Any, wait: bool, verbosity: int, **options: Any) -> None:
        troubled = []
        for desk in queries.desks(None):
            if desk.shelf.editions:
                continue
            try:
                edition = self._publish(desk.handbook, is_complete=not desk.planned)
            except ValidationError as error:
                troubled.append(f"{desk.handbook.slug}: {' '.join(error.messages)}")
                continue
            if verbosity:
                self.stdout.write(f"{desk.handbook.slug}: {edition.number}")
        if wait:
            self._wait()
        if troubled:
            raise CommandError("\n".join(troubled))

    def _publish(self, handbook: Handbook, *, is_complete: bool) -> Edition:
        number = editions.following([], is_complete=is_complete)
        with translation.override(handbook.document.language):
            note = (
                gettext("Trial edition with its first chapters")
                if editions.is_trial(number)
                else gettext("First edition")
            )
        if handbook.state != HandbookState.APPROVED:
            handbook = services.approve(handbook=handbook, by=None)
        return services.publish_edition(handbook=handbook, by=None, number=number, change_note=note)

    def _wait(self) -> None:
        """Show how far the files are until none is waiting. Raises CommandError after ``LONGEST_WAIT``, or where one failed."""
        until = time.monotonic() + LONGEST_WAIT
        shown = ""
        while True:
            published = queries.light_editions().filter(withdrawn_at=None).order_by("handbook__number", "pk")
            found = [file for edition in published for file in (edition.pdf, edition.epub) if file is not None]
            if (line := self._line(found)) != shown:
                self._show(line)
                shown = line
            if not any(file.is_waiting for file in found):
                break
            if time.monotonic() > until:
                raise CommandError("Files are still waiting. They follow as soon as a worker runs.")
            time.sleep(ASK_EVERY)
        failed = [file for file in found if file.state == State.FAILED]
        if failed:
            raise CommandError(
                "\n".join(f"{file.title}: {file.get_error_display()} {file.error_detail}" for file in failed)
            )

    def _line(self, found: Sequence[Rendering]) -> str:
        return " · ".join(
            f"{file.get_kind_display()} {file.style[-1]}: {file.get_step_display()} {file.percent - file.percent % 10} %"
            for file in found
        )

    def _show(self, line: str) -> None:
        """Write the line over the last one on a terminal, below it elsewhere."""
        if self.stdout.isatty():
            self.stdout.write(f"\r\033[K{line}", ending="")
            self.stdout.flush()
        else:
            self.stdout.write(line)
