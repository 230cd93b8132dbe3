"""Files that people attach: judged by what they hold, stripped of what they say beside it, or refused with a sentence.

Bytes in, clean bytes out; nothing is stored here. Each kind has a module of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.db import models
from django.utils.translation import gettext_lazy as _

from atasehir_portal.attachments import errors, m4a, mp3, ogg, pdf, pictures, spreadsheets, wav
from atasehir_portal.attachments.errors import Refused
from atasehir_portal.attachments.scanning import scan

__all__ = ["LARGEST", "TYPES", "Clean", "Kind", "Refused", "clean"]

LARGEST = 10 * 1024 * 1024  # bytes

# What each ending is served as; no other is ever stored.
TYPES = {
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".wav": "audio/wav",
}


class Kind(models.TextChoices):
    PICTURE = "picture", _("Picture")
    PDF = "pdf", _("PDF")
    SPREADSHEET = "spreadsheet", _("Spreadsheet")
    SOUND = "sound", _("Sound recording")


@dataclass(frozen=True, slots=True)
class Clean:
    """A file as it is kept: its kind, its ending (a key of ``TYPES``) and its bytes."""

    kind: Kind
    ending: str
    content: bytes


# Endings of what is taken; whoever sends another kind under such a name is told so.
_SAID = {
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".webp", ".heic"), Kind.PICTURE),
    ".pdf": Kind.PDF,
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".csv"), Kind.SPREADSHEET),
    **dict.fromkeys((".mp3", ".m4a", ".ogg", ".opus", ".wav"), Kind.SOUND),
}
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif"}


def clean(content: bytes, name: str) -> Clean:
    """Return the file as it may be kept. Raises Refused with the reason.

    What it is says its content; the name serves only to tell people that it is not what its name says. The virus scanner, where there is
    one, sees it as it was sent.
    """
    if not content:
        raise Refused(errors.EMPTY)
    if len(content) > LARGEST:
        raise Refused(errors.TOO_LARGE)
    scan(content)
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    said = _SAID.get(ending)
    kind, work = _judged(content)
    if said not in {None, kind}:
        raise Refused(errors.NOT_WHAT_IT_SAYS % {"ending": ending})
    made, ending = work(content)
    if kind is None:
        raise Refused(errors.UNKNOWN)
    if len(made) > 2 * LARGEST:
        raise Refused(errors.TOO_LARGE)
    return Clean(kind, ending, made)


Work = Callable[[bytes], tuple[bytes, str]]


def _judged(content: bytes) -> tuple[Kind | None, Work]:
    """Say by its first bytes what a file is, and what is done with it."""
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or _riff(content) == b"WEBP":
        return Kind.PICTURE, pictures.clean_picture
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        return Kind.PICTURE, _refuse(errors.HEIC)
    if content.startswith((b"GIF8", b"BM", b"II*\0", b"MM\0*")):
        return Kind.PICTURE, _refuse(errors.UNKNOWN)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return Kind.PDF, _with(".pdf", pdf.clean_pdf)
    if content.startswith(b"PK\x03\x04"):
        is_sheet = b"xl/" in content
        return Kind.SPREADSHEET if is_sheet else None, _with(".xlsx", spreadsheets.clean_xlsx) if is_sheet else _UNKNOWN
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        is_locked = "EncryptedPackage".encode("utf-16-le") in content
        return Kind.SPREADSHEET, _refuse(errors.ENCRYPTED if is_locked else errors.OLD_OFFICE)
    if _riff(content) == b"WAVE":
        return Kind.SOUND, _with(".wav", wav.clean_wav)
    if content.startswith(b"OggS"):
        return Kind.SOUND, _with(".ogg", ogg.clean_ogg)
    if m4a.is_brand_of_sound(content):
        return Kind.SOUND, _with(".m4a", m4a.clean_m4a)
    if content[4:8] == b"ftyp":
        return Kind.SOUND, _refuse(errors.VIDEO)
    if mp3.begins_as_mp3(content):
        return Kind.SOUND, _with(".mp3", mp3.clean_mp3)
    try:
        table = spreadsheets.clean_csv(content)
    except Refused as refused:
        return None, _refuse(refused.args[0])
    return Kind.SPREADSHEET, lambda _content: (table, ".csv")


def _riff(content: bytes) -> bytes:
    return content[8:12] if content.startswith(b"RIFF") else b""


def _with(ending: str, work: Callable[[bytes], bytes]) -> Work:
    return lambda content: (work(content), ending)


def _refuse(reason: object) -> Work:
    def refuse(_content: bytes) -> tuple[bytes, str]:
        raise Refused(reason)

    return refuse


_UNKNOWN = _refuse(errors.UNKNOWN)
