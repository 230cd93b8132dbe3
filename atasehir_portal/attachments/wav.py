"""WAV: the format and the sound, and no other chunk."""

from atasehir_portal.attachments import errors
from atasehir_portal.attachments.errors import Refused

# How the samples are written: PCM, ADPCM, floating point, A-law, µ-law, IMA, GSM, and "said in the chunk itself".
_WAYS = {0x0001, 0x0002, 0x0003, 0x0006, 0x0007, 0x0011, 0x0031, 0xFFFE}


def clean_wav(content: bytes) -> bytes:
    """Return the recording with its chunks "fmt " and "data" ("fact" where there is one). Raises Refused where it is damaged."""
    chunks: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(content) and b"data" not in chunks:
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        part = content[at + 8 : at + 8 + size]
        # who records without end writes the size last, or never
        if len(part) < size and name != b"data":
            raise Refused(errors.UNREADABLE)
        if name in {b"fmt ", b"fact", b"data"}:
            chunks.setdefault(name, part)
        at += 8 + size + size % 2
    form = chunks.get(b"fmt ", b"")
    if not 16 <= len(form) <= 100 or int.from_bytes(form[:2], "little") not in _WAYS or not chunks.get(b"data"):
        raise Refused(errors.UNREADABLE)
    if len(chunks.get(b"fact", b"")) not in {0, 4}:
        del chunks[b"fact"]
    body = b"WAVE"
    for name in (b"fmt ", b"fact", b"data"):
        if part := chunks.get(name, b""):
            body += name + len(part).to_bytes(4, "little") + part + b"\0" * (len(part) % 2)
    return b"RIFF" + len(body).to_bytes(4, "little") + body
