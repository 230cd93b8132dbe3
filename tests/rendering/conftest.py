"""Renderings, a broker of one's own and real workers."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection

from atasehir_portal.celery import app
from atasehir_portal.rendering import services, weasy
from atasehir_portal.rendering.models import Rendering
from ops.broker import binary

ROOT = Path(__file__).resolve().parents[2]
SMALL = (
    '<!doctype html><html lang="tr"><head><title>Küçük metin</title></head>'
    '<body><main class="document"><h1>Küçük metin</h1><p>Şikâyet</p>{}</main></body></html>'
)


@pytest.fixture
def small_html() -> Callable[[str], str]:
    """A document of one page with this HTML in it."""
    return SMALL.format


@pytest.fixture
def order(db: None) -> Callable[..., Rendering]:
    """Order the PDF of a small document; ``inside`` makes one differ from the other."""

    def make(inside: str = "", **fields: Any) -> Rendering:
        values = {
            "kind": "pdf",
            "style": "document",
            "title": "Küçük metin",
            "language": "tr",
            "html": SMALL.format(inside),
            **fields,
        }
        return services.request_rendering(**values)

    return make


@pytest.fixture
def as_pdf() -> Callable[..., bytes]:
    """Return the PDF of a complete HTML document."""

    def make(html: str, style: str = "document") -> bytes:
        target = BytesIO()
        weasy.write_pdf(
            html, style=style, title="Başlık", language="tr", target=target, report=lambda step, pages: None
        )
        return target.getvalue()

    return make


def point_celery_to(url: str) -> None:
    """Make this process send its messages to another broker."""
    app.conf.broker_url = url.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")
    app._pool = None
    app.amqp._producer_pool = None


class Broker:
    """A broker of this test's own, which can be stopped, killed and held still."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "b.sock"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def start(self) -> None:
        command = [
            str(binary()),
            "--port",
            "0",
            "--unixsocket",
            str(self.socket),
            "--dir",
            str(self.folder),
            "--save",
            "",
            "--daemonize",
            "no",
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        until(self.socket.exists, 10)

    def stop(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait()
            self.process = None
        self.socket.unlink(missing_ok=True)

    def hold(self) -> None:
        """Let it accept connections and say nothing."""
        assert self.process
        self.process.send_signal(signal.SIGSTOP)


@pytest.fixture
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """A broker that is not started yet; this process sends its messages there."""
    made = Broker(tmp_path_factory.mktemp("b"))
    before = app.conf.broker_url
    point_celery_to(made.url)
    yield made
    made.stop()
    point_celery_to(before)


class Workers:
    """Celery workers as processes of their own, on the test's database, files and broker."""

    def __init__(self, broker: Broker, media: Path) -> None:
        database = connection.settings_dict
        self.environment = {
            **os.environ,
            "DATABASE_URL": f"postgres://{database['USER']}@/{database['NAME']}?host={database['HOST']}",
            "REDIS_URL": broker.url,
            "MEDIA_ROOT": str(media),
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", django_settings.SETTINGS_MODULE),
        }
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        command = [
            sys.executable,
            "-m",
            "celery",
            "--app",
            "atasehir_portal",
            "worker",
            "--concurrency",
            "1",
            "--loglevel",
            "WARNING",
        ]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        worker = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)
        self.running.append(worker)
        return worker

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """SIGKILL the worker with its pool: nobody can tidy up."""
        with suppress(ProcessLookupError):  # it may have ended by itself
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        self.running.remove(worker)


@pytest.fixture
def workers(broker: Broker, transactional_db: None, settings: Any) -> Iterator[Workers]:
    """Real workers; whatever still runs at the end is killed."""
    made = Workers(broker, Path(settings.MEDIA_ROOT))
    yield made
    for worker in list(made.running):
        made.kill(worker)


def until(done: Callable[[], bool], seconds: float) -> None:
    """Wait until something holds; fail after so many seconds."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)
