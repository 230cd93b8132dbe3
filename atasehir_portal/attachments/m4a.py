"""M4A (MPEG-4 sound, also 3GP): the boxes that play it. What says who, where and when is written over in place."""

from atasehir_portal.attachments import errors
from atasehir_portal.attachments.errors import Refused

_BRANDS = {
    b"M4A ",
    b"M4B ",
    b"mp41",
    b"mp42",
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"3gp4",
    b"3gp5",
    b"3gp6",
    b"3g2a",
}
_HOLDERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf"}
# Boxes that play the sound; every other becomes an empty "free" of the same size, so that nothing moves.
_PLAY = {
    *(b"ftyp", b"mdat", b"mvhd", b"tkhd", b"mdhd", b"hdlr", b"smhd", b"nmhd", b"elst", b"dref", b"iods"),
    *(b"stsd", b"stts", b"ctts", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"stss", b"sgpd", b"sbgp"),
    *_HOLDERS,
}
_WITH_TIMES = {b"mvhd", b"tkhd", b"mdhd"}
DEEPEST = 10
MOST_BOXES = 10_000


def is_brand_of_sound(content: bytes) -> bool:
    """Whether the first box says MPEG-4, of which sound is one kind."""
    return content[4:8] == b"ftyp" and content[8:12] in _BRANDS


def clean_m4a(content: bytes) -> bytes:
    """Return the recording; titles, makers, pictures, places and the times of recording are gone.

    Raises Refused where it is damaged, is a film, or comes in fragments that cannot be played by themselves.
    """
    out = bytearray(content)
    seen: list[bytes] = []
    handlers: list[bytes] = []
    end = _clean(out, 0, len(out), 0, seen, handlers)
    if seen[:1] != [b"ftyp"] or seen.count(b"moov") != 1 or b"mdat" not in seen or b"stsd" not in seen:
        raise Refused(errors.UNREADABLE)
    if handlers != [b"soun"]:
        raise Refused(errors.VIDEO if b"vide" in handlers else errors.UNREADABLE)
    return bytes(out[:end])


def _clean(out: bytearray, at: int, end: int, depth: int, seen: list[bytes], handlers: list[bytes]) -> int:
    """Clean the boxes between two places, and say where the last whole one ends."""
    while at + 8 <= end:
        size, head = int.from_bytes(out[at : at + 4], "big"), 8
        kind = bytes(out[at + 4 : at + 8])
        if size == 1:
            size, head = int.from_bytes(out[at + 8 : at + 16], "big"), 16
        elif size == 0 and depth == 0:
            size = end - at
        if size < head or at + size > end or depth > DEEPEST or len(seen) > MOST_BOXES:
            raise Refused(errors.UNREADABLE)
        seen.append(kind)
        body, after = at + head, at + size
        if kind not in _PLAY:
            out[at + 4 : at + 8] = b"free"
            out[body:after] = bytes(after - body)
        elif kind in _HOLDERS:
            if _clean(out, body, after, depth + 1, seen, handlers) != after:
                raise Refused(errors.UNREADABLE)
        elif kind == b"hdlr":
            _clean_handler(out, body, after, handlers)
        elif kind == b"dref":
            # the sound lies in this file and nowhere else
            if bytes(out[body:after]) != bytes(7) + b"\x01" + b"\0\0\0\x0curl \0\0\0\x01":
                raise Refused(errors.UNREADABLE)
        elif kind in _WITH_TIMES:
            long = out[body] == 1
            if after - body < (20 if long else 12):
                raise Refused(errors.UNREADABLE)
            out[body + 4 : body + (20 if long else 12)] = bytes(16 if long else 8)
        at = after
    return at


def _clean_handler(out: bytearray, body: int, after: int, handlers: list[bytes]) -> None:
    """Note what a track is, and write over the name that a program gave it."""
    if after - body < 24:
        raise Refused(errors.UNREADABLE)
    handlers.append(bytes(out[body + 8 : body + 12]))
    out[body + 12 : after] = bytes(after - body - 12)
