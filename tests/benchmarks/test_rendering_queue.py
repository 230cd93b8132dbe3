"""What the queue costs beside the rendering itself. Printed, not asserted."""

import time
from collections.abc import Callable
from io import BytesIO

import pytest
from django.db import connection

from atasehir_portal.rendering import services
from atasehir_portal.rendering.models import Rendering, Step
from tests.rendering.conftest import SMALL

WAITING = 2000


def seconds(act: Callable[[], object], times: int) -> float:
    started = time.perf_counter()
    for _ in range(times):
        act()
    return (time.perf_counter() - started) / times


def empty_query() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


@pytest.mark.django_db
def test_ordering_claiming_and_finishing_with_many_waiting() -> None:
    """With 2,000 orders in the queue: what one act takes, as multiples of an empty query."""
    Rendering.objects.bulk_create(
        Rendering(key=f"{number:064x}", title="Sırada", language="tr", style="document", source_html="x" * 2000)
        for number in range(WAITING)
    )
    empty = seconds(empty_query, 200)
    number = iter(range(10**6))

    def order() -> Rendering:
        return services.request_rendering(
            style="document", title="Küçük", language="tr", html=SMALL.format(next(number))
        )

    def beat() -> None:
        services.heartbeat(rendering=claimed, step=Step.LAYING_OUT, percent=5, pages=1)

    claimed = services.claim_next(worker="w")
    assert claimed is not None
    found = {
        "order": seconds(order, 50),
        "claim the next": seconds(lambda: services.claim_next(worker="w"), 50),
        "heartbeat": seconds(beat, 50),
        "put back what was lost": seconds(services.put_back_expired, 50),
    }
    started = time.perf_counter()
    services.finish(rendering=claimed, file=BytesIO(b"%PDF-" + b"x" * 2_000_000), pages=100)
    found["finish (2 MB)"] = time.perf_counter() - started
    print(
        f"\nqueue of {WAITING}: "
        + ", ".join(f"{name} {taken / empty:.0f} ×" for name, taken in found.items())
        + " an empty query"
    )
