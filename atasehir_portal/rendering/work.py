"""Doing one rendering: claim it, make the file while a heartbeat holds the lease, hand it over."""

import logging
import os
import re
import socket
import threading
import time
from pathlib import Path
from tempfile import TemporaryFile

from django.db import Error as DatabaseError
from django.db import connection

from atasehir_portal.rendering import epub, services, weasy
from atasehir_portal.rendering.errors import ClaimLost, RenderingFailed
from atasehir_portal.rendering.models import Kind, Reason, Rendering, Step

logger = logging.getLogger(__name__)

HEARTBEAT_EVERY = 5.0  # seconds; a quarter of the lease
PROGRESS_EVERY = 1.0  # seconds; how often pages and percent are written when they changed
# A rendering that takes longer hangs: its heartbeat stops, so that the lease runs out and somebody looks at it.
LONGEST = 15 * 60.0  # seconds

# Where each step begins and ends on the bar.
_SPAN = {
    Step.QUEUED: (0, 0),
    Step.PREPARING: (2, 8),
    Step.LAYING_OUT: (8, 78),
    Step.TAGGING: (78, 94),
    Step.STORING: (94, 99),
    Step.READY: (100, 100),
}
_CHARACTERS_A_PAGE = 2400
_EMBEDDED = re.compile(r"data:[^\"'\s>)]*")


def worker_name() -> str:
    """Return who this process is, for the log and for people who look at the row."""
    return f"{socket.gethostname()}:{os.getpid()}"


def run(rendering_id: int, *, worker: str | None = None) -> bool:
    """Make the file of this rendering if it waits; return whether this call took it.

    What goes wrong is recorded on the row, not raised; only errors of the database are.
    """
    rendering = services.claim(rendering_id=rendering_id, worker=worker or worker_name())
    if rendering is None:
        return False
    _make(rendering)
    return True


def run_next(*, worker: str | None = None) -> bool:
    """Make the file of the rendering that has waited longest; return False where none waits."""
    rendering = services.claim_next(worker=worker or worker_name())
    if rendering is None:
        return False
    _make(rendering)
    return True


def _make(rendering: Rendering) -> None:
    try:
        with Pulse(rendering) as pulse, TemporaryFile() as file:
            try:
                write = epub.write_epub if rendering.kind == Kind.EPUB else weasy.write_pdf
                pages = write(
                    rendering.source_html,
                    style=rendering.style,
                    title=rendering.title,
                    language=rendering.language,
                    target=file,
                    report=pulse.report,
                )
                pulse.report(Step.STORING, pages)
                pulse.stop()  # the row is locked while the file is stored
                services.finish(rendering=rendering, file=file, pages=pages)
            except RenderingFailed as failure:
                pulse.stop()
                services.fail(rendering=rendering, failure=failure)
            except FileNotFoundError as error:
                # a missing picture is RenderingFailed by now; this is a file of the portal itself: a font, a sheet, the patterns
                pulse.stop()
                name = Path(str(error.filename or "")).name
                services.fail(rendering=rendering, failure=RenderingFailed(Reason.MISSING_STYLE, name))
            except OSError as error:
                # WeasyPrint's own are RenderingFailed by now; this is the temporary file
                pulse.stop()
                services.fail(rendering=rendering, failure=RenderingFailed(Reason.STORAGE, str(error), may_pass=True))
            except DatabaseError:
                raise
            except Exception:
                logger.exception("Rendering %s stopped", rendering.pk)
                pulse.stop()
                services.fail(rendering=rendering, failure=RenderingFailed(Reason.UNEXPECTED))
    except ClaimLost:
        logger.warning("Rendering %s: claim %s was taken over, its result is dropped", rendering.pk, rendering.claim)


class Pulse:
    """The heartbeat of one claim: a thread that extends the lease and writes the progress, so that the layout is not slowed down.

    ``report`` is told of every page and only notes it; it raises ClaimLost as soon as the thread has found the claim gone. Inside an open
    transaction another connection cannot see the row, so there the progress is written directly, at each new step.
    """

    def __init__(self, rendering: Rendering) -> None:
        self.rendering = rendering
        self.lost = False
        self._step = Step.PREPARING
        self._pages = 0
        self._expected_pages = max(4.0, len(_EMBEDDED.sub("", rendering.source_html)) / _CHARACTERS_A_PAGE)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        if not connection.in_atomic_block:
            self._thread = threading.Thread(target=self._beat, name=f"pulse-{rendering.pk}", daemon=True)

    def __enter__(self) -> "Pulse":
        if self._thread:
            self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def report(self, step: Step, pages: int) -> None:
        """Note how far the work is. Raises ClaimLost where another worker holds the job."""
        if self.lost:
            raise ClaimLost
        is_new = step != self._step
        self._step = step
        self._pages = max(self._pages, pages)
        if is_new and self._thread is None:
            self._write()

    def stop(self) -> None:
        """End the heartbeat and wait until its last write is done."""
        self._stop.set()
        if self._thread and self._thread.is_alive():
            self._thread.join()

    @property
    def percent(self) -> int:
        """How much is done; while pages are laid out it follows their number against the number expected from the text."""
        start, end = _SPAN[self._step]
        share = min(1.0, self._pages / self._expected_pages) if self._step == Step.LAYING_OUT else 0.0
        return int(start + (end - start) * share)

    def _write(self) -> tuple[Step, int, int]:
        progress = (self._step, self.percent, self._pages)
        services.heartbeat(rendering=self.rendering, step=progress[0], percent=progress[1], pages=progress[2])
        return progress

    def _beat(self) -> None:
        started = written_at = time.monotonic()
        written: tuple[Step, int, int] | None = None
        try:
            while not self._stop.wait(PROGRESS_EVERY):
                now = time.monotonic()
                if now - started > LONGEST:
                    logger.error(
                        "Rendering %s takes more than %s seconds; its lease is left to run out",
                        self.rendering.pk,
                        LONGEST,
                    )
                    return
                if (self._step, self.percent, self._pages) != written or now - written_at >= HEARTBEAT_EVERY:
                    try:
                        written = self._write()
                        written_at = now
                    except DatabaseError as error:
                        logger.warning("Rendering %s: heartbeat missed (%s)", self.rendering.pk, error)
                        connection.close()
        except ClaimLost:
            self.lost = True
        finally:
            connection.close()
