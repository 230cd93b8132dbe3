"""Only our own processes are ever stopped."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.processes import MARK, PART, Process, Registry, boot_id
from ops.say import Trouble


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    made = Registry(tmp_path)
    yield made
    made.stop_all()
    made.unlock()


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    child = subprocess.Popen(["sleep", "60"])
    yield child
    child.kill()
    child.wait()


def record(registry: Registry, part: str, process: Process, boot: str | None = None) -> None:
    registry.directory.mkdir(exist_ok=True)
    content = {"pid": process.pid, "started": process.started, "boot": boot or boot_id()}
    (registry.directory / f"{part}.json").write_text(json.dumps(content))


def test_stop_ends_a_recorded_part_and_its_children(registry: Registry, tmp_path: Path) -> None:
    code = "import subprocess, time; subprocess.Popen(['sleep', '60']); time.sleep(60)"
    child = registry.spawn("worker", [sys.executable, "-c", code], env=dict(os.environ), cwd=tmp_path)
    deadline = time.monotonic() + 10
    while len(registry.members().get("worker", [])) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    members = registry.members()["worker"]
    assert len(members) == 2
    assert registry.stop_all({"worker": child}) == ["worker"]
    assert not any(process.alive() for process in members)
    assert registry.members() == {}


@pytest.mark.parametrize("difference", ["start", "boot"])
def test_stop_spares_a_process_that_got_the_number_of_ours(
    registry: Registry, stranger: subprocess.Popen[bytes], difference: str
) -> None:
    process = Process.of(stranger.pid)
    assert process
    if difference == "start":
        record(registry, "web", Process(process.pid, process.started - 1))
    else:
        record(registry, "web", process, boot="another boot")
    assert registry.stop_all() == []
    assert stranger.poll() is None


def test_stop_spares_the_processes_of_another_stack(registry: Registry, tmp_path: Path) -> None:
    env = {**os.environ, MARK: str(tmp_path / "another"), PART: "web"}
    other = subprocess.Popen(["sleep", "60"], env=env)
    try:
        assert registry.stop_all() == []
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_stop_spares_those_who_started_the_launcher(tmp_path: Path) -> None:
    # A terminal that the portal itself has opened carries its mark; whoever types "make run" there lives on.
    code = (
        "import pathlib, sys; from ops.processes import Registry;"
        "sys.exit(len(Registry(pathlib.Path(sys.argv[1])).stop_all()))"
    )
    env = {**os.environ, MARK: str(tmp_path), PART: "step"}
    inner = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(["sh", "-c", '"$@"; echo "alive $?"', "sh", *inner], env=env, capture_output=True, text=True)
    assert done.stdout == "alive 0\n"


def test_stop_kills_a_part_that_does_not_listen(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ops.processes.PATIENCE", {"beat": 0.5})
    code = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    child = registry.spawn("beat", [sys.executable, "-c", code], env=dict(os.environ), cwd=tmp_path)
    deadline = time.monotonic() + 10
    while "deaf" not in registry.log("beat").read_text() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert registry.stop("beat", {"beat": child})
    assert child.poll() is not None


def test_lock_belongs_to_one_launcher_and_names_it(registry: Registry, tmp_path: Path) -> None:
    registry.lock("http://localhost:8000, PID 7")
    other = Registry(tmp_path)
    assert other.locked_by_another()
    with pytest.raises(Trouble, match=r"already running \(http://localhost:8000, PID 7\)"):
        other.lock("second")
    registry.unlock()
    assert not other.locked_by_another()
