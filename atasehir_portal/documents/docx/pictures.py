"""Pictures of a Word file: photographs as they are; drawings as they are, with a picture of them for readers that know no SVG."""

from base64 import b64decode
from binascii import Error as Base64Error
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from urllib.parse import unquote_to_bytes

from django.core.cache import cache
from PIL import Image, UnidentifiedImageError

from atasehir_portal.documents import figures
from atasehir_portal.rendering.errors import RenderingFailed

WIDTH = 1400  # points of the picture of a drawing
_A_DAY = 86_400  # seconds


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture for the file: what every reader shows, its size in points, the drawing it was made from."""

    content: bytes
    ending: str
    width: int
    height: int
    drawing: bytes = b""


def picture_of(src: str) -> Picture | None:
    """Return the picture behind an address of the print vocabulary; None where there is none (any more), or it cannot be drawn."""
    try:
        content = _content(src)
        if content.lstrip()[:1] == b"<":
            return _of_drawing(src, content)
        ending = PurePosixPath(src).suffix.removeprefix(".").replace("jpeg", "jpg")
        with Image.open(BytesIO(content)) as opened:
            return Picture(content, ending if ending in {"png", "jpg"} else "png", opened.width, opened.height)
    except (FileNotFoundError, RenderingFailed, UnidentifiedImageError, Base64Error, ValueError):
        return None


def _content(src: str) -> bytes:
    if src.startswith("media:"):
        return figures.read(src.removeprefix("media:"))
    head, _comma, data = src.partition(",")
    if not head.startswith("data:image/"):
        raise FileNotFoundError(src)
    raw = unquote_to_bytes(data)
    return b64decode(raw) if head.endswith(";base64") else raw


def _of_drawing(src: str, drawing: bytes) -> Picture:
    # the name of a stored drawing carries its hash, so the picture made of it can be kept
    key = f"documents.docx.{src[-150:]}" if src.startswith("media:") else ""
    png = cache.get(key) if key else None
    if png is None:
        from atasehir_portal.rendering import raster

        png = raster.drawing(drawing, width=WIDTH)
        if key:
            cache.set(key, png, _A_DAY)
    with Image.open(BytesIO(png)) as opened:
        return Picture(png, "png", opened.width, opened.height, figures.clean_drawing(drawing))
