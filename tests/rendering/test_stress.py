"""Two real workers, one of them killed at random moments, time and again: every book is made, once, and says what it should, as PDF
and as EPUB, and every edition published meanwhile comes into the library once.

The lease is shortened in the workers so that many kills fit into a test; everything else is as it runs.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now

from atasehir_portal.accounts.models import User
from atasehir_portal.notifications.models import Notification
from atasehir_portal.rendering import book, epub, services, weasy
from atasehir_portal.rendering.models import Kind, Rendering, State
from handbooks import queries
from handbooks import services as handbooks
from tests.handbooks.conftest import REASON, small_book
from tests.rendering.books import sample_book
from tests.rendering.conftest import ROOT, Broker, Workers, until

pytestmark = pytest.mark.slow
Order = Callable[..., Rendering]

KILLS = 8
OPEN_AT_ONCE = 3  # books that wait or are being made while the killing goes on
LONGEST_BREATH = 2.0  # seconds that a worker has at most before it is killed; a book takes about as long
PATIENCE = 180  # seconds

WORKER = """
import sys
from datetime import timedelta

import django

django.setup()
from atasehir_portal.rendering import services, work

services.LEASE = timedelta(seconds=3)
work.HEARTBEAT_EVERY, work.PROGRESS_EVERY = 0.75, 0.1
from atasehir_portal.celery import app

app.worker_main(["worker", "--concurrency", "1", "--loglevel", "ERROR", "--without-gossip", "--without-mingle",
                 "--without-heartbeat", "--hostname", sys.argv[1]])
"""


class Pair:
    """Two workers with a short lease; the one that is killed is started again at once."""

    def __init__(self, workers: Workers) -> None:
        self.workers = workers
        self.started = 0
        for _ in range(2):
            self.start()

    def start(self) -> None:
        self.started += 1
        command = [sys.executable, "-c", WORKER, f"w{self.started}@test"]
        worker = subprocess.Popen(command, cwd=ROOT, env=self.workers.environment, start_new_session=True)
        self.workers.running.append(worker)

    def kill(self, rendering: Rendering, *, whole: bool) -> None:
        """Kill who makes this book: the pool's process alone, or the worker with its pool."""
        process = int(rendering.worker.rpartition(":")[2])
        with suppress(ProcessLookupError):  # it is dead already: the row has not been put back yet
            group = os.getpgid(process)
            for worker in [each for each in self.workers.running if each.pid == group]:
                if not whole:
                    os.kill(process, signal.SIGKILL)
                    return
                self.workers.kill(worker)
                self.start()


class Observer:
    """Reads every row ten times a second on a connection of its own, and sweeps once a second, as beat does more slowly."""

    def __init__(self) -> None:
        self.percents: defaultdict[int, list[int]] = defaultdict(list)
        self.ends: defaultdict[int, set[Any]] = defaultdict(set)

    @contextmanager
    def watching(self) -> Iterator["Observer"]:
        end = threading.Event()
        thread = threading.Thread(target=self._watch, args=(end,))
        thread.start()
        try:
            yield self
        finally:
            end.set()
            thread.join()

    def _watch(self, end: threading.Event) -> None:
        rounds = 0
        while not end.wait(0.1):
            for pk, percent, finished_at in Rendering.objects.values_list("pk", "percent", "finished_at"):
                self.percents[pk].append(percent)
                if finished_at:
                    self.ends[pk].add(finished_at)
            rounds += 1
            if rounds % 10 == 0:
                services.sweep()
        connection.close()


BOOKS = (1, 2, 3)  # handbooks of which an edition is published before the first kill
AT_FIRST = 4  # other books that are ordered then, every other one as EPUB


def order_book(order: Order, number: int) -> None:
    kind = Kind.PDF if number % 2 else Kind.EPUB
    # an EPUB takes less time, so that there has to be more of it for a kill in its middle
    sample = sample_book(number=number % 3 + 1, chapters=2 if number % 2 else 12, paragraphs=6, title=f"Kitap {number}")
    order(kind=kind, html=book.html(sample, kind=kind), style=sample.style, title=sample.title)


def publish_book(folder: Path, number: int, by: User) -> None:
    handbook = small_book(folder, number, f"kitap-{number}")
    handbooks.approve(handbook=handbook, by=by, reason=REASON)
    handbooks.publish_edition(handbook=handbook, by=by, number="0.1", change_note="İlk basım.")


def running() -> list[Rendering]:
    """Return the books that are being made by a worker that lives; wait until there is one."""
    found: list[Rendering] = []

    def look() -> bool:
        found[:] = Rendering.objects.defer("source_html").filter(state=State.RUNNING, lease_until__gt=Now())
        found[:] = [each for each in found if Path("/proc", each.worker.rpartition(":")[2], "exe").exists()]
        return bool(found)

    until(look, PATIENCE)
    return found


def text_of(path: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout


def said_in(path: Path, kind: str) -> Any:
    """What a file says: the text of a PDF, every part of an EPUB."""
    if kind == Kind.PDF:
        return text_of(path)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def undisturbed(rendering: Rendering, folder: Path) -> Path:
    path = folder / f"{rendering.pk}.{rendering.kind}"
    write = weasy.write_pdf if rendering.kind == Kind.PDF else epub.write_epub
    with path.open("wb") as target:
        write(
            rendering.source_html,
            style=rendering.style,
            title=rendering.title,
            language=rendering.language,
            target=target,
            report=lambda step, pages: None,
        )
    return path


def test_kills_at_random_moments_and_every_book_is_there_once(
    broker: Broker, workers: Workers, order: Order, administrator: User, settings: Any, tmp_path: Path
) -> None:
    chance = random.Random(29)  # noqa: S311  the same kills in every run
    broker.start()
    pair = Pair(workers)
    in_the_middle, ordered = 0, AT_FIRST
    for number in BOOKS:
        publish_book(tmp_path, number, administrator)
    for number in range(AT_FIRST):
        order_book(order, number + 1)
    light = Rendering.objects.defer("source_html")
    with Observer().watching() as observer:
        for _ in range(KILLS):
            while light.exclude(state=State.READY).count() < OPEN_AT_ONCE:
                ordered += 1
                order_book(order, ordered)
            victim = chance.choice(running())
            time.sleep(chance.uniform(0, LONGEST_BREATH))
            in_the_middle += Rendering.objects.filter(pk=victim.pk, state=State.RUNNING, claim=victim.claim).exists()
            pair.kill(victim, whole=chance.random() < 0.8)
        until(lambda: not light.exclude(state=State.READY).exists(), PATIENCE)
        time.sleep(0.3)  # the observer sees the end
    assert in_the_middle >= KILLS // 2, "the kills came too late to disturb anybody"
    assert sum(light.values_list("attempts", flat=True)) > light.count()
    assert light.filter(kind=Kind.EPUB).count() >= len(BOOKS) + AT_FIRST // 2
    for rendering in Rendering.objects.all():
        assert observer.percents[rendering.pk] == sorted(observer.percents[rendering.pk])
        assert observer.percents[rendering.pk][-1] == 100
        assert observer.ends[rendering.pk] == {rendering.finished_at}
        made = said_in(Path(rendering.file.path), rendering.kind)
        assert made == said_in(undisturbed(rendering, tmp_path), rendering.kind)
    media = Path(settings.MEDIA_ROOT)
    stored = sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())
    # beside them stand what Word and Markdown files of the editions were made by now (handbooks.services.texts)
    assert [name for name in stored if not name.startswith("texts/")] == sorted(light.values_list("file", flat=True))
    assert light.count() == ordered + 2 * len(BOOKS)  # an edition has two files
    for edition in queries.light_editions().select_related("handbook"):
        assert edition.epub is not None
        assert (edition.pdf.kind, edition.epub.kind) == (Kind.PDF, Kind.EPUB)
        assert queries.shelf(edition.handbook.slug).latest == edition
    told = Notification.objects.filter(kind="edition_published", recipient=administrator)
    assert sorted(told.values_list("reference", flat=True)) == [f"K{number}-0.1" for number in BOOKS]
