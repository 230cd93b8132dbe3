"""Message catalogues: compiled before the portal starts, complete before it ships."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from ops import places, say
from ops.say import Trouble


def sources() -> list[Path]:
    """Return the catalogues of the repository: our own, and beside it what we say instead of a library."""
    return sorted((places.ROOT / "locale").glob("**/LC_MESSAGES/*.po"))


def compile_all() -> None:
    """Compile the catalogues that have changed. Raises Trouble where one is wrong."""
    for source in sources():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        say.step(f"Çeviriler derleniyor: {source.relative_to(places.ROOT)}", "compiling messages")
        fresh = target.with_suffix(".mo.new")
        argv = ["msgfmt", "--check-format", "-o", str(fresh), str(source)]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Trouble(f"Çeviri dosyası hatalı:\n{done.stderr}", "The catalogue is wrong.")
        fresh.replace(target)


# --- completeness ----------------------------------------------------------------------------------------------------

SOURCE_FOLDERS = ("atasehir_portal", "handbooks", "participation", "programming", "templates")


def complete() -> int:
    """Check that every string of the code has its Turkish sentence; say what is missing. Returns the exit status.

    The strings are collected into a copy of the repository, so that the check changes nothing.
    """
    catalogue = places.ROOT / "locale" / "tr" / "LC_MESSAGES" / "django.po"
    if not catalogue.is_file():
        say.line(f"{catalogue} is missing")
        return 1
    problems = _entries(catalogue, "--only-fuzzy", "fuzzy") + _entries(catalogue, "--untranslated", "untranslated")
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place)
        for folder in (*SOURCE_FOLDERS, "locale"):
            ignored = shutil.ignore_patterns("__pycache__", "*.mo", "content", "migrations")
            shutil.copytree(places.ROOT / folder, copy / folder, ignore=ignored)
        shutil.copyfile(places.ROOT / "manage.py", copy / "manage.py")
        argv = [str(places.python()), "manage.py", "makemessages", "--locale", "tr", "--no-wrap", "--no-obsolete"]
        done = subprocess.run(argv, cwd=copy, capture_output=True, text=True, check=False)
        if done.returncode:
            say.line(done.stdout + done.stderr)
            return 1
        fresh = copy / "locale" / "tr" / "LC_MESSAGES" / "django.po"
        problems += _entries(fresh, "--untranslated", "in the code, not in the catalogue")
        problems += _entries(fresh, "--only-fuzzy", "in the code, resembles an entry of the catalogue")
    for problem in dict.fromkeys(problems):
        say.line(problem)
    return 1 if problems else 0


def _entries(catalogue: Path, choice: str, what: str) -> list[str]:
    """Return the messages of a catalogue that msgattrib chooses, each with what is wrong with it."""
    argv = ["msgattrib", choice, "--no-obsolete", "--no-wrap", str(catalogue)]
    text = subprocess.run(argv, capture_output=True, text=True, check=True).stdout
    found = []
    for entry in text.split("\n\n"):
        message = re.search(r'^msgid (.+(?:\n".*)*)', entry, re.MULTILINE)
        if message and message[1].strip() != '""':
            place = re.search(r"^#: (\S+)", entry, re.MULTILINE)
            found.append(f"{what}: {message[1]}" + (f"   ({place[1]})" if place else ""))
    return found
