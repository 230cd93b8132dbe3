"""``make run``: start, stop, killed, started again. Real servers, a small portal."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.clone import Clone

pytestmark = pytest.mark.slow


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Clone]:
    # Deep on purpose: a socket's path may have 107 bytes, and a clone may lie anywhere.
    made = Clone(tmp_path / "a-clone-in-a-directory-with-a-long-name" / "and-another-one-below-it" / "portal")
    yield made
    made.clear()


def test_run_starts_everything_and_ctrl_c_stops_everything_in_order(clone: Clone) -> None:
    bystander = subprocess.Popen(["sleep", "120"], cwd=clone.root)
    try:
        clone.start()
        screen = clone.until_up()
        assert f"http://localhost:{clone.port}" in screen
        assert f"http://localhost:{clone.port}/bildirimler/posta/" in screen
        assert "ayse@ornek.example" in screen
        assert clone.get() == "ready"
        assert set(clone.members()) == {"web", "worker", "beat", "broker", "postgres"}

        assert clone.press_control_c() == 0
        written = clone.output()
        stopped = [line.strip() for line in written[written.index("stopping") :].splitlines()[1:6]]
        assert [line.rpartition("· ")[2] for line in stopped] == ["web server", "worker", "beat", "broker", "database"]
        assert clone.members() == {}
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_run_prepares_once_and_a_second_start_prepares_nothing_and_loses_nothing(clone: Clone) -> None:
    clone.start()
    clone.until_up()
    prepared = [
        "migrate",
        "example_data_belong",
        "load_catalogue",
        "load_charter",
        "import_handbooks",
        "index_editions",
    ]
    prepared += ["load_example_data", "collectstatic"]
    assert clone.calls() == [*prepared, "publish_first_editions", "load_example_rounds", "example_accounts"]
    clone.query("insert into row values ('kept')")
    clone.press_control_c()

    clone.start()
    clone.until_up()
    assert len(clone.calls()) == 11  # nothing is prepared again, which is what makes it a matter of seconds
    assert clone.query("select word from row") == "kept"

    (clone.root / "templates" / "new.html").touch()
    clone.press_control_c()
    clone.start()
    clone.until_up()
    assert clone.calls()[11:] == [*prepared, "example_accounts"]  # changed code is prepared again


def test_run_cleans_up_after_a_killed_launcher_and_loses_nothing(clone: Clone) -> None:
    clone.start()
    clone.until_up()
    clone.query("insert into row values ('kept')")
    clone.kill()
    orphans = [process for part in clone.members().values() for process in part]
    assert len(orphans) >= 5
    assert clone.get() == "ready"  # nobody noticed yet

    clone.start()
    assert "stopped what an earlier run had left behind" in clone.until_up()
    assert not [process for process in orphans if process.alive()]
    assert clone.query("select word from row") == "kept"
    clone.press_control_c()
    assert clone.members() == {}


def test_run_cleans_up_when_servers_were_killed_too(clone: Clone) -> None:
    clone.start()
    clone.until_up()
    clone.query("insert into row values ('kept')")
    clone.kill()
    for part in ("postgres", "web", "worker"):
        clone.members()[part][0].send(signal.SIGKILL)  # their children are left behind
    broker = clone.members()["broker"][0]
    (clone.data / "run" / "broker.json").unlink()  # as if the launcher had been killed before it could note it
    clone.start()
    clone.until_up()
    assert clone.query("select word from row") == "kept"
    assert not broker.alive()


def test_run_starts_a_part_that_ended_again(clone: Clone) -> None:
    clone.start()
    clone.until_up()
    worker = clone.members()["worker"][0]
    worker.send(signal.SIGKILL)
    clone.until("ended and is started again")
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not clone.members().get("worker"):
        time.sleep(0.2)
    replaced = clone.members()["worker"]
    assert worker not in replaced
    assert replaced


def test_run_names_a_busy_port_and_another_one(clone: Clone) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", clone.port))
        taken.listen()
        launcher = clone.start()
        assert launcher.wait(timeout=30) == 1
    written = clone.output()
    assert f"Port {clone.port} cannot be used" in written
    assert f"PID {os.getpid()}" in written
    assert "make run PORT=" in written
    assert "Traceback" not in written
    assert clone.members() == {}


def test_run_refuses_a_second_launcher_and_leaves_the_first_alone(clone: Clone) -> None:
    clone.start()
    clone.until_up()
    second = clone.start()
    assert second.wait(timeout=30) == 1
    assert "already running" in clone.output()
    assert clone.get() == "ready"
    assert clone.launchers[0].poll() is None


def test_run_stops_what_it_had_started_when_interrupted_half_way(clone: Clone) -> None:
    (clone.root / "manage.py").write_text("import time; time.sleep(60)", encoding="utf-8")
    clone.start()
    clone.until("updating the tables")
    time.sleep(0.5)
    clone.press_control_c()
    assert clone.members() == {}


def test_run_explains_a_failing_step_with_its_last_lines(clone: Clone) -> None:
    (clone.root / "manage.py").write_text("raise SystemExit('the catalogue is wrong')", encoding="utf-8")
    launcher = clone.start()
    assert launcher.wait(timeout=30) == 1
    written = clone.output()
    assert "migrate failed" in written
    assert "the catalogue is wrong" in written
    assert clone.members() == {}


def test_run_keeps_secrets_for_their_owner_and_does_not_change_them(clone: Clone) -> None:
    clone.start()
    clone.until_up()
    files = sorted((clone.data / "secrets").iterdir())
    assert [path.name for path in files] == ["field_encryption_keys", "secret_key"]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    before = [path.read_text() for path in files]
    clone.press_control_c()
    clone.start()
    clone.until_up()
    assert [path.read_text() for path in files] == before
