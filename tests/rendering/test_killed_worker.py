"""kill -9 in the middle of a rendering: the next worker finishes it within a minute, once."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from atasehir_portal.rendering import book
from atasehir_portal.rendering.models import Rendering, State
from tests.rendering.books import sample_book
from tests.rendering.conftest import Broker, Workers, until

pytestmark = pytest.mark.slow
Order = Callable[..., Rendering]
A_MINUTE = 60


@pytest.fixture
def big_order(broker: Broker, workers: Workers, order: Order) -> Rendering:
    """A book that takes some seconds, ordered before the broker is there: it is found by sweeping alone."""
    sample = sample_book(chapters=6, paragraphs=10)
    rendering = order(html=book.html(sample), style=sample.style, title=sample.title)
    broker.start()
    return rendering


def row() -> Rendering:
    return Rendering.objects.defer("source_html").get()


def is_being_laid_out() -> bool:
    rendering = row()
    return rendering.state == State.RUNNING and rendering.pages > 2


def finished_once(media: Path, killed_at: float) -> None:
    until(lambda: row().state == State.READY, A_MINUTE - (time.monotonic() - killed_at))
    done = row()
    assert (done.claim, done.attempts, done.percent) == (2, 2, 100)
    assert [path.suffix for path in media.rglob("*") if path.is_file()] == [".pdf"]


def test_whole_worker_killed_and_the_next_one_finishes_within_a_minute_once(
    big_order: Rendering, workers: Workers, settings: Any
) -> None:
    first = workers.start()
    until(is_being_laid_out, A_MINUTE)
    percent = row().percent
    workers.kill(first)
    killed_at = time.monotonic()
    workers.start()
    finished_once(Path(settings.MEDIA_ROOT), killed_at)
    assert percent > 0


def test_pool_process_killed_and_the_same_worker_finishes_within_a_minute_once(
    big_order: Rendering, workers: Workers, settings: Any
) -> None:
    workers.start()
    until(is_being_laid_out, A_MINUTE)
    os.kill(int(row().worker.rpartition(":")[2]), signal.SIGKILL)
    finished_once(Path(settings.MEDIA_ROOT), time.monotonic())
