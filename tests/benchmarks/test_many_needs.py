"""200,000 needs against 2,000, signed in as an officer: what the pages about needs cost, as a ratio. More than half as much
again is refused.

The few are measured first and then the many, in the same tables and in one run. Measured is what the processor does for a page, in this
process and in that of the database, which has no helpers here, against a page without needs that is asked in turn with it: however busy
the machine is with other things. With ``QUERY_PLANS`` naming a file, the plans of the queries of these pages at 200,000 needs are
written there (``docs/query-plans.md``).
"""

import os
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from atasehir_portal.catalogue.models import Municipality
from atasehir_portal.catalogue.queries import refresh_closed_days, refresh_municipality
from programming.needs.models import Need
from programming.needs.similar import similar_needs
from tests.benchmarks.city import fill
from tests.benchmarks.test_need_list import asker

FEW, MANY = 2_000, int(os.environ.get("MANY_NEEDS", "200000"))
TURNS = 25
MOST = 1.5
LIST, ROW = b"<h1>\xc4\xb0htiya\xc3\xa7lar</h1>", b"need-row"
TYPED = {
    "title": "Yaşlılar için otobüs durağında gölgelik yok",
    "body": "Durakta oturma bankı ve gölgelik yok; yalnız yaşayan yaşlılar beklerken yoruluyor.",
}


def acts(client: Client, officer: Any) -> Mapping[str, Callable[[], Any]]:
    """What is measured, by its name."""
    listed = reverse("needs:list")
    need = Need.objects.filter(visibility="public", state="closed").order_by("-submitted_at")[50]
    return {
        "list": asker(client, listed),
        "search": asker(client, f"{listed}?q=oturma bankı"),
        "seldom word": asker(client, f"{listed}?q=kütüphane masası haber"),
        "search with three filters": asker(
            client, f"{listed}?q=gölgelik&group=yasli&neighbourhood=icerenkoy&answer=waiting"
        ),
        "three filters": asker(client, f"{listed}?group=yasli&right=saglik&neighbourhood=icerenkoy"),
        "detail": asker(client, reverse("needs:detail", args=[need.reference])),
        "similar": lambda: similar_needs(officer, **TYPED),
        "coverage": asker(client, reverse("needs:coverage")),
    }


def warm() -> None:
    """Put at hand what the portal keeps for a minute: within a transaction, as here, no reader puts it there."""
    refresh_municipality(Municipality.objects.get())
    refresh_closed_days()


def cost(act: Callable[[], Any]) -> int:
    """Return how many queries are asked. A page on which nothing is found does not ask for its rows: one less, which is added."""
    warm()
    finds_nothing = LIST in getattr(answer := act(), "content", b"") and ROW not in answer.content
    return len(_queries(act)) + finds_nothing


def fastest(act: Callable[[], Any], control: Callable[[], Any]) -> tuple[float, float]:
    """Return the seconds of the processor in the cheapest of some turns, and how many times those of ``control``, asked in turn with it."""
    warm()
    times: list[float] = []
    controls: list[float] = []
    for _turn in range(TURNS):
        for measured, one in ((controls, control), (times, act)):
            start = busy()
            answer = one()
            measured.append(busy() - start)
            assert getattr(answer, "status_code", 200) == 200
    return min(times), min(times) / min(controls)


def busy() -> float:
    """Return for how many seconds this process and that of its connection to the database have been at work (Linux)."""
    at_work, *_rest = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()
    return time.process_time() + int(at_work) / 1e9


@pytest.mark.django_db
def test_pages_about_needs_cost_little_more_with_200000_than_with_2000(
    client_of, catalogue, officer, representative, organisation, capsys
) -> None:
    client: Client = client_of(officer)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
    control = asker(client, reverse("accessibility"))
    found: list[dict[str, tuple[float, float]]] = []
    counts: list[dict[str, int]] = []
    for seed, number in enumerate((FEW, MANY - FEW)):
        start = time.perf_counter()
        fill(number, organisation=organisation, by=representative, seed=seed)
        with capsys.disabled():
            print(f"\n{number:,} needs written in {time.perf_counter() - start:.0f} s", end="")
        measured = acts(client, officer)
        found.append({name: fastest(act, control) for name, act in measured.items()})
        counts.append({name: cost(act) for name, act in measured.items()})
    few, many = found
    ratios = {name: times / few[name][1] for name, (_seconds, times) in many.items()}
    with capsys.disabled():
        for name, (seconds, times) in many.items():
            print(
                f"\n{name}: {ratios[name]:.2f} × the cost with {FEW:,} ({seconds * 1000:.1f} ms, {times:.1f} × a page without needs)",
                end="",
            )
        print()
    if target := os.environ.get("QUERY_PLANS"):
        Path(target).write_text(plans(measured))
    assert counts[0] == counts[1]
    assert not {name: ratio for name, ratio in ratios.items() if ratio > MOST}


def _queries(act: Callable[[], Any]) -> list[str]:
    with CaptureQueriesContext(connection) as caught:
        act()
    return [query["sql"] for query in caught.captured_queries if query["sql"].startswith("SELECT")]


def plans(measured: Mapping[str, Callable[[], Any]]) -> str:
    """Return the plan of each query about needs, as a document."""
    told = [
        f"# Plans of the main queries, with {MANY:,} needs\n",
        "Written by `tests/benchmarks/test_many_needs.py`.\n",
    ]
    for name, act in measured.items():
        told.append(f"## {name.capitalize()}\n")
        for sql in _queries(act):
            if '"needs_' not in sql:
                continue
            with connection.cursor() as cursor:
                cursor.execute(
                    f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF) {sql.replace('%', '%%')}"
                )
                plan = [row[0] for row in cursor.fetchall()]
            shown = [re.sub(r" \(actual .*?rows=([\d.]+).*?\)", r" (rows \1)", line)[:160] for line in plan]
            told.append("```\n" + "\n".join(shown) + "\n```\n")
    return "\n".join(told)
