"""The sign of life goes the whole way: real beat, real broker, real worker."""

import os
import subprocess
import time
from pathlib import Path

import pytest
from redis import Redis

from ops import places
from tests.ops.clone import free_port

pytestmark = pytest.mark.slow


def test_beat_reaches_the_cache_through_broker_and_worker(tmp_path: Path) -> None:
    url = os.environ["REDIS_URL"].partition("?")[0] + "?db=62"
    if not url.startswith("unix://"):
        url = os.environ["REDIS_URL"].rpartition("/")[0] + "/15"
    broker = Redis.from_url(url)
    broker.flushdb()
    env = {**os.environ, "REDIS_URL": url, "PORTAL_ENV": "test"}
    celery = [places.python(), "-m", "celery", "--app", "atasehir_portal"]
    hostname = f"trial-{free_port()}@here"
    commands = [
        [*celery, "worker", "--concurrency", "1", "--without-gossip", "--without-mingle", "--hostname", hostname],
        [*celery, "beat", "--pidfile=", "--schedule", str(tmp_path / "schedule")],
    ]
    with (tmp_path / "log").open("wb") as log:
        running = [
            subprocess.Popen(argv, env=env, cwd=places.ROOT, stdout=log, stderr=log, start_new_session=True)
            for argv in commands
        ]
        try:
            deadline = time.monotonic() + 60
            while not broker.keys("portal:*last-beat"):
                assert time.monotonic() < deadline, (tmp_path / "log").read_text()
                time.sleep(0.2)
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(timeout=30)
            broker.flushdb()
            broker.close()
