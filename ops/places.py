"""Where things lie: the repository, the data directory, the short directory for sockets."""

import hashlib
import os
import shutil
import stat
import sys
from pathlib import Path

from ops.say import Trouble

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
# AF_UNIX allows 107 bytes; PostgreSQL's socket name takes 19 of them.
LONGEST_SOCKET_DIRECTORY = 80


def default_data() -> Path:
    """Return the data directory of ``make run``: ``.data`` in the repository, or ``PORTAL_DATA``."""
    return Path(os.environ.get("PORTAL_DATA") or ROOT / ".data").absolute()


def python() -> Path:
    """Return the Python of the virtual environment."""
    return VENV / "bin" / "python"


def site_packages() -> list[Path]:
    """Return the package directories of the virtual environment (one, once it is made)."""
    return sorted((VENV / "lib").glob("python3*/site-packages"))


def socket_directory(data: Path, part: str, owner: int | None = None) -> Path:
    """Return a short directory for the socket of one part of the stack whose data lies in ``data``.

    Only ``owner`` (the caller, where not given) may enter it. Raises Trouble where it belongs to somebody else.
    """
    key = hashlib.sha256(f"{os.getuid()}:{data.resolve()}".encode()).hexdigest()[:12]
    wanted = os.getuid() if owner is None else owner
    for base in (Path("/tmp"), Path(os.environ.get("XDG_RUNTIME_DIR") or "/nonexistent")):  # noqa: S108
        if not (base.is_dir() and os.access(base, os.W_OK | os.X_OK)):
            continue
        directory = base / f"portal-{key}-{part}"
        if len(str(directory)) > LONGEST_SOCKET_DIRECTORY:
            continue
        directory.mkdir(mode=0o700, exist_ok=True)
        found = directory.lstat()
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() != wanted:
            shutil.chown(directory, wanted)
            found = directory.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != wanted:
            raise Trouble(
                f"{directory} başka birine ait; soketler oraya konamaz.",
                f"{directory} belongs to somebody else; sockets cannot be put there.",
                command=f"ls -ld {directory}",
            )
        directory.chmod(0o700)
        return directory
    raise Trouble(
        "Soketler için yazılabilir kısa bir dizin yok (/tmp veya XDG_RUNTIME_DIR).",
        "There is no short writable directory for sockets (/tmp or XDG_RUNTIME_DIR).",
    )


def python_version() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"
