"""What the system must have, who installs it, and the command to type where we may not."""

import ctypes
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ops import places, say
from ops.say import Trouble


@dataclass(frozen=True)
class Need:
    """Something the system must have: what it is for (Turkish, English), the packages that bring it, how to see it, the
    programs that come with it, and a command that brings it where no package does.
    """

    turkish: str
    english: str
    packages: tuple[str, ...]
    present: Callable[[], bool]
    programs: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()


def _library(name: str) -> Callable[[], bool]:
    def present() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return present


def _tools(turkish: str, english: str, package: str, *programs: str) -> Need:
    """Return the need of programs that stand on PATH once their package is installed."""
    return Need(turkish, english, (package,), lambda: all(shutil.which(name) for name in programs), programs)


def _can_make_environments() -> bool:
    return all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")) or places.python().exists()


BROWSER = "Tarayıcı testleri"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
OS_RELEASE = Path("/etc/os-release")


def chromium() -> str | None:
    """Return the browser for the browser tests: ``CHROMIUM``, else the first that is installed, else Playwright's own.

    The headless shell comes first: a window of the whole browser costs a renderer more, for a frame nobody sees.
    Ubuntu's ``chromium`` is a snap, or a script that asks for one. A snap sees neither ``/tmp`` nor hidden folders, so
    the tests cannot use it.
    """
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return chosen if Path(chosen).exists() else None
    installed = (found for name in BROWSERS if (found := shutil.which(name)) and not _from_snap(Path(found)))
    return next(installed, None) or _browser_of_playwright()


def _from_snap(program: Path) -> bool:
    real = program.resolve()
    if real.name == "snap" or "/snap/" in str(real):
        return True
    with real.open("rb") as content:
        start = content.read(8192)
    return start.startswith(b"#!") and b"/snap/" in start


def _browser_of_playwright() -> str | None:
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    found = [path for path in folder.glob("chromium-*/chrome-linux*/chrome") if os.access(path, os.X_OK)]
    return str(max(found, key=lambda path: path.stat().st_mtime)) if found else None


def _has_chromium_package() -> bool:
    """Whether this distribution has Chromium as a package of its own: Debian has, Ubuntu and its children have not."""
    try:
        text = OS_RELEASE.read_text(encoding="utf-8")
    except OSError:
        return True
    return not re.search(r"(?m)^ID(_LIKE)?=.*\bubuntu\b", text)


def _browser() -> Need:
    return Need(
        BROWSER,
        "browser tests",
        ("chromium-headless-shell",) if _has_chromium_package() else (),
        lambda: chromium() is not None,
        otherwise=(str(places.VENV / "bin" / "playwright"), "install", "--with-deps", "chromium"),
    )


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
    _tools("Çeviri derleyicisi", "message catalogues", "gettext", "msgfmt"),
)
TESTING = (
    *RUNNING,
    _tools("Çeviri taraması", "finding messages", "gettext", "xgettext", "msgattrib"),
    _browser(),
    Need("HTML ve EPUB denetimi", "HTML and EPUB checkers", ("default-jre-headless",), _java_runs, ("java",)),
    _tools("HTML denetimi", "HTML checker", "npm", "npm"),
    _tools("Word dosyası okuyucusu", "reader of Word files", "libreoffice-writer-nogui", "soffice"),
    _tools("PDF okuyucusu", "reader of PDF files", "poppler-utils", "pdftotext", "pdffonts"),
    _tools("Ad alanları", "namespaces", "util-linux", "unshare", "setpriv"),
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
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or not apt:
        raise Trouble(
            f"Sistemde eksik var: {names}. Kurmak için:",
            f"The system lacks: {english}. To install:",
            command=_by_hand(missing, apt, "sudo "),
        )
    say.step(f"Sistem paketleri kuruluyor: {names}", f"installing system packages: {english}")
    log = places.default_data() / "logs" / "apt.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:

        def run(*argv: str) -> bool:
            env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            try:
                return not subprocess.run(
                    argv, env=env, stdout=output, stderr=subprocess.STDOUT, check=False
                ).returncode
            except OSError as error:
                output.write(f"{error}\n".encode())
                return False

        installed = True
        if packages := _installable(_packages(missing), apt):
            run(apt, "update")
            installed = run(apt, "install", "-y", "--no-install-recommends", *packages)
        for need in missing:
            if need.otherwise and not need.present():
                run(*need.otherwise)
    still = [need for need in missing if not need.present()]
    if still or not installed:
        raise Trouble(
            "Sistem paketleri kurulamadı.",
            "The system packages could not be installed.",
            command=_by_hand(still or missing, apt, ""),
            log=log,
        )


def _packages(needs: Sequence[Need]) -> list[str]:
    return list(dict.fromkeys(package for need in needs for package in need.packages))


def _by_hand(needs: Sequence[Need], apt: str | None, sudo: str) -> str:
    """Return the lines to type: one for the packages, one for each thing that no package of this system brings."""
    lines = []
    if packages := _installable(_packages(needs), apt):
        lines.append(f"{sudo}apt-get update && {sudo}apt-get install -y {' '.join(packages)}")
    lines += [shlex.join(need.otherwise) for need in needs if need.otherwise and not need.packages]
    if any(need.turkish == BROWSER for need in needs):
        lines.append("CHROMIUM=/path/to/chrome make test   # another Chromium or Chrome that is no snap")
    return "\n".join(lines)


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
