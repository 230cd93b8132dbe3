"""Files that are not wanted any more go; a file that another rendering has, or is just being given, stays."""

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from atasehir_portal.rendering import services, tasks
from atasehir_portal.rendering.files import forget_file, sweep_files
from atasehir_portal.rendering.models import Rendering
from atasehir_portal.rendering.signals import rendering_ready

pytestmark = pytest.mark.django_db(transaction=True)
Order = Callable[..., Rendering]
SAME = b"%PDF-1.7 the same bytes"


def taken(order: Order, inside: str) -> Rendering:
    claimed = services.claim(rendering_id=order(inside).pk, worker="w")
    assert claimed is not None
    return claimed


def made(order: Order, inside: str, content: bytes = SAME) -> Rendering:
    services.finish(rendering=(rendering := taken(order, inside)), file=BytesIO(content), pages=1)
    rendering.refresh_from_db()
    return rendering


def aged(name: str) -> str:
    moment = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(default_storage.path(name), (moment, moment))
    return name


def test_file_goes_with_the_last_rendering_that_has_it(order: Order) -> None:
    first, second = made(order, "<p>1</p>"), made(order, "<p>2</p>")
    name = str(first.file.name)
    assert second.file.name == name
    assert services.discard_rendering(rendering=first)
    assert default_storage.exists(name)
    assert services.discard_rendering(rendering=second)
    assert not default_storage.exists(name)


def test_a_discard_that_is_undone_takes_no_file(order: Order) -> None:
    rendering = made(order, "")
    with transaction.atomic():
        services.discard_rendering(rendering=rendering)
        transaction.set_rollback(True)
    assert default_storage.exists(str(Rendering.objects.get().file.name))


def test_file_that_another_rendering_is_just_being_given_stays(order: Order) -> None:
    """A worker has found the file and not yet committed its row: whoever discards the other row waits, and asks then."""
    discarded, other = made(order, "<p>1</p>"), taken(order, "<p>2</p>")
    is_given = threading.Event()

    def before_the_commit(sender: Any, **_rest: Any) -> None:
        is_given.set()
        until = time.monotonic() + 5
        while time.monotonic() < until:
            with connection.cursor() as cursor:
                cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
                if cursor.fetchone()[0]:
                    return
            time.sleep(0.02)

    def finish() -> None:
        try:
            services.finish(rendering=other, file=BytesIO(SAME), pages=1)
        finally:
            is_given.set()
            connection.close()

    rendering_ready.connect(before_the_commit)
    try:
        with ThreadPoolExecutor(1) as pool:
            worker = pool.submit(finish)
            assert is_given.wait(30)
            assert services.discard_rendering(rendering=discarded)
            worker.result(60)
    finally:
        rendering_ready.disconnect(before_the_commit)
    with default_storage.open(str(Rendering.objects.get().file.name)) as kept:
        assert kept.read() == SAME


def test_store_that_refuses_to_delete_stops_nobody_and_the_night_sweeps(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendering = made(order, "")
    name = str(rendering.file.name)

    def refuse(_name: str) -> None:
        raise OSError("the store does not answer")

    with monkeypatch.context() as broken:
        broken.setattr(default_storage, "delete", refuse)
        assert services.discard_rendering(rendering=rendering)
    assert not Rendering.objects.exists()
    aged(name)
    assert tasks.sweep_left_files() == 1
    assert not default_storage.exists(name)


def test_sweep_takes_what_is_old_and_nobodys(order: Order) -> None:
    kept = aged(str(made(order, "").file.name))
    sha = "ab" * 32
    left = aged(default_storage.save(f"renderings/{sha[:2]}/{sha[2:]}.pdf", ContentFile(b"half")))
    odd = aged(default_storage.save("renderings/ab/half_Xy1.pdf", ContentFile(b"half")))
    fresh = default_storage.save(f"renderings/cd/{'cd' * 31}.epub", ContentFile(b"new"))
    other = aged(default_storage.save("pictures/documents/x.png", ContentFile(b"picture")))
    assert sweep_files() == 2
    assert [default_storage.exists(name) for name in (kept, left, odd, fresh, other)] == [
        True,
        False,
        False,
        True,
        True,
    ]
    assert sweep_files() == 0
    assert not forget_file(kept)
