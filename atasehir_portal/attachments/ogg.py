"""OGG: Opus and Vorbis, with the comments emptied in place."""

import struct
from dataclasses import dataclass

from atasehir_portal.attachments import errors
from atasehir_portal.attachments.errors import Refused

_CONTINUED, _FIRST, _LAST = 1, 2, 4
_OPUS, _VORBIS = b"OpusHead", b"\x01vorbis"
_OPUS_COMMENTS, _VORBIS_COMMENTS = b"OpusTags", b"\x03vorbis"


@dataclass(frozen=True, slots=True)
class _Page:
    start: int
    body: int
    end: int
    flags: int
    serial: int
    lacing: bytes


def clean_ogg(content: bytes) -> bytes:
    """Return the recording with empty comments, page by page where it stood; what follows its last page is gone.

    Raises Refused where it is damaged, holds anything but one stream of sound, or is not Opus or Vorbis.
    """
    pages = _pages(content)
    first = content[pages[0].body : pages[0].end]
    if first.startswith(_OPUS):
        mark, fill = _OPUS_COMMENTS, _opus_comments
    elif first.startswith(_VORBIS):
        mark, fill = _VORBIS_COMMENTS, _vorbis_comments
    else:
        raise Refused(errors.UNKNOWN)
    pieces, touched = _second_packet(pages)
    length = sum(end - start for start, end in pieces)
    out = bytearray(content[: pages[-1].end])
    if b"".join(content[start:end] for start, end in pieces[:1])[: len(mark)] != mark or length < len(mark) + 9:
        raise Refused(errors.UNREADABLE)
    empty, at = fill(length), 0
    for start, end in pieces:
        out[start:end] = empty[at : at + end - start]
        at += end - start
    for page in touched:
        out[page.start + 22 : page.start + 26] = bytes(4)
        out[page.start + 22 : page.start + 26] = struct.pack("<I", _crc(out[page.start : page.end]))
    return bytes(out)


def _opus_comments(length: int) -> bytes:
    """No maker, no comment; what follows is padding (RFC 7845, 5.2)."""
    return _OPUS_COMMENTS.ljust(length, b"\0")


def _vorbis_comments(length: int) -> bytes:
    """A maker of nothing but spaces that fills the packet, no comment, the bit that closes it (Vorbis I, 5.2)."""
    room = length - len(_VORBIS_COMMENTS) - 9
    return _VORBIS_COMMENTS + struct.pack("<I", room) + b" " * room + bytes(4) + b"\x01"


def _pages(content: bytes) -> list[_Page]:
    """The pages of the one stream that the file holds, up to the last."""
    pages: list[_Page] = []
    at = 0
    while at < len(content):
        head = content[at : at + 27]
        lacing = content[at + 27 : at + 27 + (head[26] if len(head) == 27 else 0)]
        body = at + 27 + len(lacing)
        end = body + sum(lacing)
        if head[:5] != b"OggS\0" or len(head) < 27 or len(lacing) < head[26] or end > len(content):
            if pages:
                break  # a recording that was cut off, or something behind it
            raise Refused(errors.UNREADABLE)
        page = _Page(at, body, end, head[5], int.from_bytes(head[14:18], "little"), lacing)
        if bool(page.flags & _FIRST) != (not pages) or (pages and page.serial != pages[0].serial):
            raise Refused(errors.VIDEO if pages else errors.UNREADABLE)  # more than one stream
        pages.append(page)
        at = end
        if page.flags & _LAST:
            break
    if len(pages) < 2:
        raise Refused(errors.UNREADABLE)
    return pages


def _second_packet(pages: list[_Page]) -> tuple[list[tuple[int, int]], list[_Page]]:
    """Where the second packet lies, piece by piece, and on which pages. The first is a page of its own."""
    pieces: list[tuple[int, int]] = []
    touched: list[_Page] = []
    for page in pages[1:]:
        at = page.body
        touched.append(page)
        for size in page.lacing:
            pieces.append((at, at + size))
            at += size
            if size < 255:
                return _joined(pieces), touched
    raise Refused(errors.UNREADABLE)


def _joined(pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pieces that follow each other as one."""
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _table() -> list[int]:
    table = []
    for index in range(256):
        value = index << 24
        for _bit in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
        table.append(value)
    return table


_TABLE = _table()


def _crc(page: bytes | bytearray) -> int:
    """The sum of a page (its own field zero): polynomial 0x04C11DB7, not mirrored, beginning with 0."""
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ _TABLE[value >> 24 ^ byte]
    return value
