"""The Markdown form of a document as one file: a ZIP archive with the texts and ``figures/``.

What is uploaded may be anything. Nothing is unpacked to a disk: names are judged, sizes are counted while they are read, and what an
archive says about itself is not believed.
"""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from atasehir_portal import turkish
from atasehir_portal.documents import figures
from atasehir_portal.documents.dialect.book import ABOUT, INDEX, SOURCES, TERMS

LARGEST_UPLOAD = 20 * 1024 * 1024  # bytes
LARGEST_TEXT = 1024 * 1024  # bytes of one text
LARGEST_WHOLE = 60 * 1024 * 1024  # bytes unpacked
MOST_FILES = 400
_PIECE = 1 << 16
# the others take as much memory as the file asks for before the first byte is read
_PACKED_BY = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_CHAPTER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\.md\Z")
_PICTURE = re.compile(r"figures/[A-Za-z0-9][A-Za-z0-9_.-]*\.(?:svg|png|jpe?g)\Z", re.IGNORECASE)
_LISTS = frozenset({ABOUT, SOURCES, TERMS, INDEX})
# what file managers put beside the files
_BESIDE = re.compile(r"(?:^|/)(?:__MACOSX/.*|\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)\Z")

NO_ARCHIVE = _("This file cannot be opened as a ZIP archive.")
TOO_LARGE = _("The file is too large (at most %(limit)s MB).")
TOO_LARGE_INSIDE = _("“%(name)s” is too large.")
TOO_MUCH = _("The archive holds too much: at most %(files)s files and %(limit)s MB unpacked.")
STRANGE = _(
    "“%(name)s” does not belong here. An archive holds chapters (01-name.md), kitap.toml, kaynakca.toml, sozluk.toml, dizin.toml and "
    "pictures in figures/."
)
TWICE = _("“%(name)s” stands twice in the archive.")
LOCKED = _("“%(name)s” is locked with a password.")


def file_name(title: str) -> str:
    """Return a name for a file that every system can save, from a document's title."""
    words = re.sub(r"[^a-z0-9]+", " ", turkish.fold(title)).split()
    name = ""
    for word in words:
        if len(f"{name}-{word}") > 61:
            break
        name += f"-{word}"
    return name.strip("-") or "belge"


def packed(files: Mapping[str, bytes], *, day: date) -> bytes:
    """Return files as one archive; the same files of the same day give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (max(1980, day.year), day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, files[name])
    return out.getvalue()


def unpacked(upload: IO[bytes], *, size: int) -> dict[str, bytes]:
    """Return the files of an uploaded archive by name, without a folder around them. Raises ValidationError."""
    if size > LARGEST_UPLOAD:
        raise ValidationError(TOO_LARGE, params={"limit": LARGEST_UPLOAD // 1024 // 1024})
    try:
        with zipfile.ZipFile(upload) as archive:
            return _read(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise ValidationError(NO_ARCHIVE) from error
    except RuntimeError as error:  # a password is missing, or the way of packing is unknown
        raise ValidationError(NO_ARCHIVE) from error


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _BESIDE.search(entry.filename)]
    if len(entries) > MOST_FILES:
        raise _too_much()
    around = _folder_around(entries)
    found: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        name = entry.filename.removeprefix(around)
        _judge(entry, name)
        if name in found:
            raise ValidationError(TWICE, params={"name": name})
        found[name] = _content(archive, entry, name, LARGEST_WHOLE - total)
        total += len(found[name])
    if not found:
        raise ValidationError(NO_ARCHIVE)
    return found


def _folder_around(entries: list[zipfile.ZipInfo]) -> str:
    """Return the one folder in which everything stands ("book/"), "" where there is none."""
    tops = {entry.filename.partition("/")[0] for entry in entries}
    if len(tops) != 1 or any("/" not in entry.filename for entry in entries):
        return ""
    top = f"{tops.pop()}/"
    return top if top not in {"figures/", "../", "./", "/"} else ""


def _judge(entry: zipfile.ZipInfo, name: str) -> None:
    """Raise ValidationError where a file is no part of a document. Names that lead elsewhere never are."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    is_ours = name in _LISTS or _CHAPTER.match(name) or _PICTURE.match(name)
    if not is_ours or ".." in name or kind not in {0, stat.S_IFREG}:
        raise ValidationError(STRANGE, params={"name": name[:80]})
    if entry.flag_bits & 0x1:
        raise ValidationError(LOCKED, params={"name": name})
    if entry.compress_type not in _PACKED_BY:
        raise ValidationError(NO_ARCHIVE)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, left: int) -> bytes:
    """Return a file, read piece by piece and never further than it may go, whatever its header promises."""
    largest = LARGEST_TEXT if PurePosixPath(name).suffix.lower() in {".md", ".toml"} else figures.LARGEST
    pieces, size = [], 0
    with archive.open(entry) as opened:
        while piece := opened.read(_PIECE):
            size += len(piece)
            if size > largest:
                raise ValidationError(TOO_LARGE_INSIDE, params={"name": name})
            if size > left:
                raise _too_much()
            pieces.append(piece)
    return b"".join(pieces)


def _too_much() -> ValidationError:
    return ValidationError(TOO_MUCH, params={"files": MOST_FILES, "limit": LARGEST_WHOLE // 1024 // 1024})
