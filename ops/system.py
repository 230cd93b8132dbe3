"""What the system must have, who installs it, and the command to type where we may not."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ops import places, say
from ops.say import Trouble


@dataclass(frozen=True)
class Need:
    """Something the system must have: what it is for (Turkish, English), the packages that bring it, how to see it."""

    turkish: str
    english: str
    packages: tuple[str, ...]
    present: Callable[[], bool]


def _library(name: str) -> Callable[[], bool]:
    def present() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return present


def _program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def _can_make_environments() -> bool:
    return all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")) or places.python().exists()


def chromium() -> str | None:
    """Return the browser for the browser tests: ``CHROMIUM``, else the first that is installed."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return chosen if Path(chosen).exists() else None
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def _java_runs() -> bool:
    java = shutil.which("java")
    return java is not None and subprocess.run([java, "-version"], capture_output=True, check=False).returncode == 0


ENVIRONMENT = Need(
    "Python sanal ortamı",
    "Python virtual environments",
    ("python3-venv", f"python{places.python_version()}-venv"),
    _can_make_environments,
)
RUNNING = (
    ENVIRONMENT,
    Need("PDF dizgisi: Pango", "PDF layout: Pango", ("libpango-1.0-0",), _library("libpango-1.0.so.0")),
    Need("PDF dizgisi: Pango", "PDF layout: Pango", ("libpangoft2-1.0-0",), _library("libpangoft2-1.0.so.0")),
    Need("PDF yazı tipleri", "PDF fonts", ("libharfbuzz-subset0",), _library("libharfbuzz-subset.so.0")),
    Need("Çeviri derleyicisi", "message catalogues", ("gettext",), _program("msgfmt")),
)
TESTING = (
    *RUNNING,
    Need("Çeviri taraması", "finding messages", ("gettext",), _program("xgettext")),
    Need("Tarayıcı testleri", "browser tests", ("chromium",), lambda: chromium() is not None),
    Need("HTML ve EPUB denetimi", "HTML and EPUB checkers", ("default-jre-headless",), _java_runs),
    Need("HTML denetimi", "HTML checker", ("npm",), _program("npm")),
    Need("Word dosyası okuyucusu", "reader of Word files", ("libreoffice-writer-nogui",), _program("soffice")),
)


def ensure(needs: Sequence[Need]) -> None:
    """Install what is missing where we are root and apt-get is there.

    Raises Trouble with the exact command where we may not install, or where installing did not help.
    """
    missing = [need for need in needs if not need.present()]
    if not missing:
        return
    names = ", ".join(dict.fromkeys(need.turkish for need in missing))
    english = ", ".join(dict.fromkeys(need.english for need in missing))
    packages = list(dict.fromkeys(package for need in missing for package in need.packages))
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or not apt:
        raise Trouble(
            f"Sistemde eksik var: {names}. Kurmak için:",
            f"The system lacks: {english}. To install:",
            command=f"sudo apt-get update && sudo apt-get install -y {' '.join(_installable(packages, apt))}",
        )
    say.step(f"Sistem paketleri kuruluyor: {names}", f"installing system packages: {' '.join(packages)}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    log = places.default_data() / "logs" / "apt.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        subprocess.run([apt, "update"], env=env, stdout=output, stderr=subprocess.STDOUT, check=False)
        argv = [apt, "install", "-y", "--no-install-recommends", *_installable(packages, apt)]
        done = subprocess.run(argv, env=env, stdout=output, stderr=subprocess.STDOUT, check=False)
    still = [need for need in missing if not need.present()]
    if done.returncode or still:
        left = " ".join(package for need in (still or missing) for package in need.packages)
        raise Trouble(
            "Sistem paketleri kurulamadı.",
            "The system packages could not be installed.",
            command=f"apt-get update && apt-get install -y {left}",
            log=log,
        )


def _installable(packages: Sequence[str], apt: str | None) -> list[str]:
    """Leave out names that this distribution does not have, where that can be asked (python3.X-venv, mostly)."""
    asked = shutil.which("apt-cache")
    if not apt or not asked:
        return list(packages)
    known = [
        name
        for name in packages
        if subprocess.run([asked, "show", name], capture_output=True, check=False).returncode == 0
    ]
    return known or list(packages)
