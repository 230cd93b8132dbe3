"""The queue in the database: order, claim, lease, fence, finish, fail, sweep, retry."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from atasehir_portal.rendering import services, styles
from atasehir_portal.rendering.errors import ClaimLost, RenderingFailed
from atasehir_portal.rendering.models import Reason, Rendering, State, Step
from atasehir_portal.rendering.signals import rendering_failed, rendering_ready
from atasehir_portal.transitions import NotInThisState

Order = Callable[..., Rendering]


def let_lease_run_out(rendering: Rendering) -> None:
    Rendering.objects.filter(pk=rendering.pk).update(lease_until=Now() - timedelta(seconds=1))


def taken(order: Order, **fields: Any) -> Rendering:
    rendering = services.claim(rendering_id=order(**fields).pk, worker="w")
    assert rendering is not None
    return rendering


def test_request_is_answered_with_the_same_order_for_the_same_text(order: Order) -> None:
    assert order().pk == order().pk
    assert order("<p>x</p>").pk != order().pk
    assert order(title="Başka").pk != order().pk
    assert order(style="handbook-1").pk != order().pk
    assert Rendering.objects.count() == 4


def test_key_changes_with_the_style_version(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    first = order()
    monkeypatch.setattr(styles, "version", lambda: "newer")
    assert order().pk != first.pk


def test_request_refuses_unknown_style_and_kind(order: Order) -> None:
    with pytest.raises(ValueError, match="no pdf rendering"):
        order(style="magazine")
    with pytest.raises(ValueError, match="no scroll rendering"):
        order(kind="scroll")


def test_request_is_undone_with_the_transaction_of_its_caller(order: Order) -> None:
    with transaction.atomic():
        order()
        transaction.set_rollback(True)
    assert Rendering.objects.count() == 0


def test_claim_takes_a_waiting_row_once(order: Order) -> None:
    rendering = order()
    first = services.claim(rendering_id=rendering.pk, worker="a")
    assert first is not None
    assert (first.state, first.claim, first.attempts, first.worker) == (State.RUNNING, 1, 1, "a")
    assert services.claim(rendering_id=rendering.pk, worker="b") is None
    assert services.claim_next(worker="b") is None


def test_claim_next_takes_the_oldest(order: Order) -> None:
    first, second = order(), order("<p>2</p>")
    claimed = [services.claim_next(worker="w"), services.claim_next(worker="w")]
    assert [each.pk for each in claimed if each] == [first.pk, second.pk]


def test_heartbeat_extends_the_lease_and_percent_never_goes_back(order: Order) -> None:
    rendering = taken(order)
    services.heartbeat(rendering=rendering, step=Step.LAYING_OUT, percent=40, pages=10)
    before = Rendering.objects.get().lease_until
    services.heartbeat(rendering=rendering, step=Step.LAYING_OUT, percent=30, pages=4)
    after = Rendering.objects.get()
    assert (after.percent, after.pages, after.step) == (40, 10, Step.LAYING_OUT)
    assert before is not None
    assert after.lease_until is not None
    assert after.lease_until >= before


def test_percent_never_goes_back_across_attempts(order: Order) -> None:
    rendering = taken(order)
    services.heartbeat(rendering=rendering, step=Step.TAGGING, percent=80, pages=10)
    let_lease_run_out(rendering)
    services.sweep()
    assert Rendering.objects.get().percent == 80
    again = services.claim(rendering_id=rendering.pk, worker="b")
    assert again is not None
    services.heartbeat(rendering=again, step=Step.PREPARING, percent=2, pages=0)
    assert Rendering.objects.get().percent == 80


def test_finish_stores_the_file_under_its_own_hash(order: Order) -> None:
    rendering = taken(order)
    services.finish(rendering=rendering, file=BytesIO(b"%PDF-1.7 x"), pages=3)
    done = Rendering.objects.get()
    assert (done.state, done.step, done.percent, done.pages, done.size) == (State.READY, Step.READY, 100, 3, 10)
    assert done.file.name == f"renderings/{done.file_sha256[:2]}/{done.file_sha256[2:]}.pdf"
    assert done.file.read() == b"%PDF-1.7 x"
    done.file.close()


def test_late_worker_is_fenced_off_and_leaves_no_file(order: Order) -> None:
    late = taken(order)
    let_lease_run_out(late)
    services.sweep()
    current = services.claim(rendering_id=late.pk, worker="b")
    assert current is not None
    with pytest.raises(ClaimLost):
        services.heartbeat(rendering=late, step=Step.TAGGING, percent=90, pages=9)
    with pytest.raises(ClaimLost):
        services.finish(rendering=late, file=BytesIO(b"late"), pages=1)
    with pytest.raises(ClaimLost):
        services.fail(rendering=late, failure=RenderingFailed(Reason.UNEXPECTED))
    assert not default_storage.exists("renderings")
    services.finish(rendering=current, file=BytesIO(b"in time"), pages=2)
    with pytest.raises(ClaimLost):
        services.finish(rendering=late, file=BytesIO(b"late"), pages=1)
    done = Rendering.objects.get()
    assert (done.pages, done.claim) == (2, 2)
    assert len(stored_files()) == 1


def stored_files() -> list[str]:
    if not default_storage.exists("renderings"):
        return []
    return [
        name
        for folder in default_storage.listdir("renderings")[0]
        for name in default_storage.listdir(f"renderings/{folder}")[1]
    ]


def test_half_a_file_left_by_a_killed_worker_is_replaced(order: Order) -> None:
    rendering = taken(order)
    services.finish(rendering=rendering, file=BytesIO(b"whole file"), pages=1)
    name = Rendering.objects.get().file.name
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"whole"))
    other = taken(order, inside="<p>2</p>")
    services.finish(rendering=other, file=BytesIO(b"whole file"), pages=1)
    with default_storage.open(name) as stored:
        assert stored.read() == b"whole file"
    assert len(stored_files()) == 1


def test_failure_of_the_text_is_final_and_keeps_its_reason(order: Order) -> None:
    rendering = taken(order)
    services.fail(rendering=rendering, failure=RenderingFailed(Reason.REFUSED_ADDRESS, "http://x"))
    failed = Rendering.objects.get()
    assert (failed.state, failed.error, failed.error_detail) == (State.FAILED, Reason.REFUSED_ADDRESS, "http://x")
    assert services.sweep().waiting == []


def test_failure_that_may_pass_is_tried_again_until_the_attempts_are_used_up(order: Order) -> None:
    rendering = order()
    for attempt in range(1, services.MAX_ATTEMPTS + 1):
        claimed = services.claim(rendering_id=rendering.pk, worker="w")
        assert claimed is not None
        services.fail(rendering=claimed, failure=RenderingFailed(Reason.STORAGE, "full", may_pass=True))
        expected = State.FAILED if attempt == services.MAX_ATTEMPTS else State.QUEUED
        assert Rendering.objects.get().state == expected


def test_sweep_puts_back_what_a_lost_worker_held_and_leaves_live_ones(order: Order) -> None:
    lost, live = taken(order), taken(order, inside="<p>2</p>")
    let_lease_run_out(lost)
    swept = services.sweep()
    assert (swept.put_back, swept.given_up, list(swept.waiting)) == (1, 0, [lost.pk])
    assert Rendering.objects.get(pk=lost.pk).state == State.QUEUED
    assert Rendering.objects.get(pk=live.pk).state == State.RUNNING


def test_what_lost_its_worker_waits_behind_what_was_never_tried(order: Order) -> None:
    lost = taken(order)
    let_lease_run_out(lost)
    services.put_back_expired()
    fresh = order("<p>2</p>")
    assert list(services.sweep().waiting) == [fresh.pk, lost.pk]
    claimed = services.claim_next(worker="w")
    assert claimed is not None
    assert claimed.pk == fresh.pk


def test_sweep_gives_up_after_the_last_attempt(order: Order) -> None:
    rendering = order()
    for _ in range(services.MAX_ATTEMPTS_WHEN_LOST):
        claimed = services.claim(rendering_id=rendering.pk, worker="w")
        assert claimed is not None
        let_lease_run_out(claimed)
        services.sweep()
    failed = Rendering.objects.get()
    assert (failed.state, failed.error) == (State.FAILED, Reason.WORKER_LOST)


def test_request_orders_a_failed_one_again(order: Order) -> None:
    rendering = taken(order)
    services.fail(rendering=rendering, failure=RenderingFailed(Reason.UNEXPECTED))
    again = order()
    assert again.pk == rendering.pk
    assert (again.state, Rendering.objects.get().attempts, Rendering.objects.get().error) == (
        State.QUEUED,
        0,
        Reason.NONE,
    )


def test_administrator_retries_a_failed_one_and_nobody_else(order: Order, administrator: Any, officer: Any) -> None:
    rendering = taken(order)
    with pytest.raises(NotInThisState):
        services.retry_rendering(rendering=rendering, user=administrator)
    services.fail(rendering=rendering, failure=RenderingFailed(Reason.UNEXPECTED))
    rendering.refresh_from_db()
    with pytest.raises(PermissionDenied):
        services.retry_rendering(rendering=rendering, user=officer)
    services.retry_rendering(rendering=rendering, user=administrator)
    assert Rendering.objects.get().state == State.QUEUED


def test_removing_examples_keeps_files_that_real_ones_share(order: Order) -> None:
    example = taken(order, is_example=True)
    services.finish(rendering=example, file=BytesIO(b"only example"), pages=1)
    shared = taken(order, inside="<p>2</p>", is_example=True)
    services.finish(rendering=shared, file=BytesIO(b"shared"), pages=1)
    real = taken(order, inside="<p>3</p>")
    services.finish(rendering=real, file=BytesIO(b"shared"), pages=1)
    assert services.remove_example_renderings() == 2
    assert [each.pk for each in Rendering.objects.all()] == [real.pk]


def test_rooms_above_are_told_once_how_it_ended(order: Order) -> None:
    told: list[tuple[str, int]] = []

    def ready(sender: Any, *, rendering_id: int, **rest: Any) -> None:
        told.append(("ready", rendering_id))

    def failed(sender: Any, *, rendering_id: int, **rest: Any) -> None:
        told.append(("failed", rendering_id))

    rendering_ready.connect(ready)
    rendering_failed.connect(failed)
    try:
        good, bad, retried = taken(order), taken(order, inside="<p>2</p>"), taken(order, inside="<p>3</p>")
        services.fail(rendering=retried, failure=RenderingFailed(Reason.STORAGE, "full", may_pass=True))
        services.finish(rendering=good, file=BytesIO(b"%PDF-"), pages=1)
        services.fail(rendering=bad, failure=RenderingFailed(Reason.UNEXPECTED))
        services.sweep()
    finally:
        rendering_ready.disconnect(ready)
        rendering_failed.disconnect(failed)
    assert told == [("ready", good.pk), ("failed", bad.pk)]


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "sleeping"},
        {"percent": 101},
        {"state": State.RUNNING},
        {"state": State.READY},
        {"state": State.FAILED},
        {"lease_until": Now()},
        {"file": "renderings/x.pdf"},
        {"step": "dancing"},
        {"kind": "scroll"},
        {"error": "bad mood"},
    ],
    ids=str,
)
def test_database_refuses_rows_that_make_no_sense(order: Order, broken: dict[str, Any]) -> None:
    rendering = order()
    with pytest.raises(IntegrityError), transaction.atomic():
        Rendering.objects.filter(pk=rendering.pk).update(**broken)
