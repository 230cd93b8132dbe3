"""Ordering, claiming, finishing: every write to a rendering.

The database is the queue. A worker claims a row with a conditional UPDATE and holds it by a lease that its heartbeat extends; the
claim number fences it, so that a worker which was taken for dead changes nothing when it comes back. A message to Celery only
wakes a worker: when it is lost, ``sweep`` finds the row.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, ProtectedError
from django.db.models.functions import Greatest, Now

from atasehir_portal.rendering import epub, styles, weasy
from atasehir_portal.rendering.errors import ClaimLost, RenderingFailed
from atasehir_portal.rendering.files import forget_on_commit, lock_content, name_of
from atasehir_portal.rendering.models import Kind, Reason, Rendering, State, Step
from atasehir_portal.rendering.signals import rendering_failed, rendering_ready
from atasehir_portal.rendering.states import TRANSITIONS
from atasehir_portal.rendering.wake import wake

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=20)
# Whose turn it is: what was tried least, then what waits longest, so that a text which kills its worker holds nobody else up.
_TURN = ("attempts", "created_at", "pk")
# Attempts after which an order is given up: where something stands in its way that may pass, and where its worker was killed each time.
# A worker is killed for reasons of its own far more often than by the text, so that one is tried longer, after all that was tried less.
MAX_ATTEMPTS = 3
MAX_ATTEMPTS_WHEN_LOST = 8
# As many rows are woken by one sweep; the next sweep wakes the rest.
WAKE_AT_ONCE = 20
# Seconds after which the wake-up of a sweep is void; beat sweeps every 30 s, so they do not pile up while no worker runs.
WAKE_EXPIRES = 25


def rendering_key(*, kind: str, style: str, title: str, language: str, html: str) -> str:
    """Return the SHA-256 over everything that decides what the file looks like."""
    made_by = (epub.VARIANT, style, epub.version()) if kind == Kind.EPUB else (weasy.VARIANT, style, styles.version())
    parts = (kind, *made_by, language, title, html)
    digest = sha256()
    for part in parts:
        encoded = part.encode()
        digest.update(f"{len(encoded)}:".encode())
        digest.update(encoded)
    return digest.hexdigest()


@transaction.atomic
def request_rendering(
    *, kind: str = Kind.PDF, style: str, title: str, language: str, html: str, is_example: bool = False
) -> Rendering:
    """Order the file of a frozen text, or return the order that exists for the same text, look and title.

    ``html`` is a complete document (see docs/rendering.md). The row is written in the caller's transaction; a worker is woken when that
    commits, and a broker that is down delays the file only. Something that failed before is ordered again. Raises ValueError for
    a look or kind that does not exist.
    """
    if style not in styles.STYLES or kind not in Kind.values or (kind == Kind.EPUB and style not in styles.BOOKS):
        raise ValueError(f"there is no {kind} rendering in the style {style!r}")
    key = rendering_key(kind=kind, style=style, title=title, language=language, html=html)
    order = Rendering(
        key=key, kind=kind, style=style, title=title, language=language, source_html=html, is_example=is_example
    )
    # ON CONFLICT DO NOTHING waits for a transaction that orders the same thing, so that ten requests make one row.
    Rendering.objects.bulk_create([order], ignore_conflicts=True)
    rendering = Rendering.objects.defer("source_html").get(key=key)
    if rendering.state == State.FAILED:
        TRANSITIONS.apply("order_again", instance=rendering, user=None, **_FRESH)
    if rendering.state == State.QUEUED:
        _wake_on_commit(rendering.pk)
    return rendering


@transaction.atomic
def retry_rendering(*, rendering: Rendering, user: Any) -> Rendering:
    """Order a failed rendering again.

    Raises PermissionDenied for anybody but administrators, NotInThisState where it has not failed (any more).
    """
    TRANSITIONS.apply("retry", instance=rendering, user=user, **_FRESH)
    _wake_on_commit(rendering.pk)
    return rendering


@transaction.atomic
def discard_rendering(*, rendering: Rendering) -> bool:
    """Delete a rendering that nothing points to any more, and its file unless another one has the same bytes. Returns whether
    it was deleted: one that is being made stays (its worker holds it), and so does one that something else points to.
    """
    row = Rendering.objects.select_for_update().filter(pk=rendering.pk).exclude(state=State.RUNNING)
    name = row.values_list("file", flat=True).first()
    if name is None:
        return False
    try:
        with transaction.atomic():
            Rendering.objects.filter(pk=rendering.pk).delete()
    except ProtectedError:
        return False
    if name:
        forget_on_commit(name)
    return True


_FRESH: dict[str, Any] = {
    "attempts": 0,
    "step": Step.QUEUED,
    "error": Reason.NONE,
    "error_detail": "",
    "finished_at": None,
}


def _wake_on_commit(rendering_id: int) -> None:
    transaction.on_commit(lambda: wake(rendering_id), robust=True)


def claim(*, rendering_id: int, worker: str) -> Rendering | None:
    """Take this rendering for ``worker``, or return None where it is not waiting (any more)."""
    act = TRANSITIONS["claim"]
    taken = Rendering.objects.filter(pk=rendering_id, state__in=act.sources).update(
        state=act.target,
        step=Step.PREPARING,
        claim=F("claim") + 1,
        attempts=F("attempts") + 1,
        worker=worker[:120],
        started_at=Now(),
        heartbeat_at=Now(),
        lease_until=Now() + LEASE,
        pages=0,
    )
    return Rendering.objects.get(pk=rendering_id) if taken else None


def claim_next(*, worker: str) -> Rendering | None:
    """Take the waiting rendering whose turn it is and that nobody else is taking, or return None where none waits."""
    with transaction.atomic():
        waiting = Rendering.objects.select_for_update(skip_locked=True).filter(state=State.QUEUED).order_by(*_TURN)
        found = waiting.values_list("pk", flat=True).first()
        return claim(rendering_id=found, worker=worker) if found is not None else None


def _mine(rendering: Rendering) -> Any:
    """Return the row as long as this claim holds it: the fence that every write of a worker passes."""
    return Rendering.objects.filter(pk=rendering.pk, claim=rendering.claim, state=State.RUNNING)


def heartbeat(*, rendering: Rendering, step: Step, percent: int, pages: int) -> None:
    """Extend the lease and record the progress; ``percent`` and ``pages`` never go back. Raises ClaimLost."""
    if not _mine(rendering).update(
        lease_until=Now() + LEASE,
        heartbeat_at=Now(),
        step=step,
        percent=Greatest(F("percent"), percent),
        pages=Greatest(F("pages"), pages),
    ):
        raise ClaimLost


def finish(*, rendering: Rendering, file: IO[bytes], pages: int) -> None:
    """Store the file under its own hash and hand it over, both or neither.

    The row is locked while the file is stored, so that a worker whose claim was taken away stores nothing. Raises ClaimLost, and
    RenderingFailed (STORAGE) where the file store does not take the file.
    """
    act = TRANSITIONS["finish"]
    with transaction.atomic():
        if not _mine(rendering).select_for_update().exists():
            raise ClaimLost
        name, digest, size = _store(file, rendering.kind)
        _mine(rendering).update(
            state=act.target,
            step=Step.READY,
            percent=100,
            pages=pages,
            file=name,
            file_sha256=digest,
            size=size,
            error=Reason.NONE,
            error_detail="",
            lease_until=None,
            finished_at=Now(),
        )
        rendering_ready.send(Rendering, rendering_id=rendering.pk)
    logger.info("Rendering %s ready: %s pages, %s bytes", rendering.pk, pages, size)


def fail(*, rendering: Rendering, failure: RenderingFailed) -> None:
    """Record why the file could not be made; what may pass by itself goes back to the queue for the next sweep. Raises ClaimLost."""
    again = failure.may_pass and rendering.attempts < MAX_ATTEMPTS
    with transaction.atomic():
        if not (_give_back(_mine(rendering), failure) if again else _give_up(_mine(rendering), failure)):
            raise ClaimLost
        if not again:
            rendering_failed.send(Rendering, rendering_id=rendering.pk)
    logger.warning("Rendering %s %s: %s", rendering.pk, "is tried again later" if again else "failed", failure)


def _give_back(rows: Any, failure: RenderingFailed) -> int:
    return int(
        rows.update(
            state=TRANSITIONS["give_back"].target,
            step=Step.QUEUED,
            lease_until=None,
            error=failure.reason,
            error_detail=failure.detail[:500],
        )
    )


def _give_up(rows: Any, failure: RenderingFailed) -> int:
    return int(
        rows.update(
            state=TRANSITIONS["fail"].target,
            lease_until=None,
            finished_at=Now(),
            error=failure.reason,
            error_detail=failure.detail[:500],
        )
    )


def _store(file: IO[bytes], kind: str) -> tuple[str, str, int]:
    """Save the file once under its content hash and return its name, hash and size in bytes. Call inside a transaction."""
    digest = sha256()
    file.seek(0)
    while chunk := file.read(1 << 20):
        digest.update(chunk)
    size = file.tell()
    sha = digest.hexdigest()
    name = name_of(sha, kind)
    # Two workers that made the same bytes store them one after the other; the second finds them.
    lock_content(sha)
    try:
        if default_storage.exists(name):
            if _stored_hash(name) == sha:
                return name, sha, size
            default_storage.delete(name)  # half a file, left by a worker that died while it was writing
        file.seek(0)
        stored = _saved(name, file)
        if stored != name or _stored_hash(name) != sha:
            default_storage.delete(stored)
            raise RenderingFailed(Reason.STORAGE, name, may_pass=True)
    except RenderingFailed:
        raise
    except Exception as error:  # every storage has errors of its own: a full disk, a network, a refused key
        raise RenderingFailed(Reason.STORAGE, str(error)[:200], may_pass=True) from error
    return name, sha, size


def _saved(name: str, file: IO[bytes]) -> str:
    """Save the file under a name that is free; what a full disk took of it is given back."""
    try:
        return str(default_storage.save(name, File(file)))
    except Exception:
        with suppress(Exception):
            default_storage.delete(name)
        raise


def _stored_hash(name: str) -> str:
    digest = sha256()
    with default_storage.open(name, "rb") as stored:
        while chunk := stored.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep found: rows put back into the queue, rows given up, ids of the rows that wait."""

    put_back: int
    given_up: int
    waiting: Sequence[int]


def put_back_expired() -> tuple[int, int]:
    """Put renderings whose lease has run out back into the queue; give up after ``MAX_ATTEMPTS_WHEN_LOST``. Returns both numbers.

    Any number of workers may do this at once. A row that its worker is just finishing is locked, and skipped.
    """
    failure = RenderingFailed(Reason.WORKER_LOST)
    with transaction.atomic():
        expired = Rendering.objects.select_for_update(skip_locked=True).filter(
            state=State.RUNNING, lease_until__lt=Now()
        )
        found = list(expired.values_list("pk", flat=True))
        lost = list(
            Rendering.objects.filter(pk__in=found, attempts__gte=MAX_ATTEMPTS_WHEN_LOST).values_list("pk", flat=True)
        )
        given_up = _give_up(Rendering.objects.filter(pk__in=lost), failure)
        put_back = _give_back(Rendering.objects.filter(pk__in=found, state=State.RUNNING), failure)
        for rendering_id in lost:
            rendering_failed.send(Rendering, rendering_id=rendering_id)
    if put_back or given_up:
        logger.warning("Renderings of lost workers: %s put back, %s given up", put_back, given_up)
    return put_back, given_up


def sweep() -> Swept:
    """Put back what lost workers hold, and wake a worker for everything that waits."""
    put_back, given_up = put_back_expired()
    waiting = list(
        Rendering.objects.filter(state=State.QUEUED).order_by(*_TURN).values_list("pk", flat=True)[:WAKE_AT_ONCE]
    )
    for rendering_id in waiting:
        if not wake(rendering_id, expires=WAKE_EXPIRES):
            break  # no broker: trying the others would only take time
    return Swept(put_back, given_up, waiting)


def remove_example_renderings() -> int:
    """Delete the renderings of example data with their files; files that another rendering shares stay. Returns the rows.

    Rooms that point to a rendering remove their own example rows first.
    """
    with transaction.atomic():
        rows = Rendering.objects.filter(is_example=True)
        names = set(rows.exclude(file="").values_list("file", flat=True))
        count = rows.delete()[0]
        for name in names:
            forget_on_commit(name)
    return count
