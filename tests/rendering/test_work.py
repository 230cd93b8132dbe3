"""Doing one rendering in this process: progress, failures with a reason, the full disk, the worker that lost its claim."""

import errno
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation

from atasehir_portal.rendering import services, weasy, work
from atasehir_portal.rendering.models import Reason, Rendering, State, Step
from atasehir_portal.rendering.progress import progress_of

Order = Callable[..., Rendering]


def test_run_makes_the_file_once(order: Order) -> None:
    rendering = order()
    assert work.run(rendering.pk) is True
    assert work.run(rendering.pk) is False
    done = Rendering.objects.get()
    assert (done.state, done.pages, done.attempts) == (State.READY, 1, 1)
    with done.file.open() as stored:
        assert stored.read(5) == b"%PDF-"


def test_run_of_nothing_does_nothing(db: None) -> None:
    assert work.run(12345) is False
    assert work.run_next() is False


def test_command_makes_everything_that_waits(order: Order, capsys: pytest.CaptureFixture[str]) -> None:
    order(), order("<p>2</p>")
    call_command("render_waiting")
    assert capsys.readouterr().out.strip() == "2"
    assert Rendering.objects.filter(state=State.READY).count() == 2


def test_failure_shows_a_readable_reason_with_the_address(order: Order, administrator: Any) -> None:
    rendering = order('<img src="http://example.org/x.png" alt="x">')
    work.run(rendering.pk)
    rendering.refresh_from_db()
    assert rendering.state == State.FAILED
    shown = progress_of(rendering, administrator)
    assert "açılmayan bir adresi" in shown.reason
    assert shown.sentence == "Dosya hazırlanamadı."
    with translation.override("en"):
        assert "not opened while printing" in progress_of(rendering, administrator).reason
    assert shown.detail == "http://example.org/x.png"
    assert shown.can_retry


def test_text_that_stops_the_renderer_fails_and_is_not_tried_for_ever(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*args: Any, **kwargs: Any) -> int:
        raise TypeError("a fault of the renderer")

    monkeypatch.setattr(weasy, "write_pdf", stop)
    rendering = order()
    work.run(rendering.pk)
    rendering.refresh_from_db()
    assert (rendering.state, rendering.error, rendering.attempts) == (State.FAILED, Reason.UNEXPECTED, 1)


def test_full_disk_is_tried_again_and_then_named(order: Order, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    def full(*args: Any, **kwargs: Any) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.filesystem.FileSystemStorage._save", full)
    rendering = order()
    for attempt in range(1, services.MAX_ATTEMPTS + 1):
        assert work.run(rendering.pk)
        rendering.refresh_from_db()
        assert rendering.state == (State.FAILED if attempt == services.MAX_ATTEMPTS else State.QUEUED)
    assert rendering.error == Reason.STORAGE
    assert "No space left" in rendering.error_detail
    assert rendering.file_sha256 == ""


def test_unwritable_store_is_named_with_a_real_error(order: Order, settings: Any, tmp_path: Any) -> None:
    blocked = tmp_path / "a-file-where-a-folder-should-be"
    blocked.write_text("x", encoding="utf-8")
    settings.MEDIA_ROOT = blocked
    rendering = order()
    work.run(rendering.pk)
    rendering.refresh_from_db()
    assert (rendering.state, rendering.error) == (State.QUEUED, Reason.STORAGE)


@pytest.mark.django_db(transaction=True)
def test_progress_is_written_while_the_work_goes_on_and_never_goes_back(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "PROGRESS_EVERY", 0.01)
    seen: list[tuple[int, str]] = []
    whole = weasy.write_pdf

    def slow(html: str, **options: Any) -> int:
        report = options["report"]

        def watched(step: Step, pages: int) -> None:
            report(step, pages)
            threading.Event().wait(0.05)
            row = Rendering.objects.get()
            seen.append((row.percent, row.step))

        return whole(html, **{**options, "report": watched})

    monkeypatch.setattr(weasy, "write_pdf", slow)
    rendering = order("<p>Satır</p>" * 400)
    work.run(rendering.pk)
    percents = [percent for percent, _ in seen]
    assert percents == sorted(percents)
    assert {step for _, step in seen} >= {Step.PREPARING, Step.LAYING_OUT, Step.TAGGING}
    assert max(percents) < 100
    rendering.refresh_from_db()
    assert rendering.percent == 100


@pytest.mark.django_db(transaction=True)
def test_worker_that_lost_its_claim_stops_early_and_changes_nothing(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "PROGRESS_EVERY", 0.01)
    whole = weasy.write_pdf
    pages_after_loss: list[int] = []

    def overtaken(html: str, **options: Any) -> int:
        report = options["report"]

        def watched(step: Step, pages: int) -> None:
            if step == Step.LAYING_OUT and pages == 2:
                # somebody else took the job meanwhile
                Rendering.objects.update(claim=7, worker="somebody else")
                until = time.monotonic() + 10
                while not report.__self__.lost and time.monotonic() < until:
                    time.sleep(0.01)
            if pages > 2:
                pages_after_loss.append(pages)
            report(step, pages)

        return whole(html, **{**options, "report": watched})

    monkeypatch.setattr(weasy, "write_pdf", overtaken)
    rendering = order("<p>Satır</p>" * 400)
    assert work.run(rendering.pk)
    rendering.refresh_from_db()
    assert (rendering.state, rendering.claim, rendering.worker) == (State.RUNNING, 7, "somebody else")
    assert not rendering.file
    assert len(pages_after_loss) <= 1


@pytest.mark.django_db(transaction=True)
def test_work_that_never_ends_loses_its_lease(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "PROGRESS_EVERY", 0.01)
    monkeypatch.setattr(work, "LONGEST", 0.0)
    rendering = services.claim(rendering_id=order().pk, worker="w")
    assert rendering is not None
    before = rendering.lease_until
    with work.Pulse(rendering) as pulse:
        pulse.report(Step.LAYING_OUT, 3)
        threading.Event().wait(0.2)
    rendering.refresh_from_db()
    assert rendering.lease_until == before
