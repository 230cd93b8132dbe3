"""What stands in the way of a file: a full disk, a font or a picture that is gone. The page says it in words; when the cause is gone,
ordering again from that page makes the file."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.urls import reverse

from atasehir_portal.rendering import services, styles, work
from atasehir_portal.rendering.models import Reason, Rendering, State
from tests.rendering.books import DRAWING
from tests.rendering.conftest import ROOT

Order = Callable[..., Rendering]
Clients = Callable[..., Client]
PICTURE = "pictures/aa/kaldirim.svg"


def tried(rendering: Rendering, times: int = 1) -> Rendering:
    """Try as often as it takes until the order is given up or made."""
    for _ in range(times):
        assert work.run(rendering.pk)
    return Rendering.objects.get(pk=rendering.pk)


def shown(client: Client, rendering: Rendering) -> str:
    return client.get(reverse("rendering:progress", args=[rendering.key])).content.decode()


def made_from_the_page(client: Client, rendering: Rendering) -> None:
    """Press the button of the page and let a worker do the rest."""
    address = reverse("rendering:retry", args=[rendering.key])
    assert address in shown(client, rendering)
    client.post(address)
    done = tried(rendering)
    assert (done.state, done.percent, done.error) == (State.READY, 100, Reason.NONE)
    assert "Dosya hazır" in shown(client, rendering)


@pytest.fixture
def tiny_disk(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A file store on a disk of 4 kB; only where a disk may be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a disk is not allowed here; the limit of the next test stands in")
    settings.MEDIA_ROOT = disk
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_full_disk_is_named_keeps_no_half_file_and_is_done_once_there_is_room(
    order: Order, tiny_disk: Path, client_of: Clients, administrator: Any
) -> None:
    failed = tried(order(), services.MAX_ATTEMPTS)
    assert (failed.state, failed.error) == (State.FAILED, Reason.STORAGE)
    client = client_of(administrator)
    page = shown(client, failed)
    assert "Disk dolmuş" in page
    assert "No space left on device" in page
    assert [path for path in tiny_disk.rglob("*") if path.is_file()] == []
    subprocess.run(["mount", "-o", "remount,size=4m", str(tiny_disk)], check=True)
    made_from_the_page(client, failed)


def limit_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))


@pytest.mark.django_db(transaction=True)
def test_worker_that_may_write_no_more_says_so_and_another_one_finishes(
    order: Order, client_of: Clients, administrator: Any, settings: Any
) -> None:
    """The same from the operating system's side and without any right to mount: no file may grow beyond 8 kB."""
    rendering = order()
    database = connection.settings_dict
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgres://{database['USER']}@/{database['NAME']}?host={database['HOST']}",
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    for _ in range(services.MAX_ATTEMPTS):
        subprocess.run(
            [sys.executable, "manage.py", "render_waiting"],
            cwd=ROOT,
            env=environment,
            preexec_fn=limit_files,  # noqa: PLW1509  no threads at this point
            capture_output=True,
            check=True,
        )
    failed = Rendering.objects.get(pk=rendering.pk)
    assert (failed.state, failed.error) == (State.FAILED, Reason.STORAGE)
    client = client_of(administrator)
    assert "File too large" in shown(client, failed)
    made_from_the_page(client, failed)


@pytest.mark.parametrize("gone", ["fonts/KitapSerif-Regular.ttf", "text.css"])
def test_missing_font_or_sheet_is_named_and_never_printed_over(
    gone: str, order: Order, client_of: Clients, administrator: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "rendering" / "style"
    shutil.copytree(styles.FOLDER, copy)
    whole = copy / gone
    monkeypatch.setattr(styles, "FOLDER", copy)
    body = whole.read_bytes()
    whole.unlink()
    failed = tried(order())
    assert (failed.state, failed.error) == (State.FAILED, Reason.MISSING_STYLE)
    client = client_of(administrator)
    page = shown(client, failed)
    assert "yazı karakteri ya da biçim dosyası" in page
    assert whole.name in page
    whole.write_bytes(body)
    made_from_the_page(client, failed)


def test_missing_picture_is_named_and_the_file_follows_once_it_is_back(
    order: Order, client_of: Clients, administrator: Any
) -> None:
    default_storage.save(PICTURE, ContentFile(DRAWING))
    rendering = order(f'<img src="media:{PICTURE}" alt="Kaldırımdaki basamak">')
    default_storage.delete(PICTURE)
    failed = tried(rendering)
    assert (failed.state, failed.error) == (State.FAILED, Reason.MISSING_PICTURE)
    client = client_of(administrator)
    page = shown(client, failed)
    assert "görsel" in page
    assert PICTURE in page
    default_storage.save(PICTURE, ContentFile(DRAWING))
    made_from_the_page(client, failed)
