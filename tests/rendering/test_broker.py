"""The broker only carries wake-ups: down, silent or started again, it delays a file and never the person who orders it."""

import time
from collections.abc import Callable

import pytest

from atasehir_portal.rendering import services
from atasehir_portal.rendering.models import Rendering, State
from atasehir_portal.rendering.wake import wake
from tests.rendering.conftest import Broker, Workers, until

pytestmark = pytest.mark.slow
Order = Callable[..., Rendering]
A_MOMENT = 2.5  # seconds; the promise is about two


def is_ready() -> bool:
    return Rendering.objects.get().state == State.READY


def test_broker_is_down_while_ordering_and_the_file_follows_when_it_is_back(
    broker: Broker, workers: Workers, order: Order
) -> None:
    started = time.monotonic()
    rendering = order()
    assert time.monotonic() - started < A_MOMENT
    assert rendering.state == State.QUEUED
    assert list(services.sweep().waiting) == [rendering.pk]
    broker.start()
    workers.start()
    until(is_ready, 60)


def test_silent_broker_holds_nobody_up(broker: Broker, transactional_db: None, order: Order) -> None:
    broker.start()
    assert wake(0)
    broker.hold()
    started = time.monotonic()
    order()
    assert time.monotonic() - started < A_MOMENT


def test_running_worker_is_woken_by_an_order_at_once_and_after_the_broker_was_started_again(
    broker: Broker, workers: Workers, order: Order
) -> None:
    broker.start()
    worker = workers.start()
    first = order()
    until(is_ready, 60)
    broker.stop()
    broker.start()
    second = order("<p>2</p>")
    # Woken by the message or, where the worker was still reconnecting, by a sweep such as beat does every 30 s.
    deadline = time.monotonic() + 90
    while Rendering.objects.get(pk=second.pk).state != State.READY:
        assert time.monotonic() < deadline
        time.sleep(1)
        services.sweep()
        if worker.poll() is not None:
            # Celery's worker can end when the broker vanishes at a bad moment; whoever runs it starts it again.
            worker = workers.start()
    assert Rendering.objects.get(pk=first.pk).claim == 1
    assert Rendering.objects.get(pk=second.pk).claim == 1
