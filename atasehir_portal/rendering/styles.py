"""The printed looks: which stylesheets make up each, and the version that goes into a rendering's key."""

import re
from functools import cache
from hashlib import sha256
from importlib.metadata import version as installed_version
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "style"

# Raise it when the renderer's own code changes what a file looks like.
RENDERER_REVISION = 2

_COMMON = ("fonts.css", "page.css", "text.css", "boxes.css", "tables.css")
_BOOK = (*_COMMON, "cover.css", "front.css", "chapter.css", "back.css")

STYLES: dict[str, tuple[str, ...]] = {
    "handbook-1": ("family-1.css", *_BOOK),
    "handbook-2": ("family-2.css", *_BOOK),
    "handbook-3": ("family-3.css", *_BOOK),
    "document": ("family-1.css", *_COMMON, "document.css", "report.css"),
}
# Looks of whole books, with a cover; only these become electronic books.
BOOKS = frozenset({"handbook-1", "handbook-2", "handbook-3"})


def sheets(style: str) -> list[Path]:
    """Return the stylesheets of a look in their order. Raises KeyError for a look that does not exist."""
    return [FOLDER / name for name in STYLES[style]]


_COLOUR = re.compile(r"--([a-z-]+): (#[0-9A-Fa-f]{6});")


def colours(style: str) -> dict[str, str]:
    """Return the colours of a look by name ("deep", "thread", …). Raises KeyError for a look that does not exist."""
    return {
        name: value for sheet in sheets(style) for name, value in _COLOUR.findall(sheet.read_text(encoding="utf-8"))
    }


@cache
def version() -> str:
    """Return one hash over everything apart from the text that decides what a file looks like.

    Covers stylesheets, fonts and drawings, the Turkish patterns, this room's revision and the version of WeasyPrint; it is
    read from the package's metadata, so that a web server needs no printing libraries to order a rendering.
    """
    digest = sha256(
        f"{RENDERER_REVISION} weasyprint {installed_version('weasyprint')} pyphen {installed_version('pyphen')}".encode()
    )
    patterns = FOLDER.parent / "data" / "hyph_tr.dic"
    for path in sorted([*(file for file in FOLDER.rglob("*") if file.is_file()), patterns]):
        digest.update(path.relative_to(FOLDER.parent).as_posix().encode())
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()
