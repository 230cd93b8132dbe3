"""Many at once: ten people order the same file, ten workers reach for the same row."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection, transaction

from atasehir_portal.rendering import services, work
from atasehir_portal.rendering.models import Rendering, State

pytestmark = pytest.mark.django_db(transaction=True)
Result = TypeVar("Result")
Order = Callable[..., Rendering]


def at_once(act: Callable[[int], Result], times: int = 10) -> list[Result]:
    """Do something in as many threads, each with its own connection, all starting together."""
    start = threading.Barrier(times)

    def one(number: int) -> Result:
        try:
            start.wait()
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_ten_simultaneous_requests_make_one_row_and_one_file(order: Order) -> None:
    def ask(number: int) -> int:
        with transaction.atomic():
            return order().pk

    assert len(set(at_once(ask))) == 1
    rendering = Rendering.objects.get()
    assert at_once(lambda number: work.run(rendering.pk)).count(True) == 1
    rendering.refresh_from_db()
    assert (rendering.state, rendering.claim, rendering.attempts) == (State.READY, 1, 1)


def test_ten_workers_take_ten_rows_once_each(order: Order) -> None:
    expected = {order(f"<p>{number}</p>").pk for number in range(10)}
    claimed = at_once(lambda number: services.claim_next(worker=str(number)))
    # A worker that met only rows which others were taking goes away empty; nobody takes a row twice.
    taken = [each.pk for each in claimed if each]
    assert len(taken) == len(set(taken))
    while (rest := services.claim_next(worker="last")) is not None:
        taken.append(rest.pk)
    assert set(taken) == expected


def test_ten_sweeps_put_a_lost_row_back_once(order: Order) -> None:
    claimed = services.claim(rendering_id=order().pk, worker="w")
    assert claimed is not None
    Rendering.objects.update(lease_until="2020-01-01T00:00Z")
    assert sum(put_back for put_back, given_up in at_once(lambda number: services.put_back_expired())) == 1
