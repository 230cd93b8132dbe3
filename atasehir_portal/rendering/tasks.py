"""Celery's side of the room: tasks take an id and delegate, signals sweep where a worker was lost."""

from typing import Any

from billiard.exceptions import TimeLimitExceeded, WorkerLostError
from celery import shared_task
from celery.signals import task_failure, worker_ready

from atasehir_portal.rendering import files, services, work

# After this many seconds the lease of a worker that died just now has run out.
_AFTER_LEASE = services.LEASE.total_seconds() + 2


@shared_task(time_limit=int(work.LONGEST + services.LEASE.total_seconds()))
def render(rendering_id: int) -> None:
    """Make one file if it still waits."""
    work.run(rendering_id)


@shared_task(expires=60)
def sweep() -> None:
    """Put back what lost workers left and wake workers for what waits."""
    services.sweep()


@shared_task
def sweep_left_files() -> int:
    """Delete the files that belong to no rendering (every night)."""
    return files.sweep_files()


@worker_ready.connect
def sweep_at_start(**_signal: Any) -> None:
    """A worker that starts may follow one that was killed: look now, and again when the last lease of that one has run out."""
    sweep.delay()
    sweep.apply_async(countdown=_AFTER_LEASE)


@task_failure.connect(sender=render)
def sweep_after_loss(exception: BaseException | None = None, **_signal: Any) -> None:
    """A pool process was killed in the middle of a rendering: its lease runs out soon."""
    if isinstance(exception, WorkerLostError | TimeLimitExceeded):
        sweep.apply_async(countdown=_AFTER_LEASE)
