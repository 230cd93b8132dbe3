"""The sign of life goes the whole way: real beat, real broker, real worker."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from redis import Redis

from ops import places
from ops.broker import Broker
from ops.processes import Registry

pytestmark = pytest.mark.slow


def test_beat_reaches_the_cache_through_broker_and_worker(tmp_path: Path) -> None:
    server = Broker(tmp_path, Registry(tmp_path), durable=False)
    running = [server.start(os.environ)]
    broker = Redis.from_url(server.url)
    env = {**os.environ, "REDIS_URL": server.url, "PORTAL_ENV": "test"}
    celery = [places.python(), "-m", "celery", "--app", "atasehir_portal"]
    commands = [
        [*celery, "worker", "--concurrency", "1", "--without-gossip", "--without-mingle"],
        [*celery, "beat", "--pidfile=", "--schedule", str(tmp_path / "schedule")],
    ]
    with (tmp_path / "log").open("wb") as log:
        try:
            for argv in commands:
                running.append(
                    subprocess.Popen(argv, env=env, cwd=places.ROOT, stdout=log, stderr=log, start_new_session=True)
                )
            deadline = time.monotonic() + 60
            while not broker.keys("portal:*last-beat"):
                assert time.monotonic() < deadline, (tmp_path / "log").read_text()
                time.sleep(0.2)
        finally:
            broker.close()
            for process in reversed(running):
                process.terminate()
                process.wait(timeout=30)
            shutil.rmtree(server.socket.parent)
