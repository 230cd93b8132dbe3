"""One stylesheet and one script for the browser, and one script more for the pages where texts are written, made from the
readable files under ``static/``.

``BundleFinder`` stands in ``STATICFILES_FINDERS``: ``collectstatic`` publishes the bundles, and a server that reads static
files through the finders (tests, ``runserver``) always gets them as the sources are now. Nothing generated is kept in the
repository.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal, overload

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SOURCES = Path(settings.BASE_DIR) / "static"

# The order decides only between rules of one layer and one weight; css/layers.css decides between layers.
STYLES_FIRST = ("layers", "fonts", "tokens", "tokens-dark", "base", "layout")
STYLES_LAST = ("helpers", "print")

STYLESHEET = "css/portal.css"
SCRIPT = "js/portal.js"
WRITING = "js/write.js"

_COMMENT_OR_STRING = re.compile(r'/\*.*?\*/|"[^"\n]*"|\'[^\'\n]*\'', re.DOTALL)
_DARK = re.compile(r':root\[data-theme="dark"\]\s*(\{[^}]*\})')


def style_sources() -> list[Path]:
    """Return the style files in the order in which they are joined. Raises FileNotFoundError on a missing one."""
    folder = SOURCES / "css"
    names = [f"{name}.css" for name in STYLES_FIRST]
    names += [
        path.relative_to(folder).as_posix()
        for part in ("parts", "pages")
        for path in sorted((folder / part).glob("*.css"))
    ]
    names += [f"{name}.css" for name in STYLES_LAST]
    paths = [folder / name for name in names]
    for path in paths:
        if not path.is_file():
            raise FileNotFoundError(path)
    return paths


def script_sources() -> list[Path]:
    """Return the script files that every page loads."""
    return sorted((SOURCES / "js" / "portal").glob("*.js"))


def writing_sources() -> list[Path]:
    """Return the script files of the pages where texts are written and arranged."""
    return sorted((SOURCES / "js" / "write").glob("*.js"))


def minify_css(text: str) -> str:
    """Return the stylesheet without comments and without the space that only people need. Strings stay as they are."""
    strings: list[str] = []

    def keep(match: re.Match[str]) -> str:
        if match[0].startswith("/*"):
            return ""
        strings.append(match[0])
        return f"\x00{len(strings) - 1}\x00"

    text = _COMMENT_OR_STRING.sub(keep, text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s*([{};,>])\s*", r"\1", text)
    text = re.sub(r":\s+", ":", text)
    text = text.replace(";}", "}")
    return re.sub("\x00(\\d+)\x00", lambda match: strings[int(match[1])], text).strip()


def expand_dark(text: str) -> str:
    """Return the dark block twice: for who chose dark, and for who chose nothing on a dark system. On screens only."""
    return _DARK.sub(
        lambda match: (
            f'@media screen {{ :root[data-theme="dark"] {match[1]} }}\n'
            f"@media screen and (prefers-color-scheme: dark) {{ :root:not([data-theme]) {match[1]} }}"
        ),
        text,
    )


def build_stylesheet() -> str:
    """Return the whole stylesheet, compressed."""
    return minify_css("\n".join(expand_dark(path.read_text(encoding="utf-8")) for path in style_sources())) + "\n"


def build_script() -> str:
    """Return the script of every page."""
    return _joined(script_sources())


def build_writing() -> str:
    """Return the script of the pages where texts are written."""
    return _joined(writing_sources())


def _joined(paths: list[Path]) -> str:
    """Return scripts as one. Lines that are comments are left out; the rest is delivered as written."""
    lines = [line.strip() for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


BUNDLES = {
    STYLESHEET: (style_sources, build_stylesheet),
    SCRIPT: (script_sources, build_script),
    WRITING: (writing_sources, build_writing),
}


_making = Lock()
_PREFIX = "portal-static-"


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    _sweep_folders()
    return tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-")


def _sweep_folders() -> None:
    """Delete the folders of processes that were killed and could not do it themselves."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}[0-9]*-*"):
        maker = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if maker.isdigit() and not _lives(int(maker)):
            shutil.rmtree(folder, ignore_errors=True)  # what another person's process left is theirs to delete


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def build_folder() -> str:
    """Return the folder of this process for what is built, gone with it. One, however many threads ask at once."""
    with _making:
        return _folder().name


class BundleFinder(BaseFinder):
    """Finds the bundles, built again whenever a source is newer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=build_folder())

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def _built(self, name: str) -> str:
        sources, build = BUNDLES[name]
        target = Path(self.storage.location) / name
        newest = max(path.stat().st_mtime for path in sources())
        if not target.exists() or target.stat().st_mtime < newest:
            target.parent.mkdir(parents=True, exist_ok=True)
            # written beside and renamed, so that no other thread reads half a file
            with tempfile.NamedTemporaryFile("w", dir=target.parent, encoding="utf-8", delete=False) as draft:
                draft.write(build())
            Path(draft.name).replace(target)
        return str(target)

    @overload
    def find(self, path: str, find_all: Literal[False] = False) -> str | None: ...
    @overload
    def find(self, path: str, find_all: Literal[True]) -> list[str]: ...
    def find(self, path: str, find_all: bool = False) -> str | list[str] | None:
        """Return where the bundle lies; an empty list for every other path."""
        if path not in BUNDLES:
            return [] if find_all else None
        return [self._built(path)] if find_all else self._built(path)

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in BUNDLES:
            self._built(name)
            yield name, self.storage
