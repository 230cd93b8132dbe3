"""What stands in the way of a file: a full disk, a font or a picture that is gone. The page says it in words; when the cause is gone,
ordering again from that page makes the file."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
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


def limit_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))


@dataclass(frozen=True)
class Obstacle:
    """What keeps another process from storing a whole file, and what its system calls it."""

    argv: tuple[str, ...]
    before: Callable[[], None] | None
    words: str


OBSTACLES = {
    # A disk of 4 kB, mounted in a namespace of the worker's own: no right to mount is needed.
    "full disk": Obstacle(
        (
            *("unshare", "--user", "--map-root-user", "--mount", "sh", "-ec"),
            'mount -t tmpfs -o size=4k tmpfs "$MEDIA_ROOT"; "$0" manage.py render_waiting; find "$MEDIA_ROOT" -type f',
            sys.executable,
        ),
        None,
        "No space left on device",
    ),
    "no file beyond 8 kB": Obstacle((sys.executable, "manage.py", "render_waiting"), limit_files, "File too large"),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("obstacle", OBSTACLES)
def test_worker_without_room_says_so_keeps_no_half_file_and_another_one_finishes(
    obstacle: str, order: Order, client_of: Clients, administrator: Any, settings: Any
) -> None:
    rendering = order()
    database = connection.settings_dict
    media = Path(settings.MEDIA_ROOT)
    media.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgres://{database['USER']}@/{database['NAME']}?host={database['HOST']}",
        "MEDIA_ROOT": str(media),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    stands = OBSTACLES[obstacle]
    for _ in range(services.MAX_ATTEMPTS):
        done = subprocess.run(
            stands.argv,
            cwd=ROOT,
            env=environment,
            preexec_fn=stands.before,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert str(media) not in done.stdout, "half a file stayed"
    failed = Rendering.objects.get(pk=rendering.pk)
    assert (failed.state, failed.error) == (State.FAILED, Reason.STORAGE)
    assert [path for path in media.rglob("*") if path.is_file()] == []
    client = client_of(administrator)
    page = shown(client, failed)
    assert "Disk dolmuş" in page
    assert stands.words in page
    made_from_the_page(client, failed)


@pytest.mark.parametrize("gone", ["fonts/KitapSerif-Regular.ttf", "text.css"])
def test_missing_font_or_sheet_is_named_and_never_printed_over(
    gone: str, order: Order, client_of: Clients, administrator: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "rendering" / "style"
    shutil.copytree(styles.FOLDER, copy)
    whole = copy / gone
    styles.version()  # kept for the process; read while nothing is missing
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
