"""MP3: the frames of sound, and nothing between, before or after them."""

from atasehir_portal.attachments import errors
from atasehir_portal.attachments.errors import Refused

MOST_JUNK = 64 * 1024  # bytes between frames: what recorders leave when they are cut
FEWEST_FRAMES = 4  # fewer make no tenth of a second

# kbit/s by index, for (MPEG 1, MPEG 2 and 2.5) of layer III
_RATES = (
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
)
_SAMPLING = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def begins_as_mp3(content: bytes) -> bool:
    """Whether the file begins with a tag of MP3, or with two frames one after the other."""
    if content.startswith((b"ID3", b"APETAGEX")):
        return True
    size = _frame(content, 0)
    return bool(size) and bool(_frame(content, size))


def clean_mp3(content: bytes) -> bytes:
    """Return the frames. Tags (ID3, APE, Lyrics3) with names, pictures and places are gone. Raises Refused where it holds too few."""
    at = _after_tags(content)
    kept, junk = [], 0
    while at + 4 <= len(content):
        size = _frame(content, at)
        # bytes that look like a head are one where another follows, or the file ends
        if size and at + size <= len(content) and (_frame(content, at + size) or _is_end(content, at + size)):
            kept.append(content[at : at + size])
            at += size
            continue
        if _is_end(content, at):
            break
        following = content.find(b"\xff", at + 1)
        junk += (following if following > 0 else len(content)) - at
        if junk > MOST_JUNK:
            break
        if following < 0:
            break
        at = following
    if len(kept) < FEWEST_FRAMES:
        raise Refused(errors.UNREADABLE)
    return b"".join(kept)


def _after_tags(content: bytes) -> int:
    at = 0
    while True:
        if content[at : at + 3] == b"ID3" and len(content) >= at + 10:
            size = 0
            for byte in content[at + 6 : at + 10]:
                size = size << 7 | byte & 0x7F
            at += 10 + size + (10 if content[at + 5] & 0x10 else 0)
        elif content[at : at + 8] == b"APETAGEX" and len(content) >= at + 32:
            at += 32 + int.from_bytes(content[at + 12 : at + 16], "little")
        else:
            return at


def _is_end(content: bytes, at: int) -> bool:
    """Whether nothing but tags follows, or the file ends in the middle of its last frame."""
    return at + 4 > len(content) or content.startswith((b"TAG", b"APETAGEX", b"LYRICSBEGIN"), at)


def _frame(content: bytes, at: int) -> int:
    """Return how long the frame is whose head stands here; 0 where none does."""
    head = int.from_bytes(content[at : at + 4], "big")
    if len(content) < at + 4 or head >> 21 != 0x7FF or head >> 17 & 3 != 1:  # layer III only
        return 0
    version, rate, sampling = head >> 19 & 3, head >> 12 & 15, head >> 10 & 3
    if version == 1 or rate in {0, 15} or sampling == 3:
        return 0
    bits = _RATES[0 if version == 3 else 1][rate] * 1000
    return (144 if version == 3 else 72) * bits // _SAMPLING[version][sampling] + (head >> 9 & 1)
