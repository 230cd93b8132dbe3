"""Pictures of documents: checked by content, cleaned, kept in the file store under a name that carries their hash.

A picture never changes under its name, so a frozen version keeps showing what it showed. Names begin with
``pictures/``, the only folder that printing opens.
"""

import io
import re
from hashlib import sha256
from pathlib import PurePosixPath
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from atasehir_portal import svg, turkish
from atasehir_portal.attachments.pictures import in_srgb
from atasehir_portal.rendering import lettering

FOLDER = "pictures"
A_MONTH = 30 * 24 * 60 * 60  # seconds
LARGEST = 5 * 1024 * 1024  # bytes
MOST_PIXELS = 40_000_000
MOST_PIXELS_TO_TRY = 500_000  # for the smallest file
MOST_ELEMENTS = 20_000  # of a drawing as it is written
MOST_UNFOLDED = 100_000  # of a drawing with all that it repeats
_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}
_NAME = re.compile(r"pictures/(?:[a-z0-9-]+/)*[a-z0-9-]+\.(?:svg|png|jpg)\Z")

NOT_A_PICTURE = _("This file is not a picture that can be shown (SVG, PNG or JPEG).")
PRINT_WIDTH = 162 / 25.4  # inches
NEEDED_WIDTH = 1276  # points: 200 an inch over that width
MOVES = _("This picture moves. Take one that stands still: paper can show only one.")
TOO_INVOLVED = _("This drawing repeats itself too often, or without end. Draw it with fewer references.")
TOO_LARGE = _("The picture is too large (at most 5 MB and 40 million points).")

# --- drawings ---------------------------------------------------------------------------------------------------------

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_ATTRIBUTES = frozenset(
    [
        "id",
        "class",
        "viewBox",
        "width",
        "height",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "fx",
        "fy",
        "d",
        "points",
        "dx",
        "dy",
        "rotate",
        "transform",
        "preserveAspectRatio",
        "fill",
        "fill-opacity",
        "fill-rule",
        "stroke",
        "stroke-width",
        "stroke-opacity",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-dasharray",
        "stroke-dashoffset",
        "opacity",
        "color",
        "font-family",
        "font-size",
        "font-weight",
        "font-style",
        "text-anchor",
        "dominant-baseline",
        "alignment-baseline",
        "letter-spacing",
        "word-spacing",
        "text-decoration",
        "textLength",
        "lengthAdjust",
        "baseline-shift",
        "offset",
        "stop-color",
        "stop-opacity",
        "gradientUnits",
        "gradientTransform",
        "spreadMethod",
        "clip-path",
        "clip-rule",
        "clipPathUnits",
        "mask",
        "maskUnits",
        "maskContentUnits",
        "patternUnits",
        "patternContentUnits",
        "patternTransform",
        "marker-start",
        "marker-mid",
        "marker-end",
        "markerWidth",
        "markerHeight",
        "markerUnits",
        "refX",
        "refY",
        "orient",
        "overflow",
        "visibility",
        "display",
        "paint-order",
        "vector-effect",
        "role",
        "aria-label",
        "aria-labelledby",
        "aria-describedby",
        "aria-hidden",
        "lang",
        "focusable",
    ]
)
_REFERENCE = re.compile(r"(?:url\(\s*['\"]?)?#([A-Za-z_][\w.-]*)")
_LOCAL = re.compile(r"#[A-Za-z_][\w.-]*\Z")
# The printed books have their own typefaces; a browser shows a picture with what it has.
_ON_SCREEN = "Noto Sans, Arial, sans-serif"
_FOREIGN_URL = re.compile(r"url\(\s*(?!['\"]?#)|[a-z][a-z0-9+.-]*:|//|expression|@import|\\", re.IGNORECASE)


def clean_drawing(content: bytes) -> bytes:
    """Return an SVG with drawing elements and presentation attributes only; the same again when applied to its own
    result.

    What is not on the lists (script, style, foreign objects, event handlers, pictures, references to elsewhere) is
    left out. Raises ValidationError where it is no SVG, declares entities or is not UTF-8.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(NOT_A_PICTURE) from error
    # no document type: entities are how a small file becomes a large one or opens another
    if (
        "<!DOCTYPE" in text.upper()
        or "<!ENTITY" in text.upper()
        or re.match(r"\s*<\?xml[^>]*encoding=(?!.?utf-8)", text, re.IGNORECASE)
    ):
        raise ValidationError(NOT_A_PICTURE)
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 – without document type there are no entities to expand
    except (ElementTree.ParseError, ValueError) as error:
        raise ValidationError(NOT_A_PICTURE) from error
    if root.tag != f"{{{_SVG}}}svg":
        raise ValidationError(NOT_A_PICTURE)
    if len(text) > LARGEST or sum(1 for _element in root.iter()) > MOST_ELEMENTS:
        raise ValidationError(TOO_LARGE)
    parts: list[str] = []
    _write(root, parts, depth=0)
    if _unfolded(ElementTree.fromstring("".join(parts))) > MOST_UNFOLDED:  # noqa: S314 – written above
        raise ValidationError(TOO_INVOLVED)
    return ("".join(parts) + "\n").encode()


def _write(element: ElementTree.Element, parts: list[str], depth: int) -> None:
    space, _brace, name = element.tag.rpartition("}") if isinstance(element.tag, str) else ("", "", "")
    if space != f"{{{_SVG}" or name not in svg.DRAWN or depth > 60:
        return
    attributes = f' xmlns="{_SVG}"' if depth == 0 else ""
    for key, value in element.attrib.items():
        if key in {"href", f"{{{_XLINK}}}href"}:
            if _LOCAL.match(value):
                attributes += f" href={quoteattr(value)}"
        elif key in _ATTRIBUTES and not _FOREIGN_URL.search(value):
            if key == "font-family" and "serif" not in value:
                value = f"{value}, {_ON_SCREEN}"
            attributes += f" {key}={quoteattr(value)}"
    parts.append(f"<{name}{attributes}>{escape(element.text or '')}")
    for child in element:
        _write(child, parts, depth + 1)
        parts.append(escape(child.tail or ""))
    parts.append(f"</{name}>")


def _unfolded(root: ElementTree.Element) -> int:
    """Return how many elements a drawing has when everything that it repeats by reference is drawn out.

    A few lines that refer to each other twice over make millions of them, and one that refers to itself never ends.
    """
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    sizes: dict[ElementTree.Element, int] = {}
    open_now: set[ElementTree.Element] = set()

    def size(element: ElementTree.Element) -> int:
        if element in open_now:
            return MOST_UNFOLDED + 1
        if element not in sizes:
            open_now.add(element)
            total = 1
            for value in element.attrib.values():
                for name in _REFERENCE.findall(value):
                    total += size(by_id[name]) if name in by_id else 0
            for child in element:
                total += size(child)
            open_now.discard(element)
            sizes[element] = min(total, MOST_UNFOLDED + 1)
        return sizes[element]

    try:
        return size(root)
    except RecursionError:  # a chain of references as long as no drawing needs it
        return MOST_UNFOLDED + 1


# --- photographs ------------------------------------------------------------------------------------------------------


def clean_photograph(content: bytes) -> tuple[bytes, str]:
    """Return a PNG or JPEG written anew without metadata (place, camera, thumbnails), and its ending. Raises
    ValidationError.

    The picture is turned as its camera said, its colours are brought to sRGB by the profile that it carries, and what
    comes out has eight bits, no profile and nothing beside the points. A picture that moves is refused: paper shows
    one state of it, and nobody could say which. A photograph that carries others behind it (the preview or the depth of a
    telephone's camera, MPO) stands still: the first of them is the photograph.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # a library that was imported meanwhile may have switched it on
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as opened:
            # said by the head of the file, before a point is unpacked
            if opened.width * opened.height > MOST_PIXELS:
                raise ValidationError(TOO_LARGE)
            kind = opened.format
            if kind == "PNG" and getattr(opened, "is_animated", False):
                raise ValidationError(MOVES)
            opened.seek(0)
            picture = in_srgb(ImageOps.exif_transpose(opened))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(NOT_A_PICTURE) from error
    picture.info = {}  # a JPEG takes its comment along, a PNG its texts
    out = io.BytesIO()
    if kind in {"JPEG", "MPO"}:
        picture.save(out, "JPEG", quality=88, optimize=True)
        return out.getvalue(), ".jpg"
    # trying every way to pack a large picture takes a quarter of a minute and saves little
    picture.save(out, "PNG", optimize=picture.width * picture.height <= MOST_PIXELS_TO_TRY)
    return out.getvalue(), ".png"


def print_warning(src: str) -> str:
    """Return what to know about a stored picture on paper, in words; "" for drawings and for what is fine enough.

    A figure takes the full width of the page, 162 mm; below 200 points an inch a reader sees the points.
    """
    if not is_name(src) or src.endswith(".svg"):
        return ""
    try:
        with default_storage.open(src, "rb") as file, Image.open(file, formats=("PNG", "JPEG")) as opened:
            width = opened.width
    except (OSError, SyntaxError, ValueError):
        return ""
    if width >= NEEDED_WIDTH:
        return ""
    return gettext(
        "The picture is %(width)s points wide: on paper it prints with %(dpi)s points an inch and looks coarse. "
        "From %(needed)s points on it prints well."
    ) % {
        "width": number_format(width, force_grouping=True),
        "dpi": round(width / PRINT_WIDTH),
        "needed": number_format(NEEDED_WIDTH, force_grouping=True),
    }


# --- the file store ---------------------------------------------------------------------------------------------------


def store(folder: str, name: str, content: bytes) -> str:
    """Check, clean and keep a picture; return its name in the file store (``pictures/<folder>/<hash>/<name>``).

    The same picture under the same name is kept once. Raises ValidationError where it is no picture or too large.
    """
    if len(content) > LARGEST:
        raise ValidationError(TOO_LARGE)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        cleaned, ending = clean_drawing(content), ".svg"
    else:
        cleaned, ending = clean_photograph(content)
    path = f"{FOLDER}/{folder.strip('/')}/{sha256(cleaned).hexdigest()[:16]}/{_slug(PurePosixPath(name).stem)}{ending}"
    if not is_name(path):
        raise ValueError(f"{folder!r} cannot be a folder of pictures")
    if default_storage.exists(path):
        return path
    return default_storage.save(path, ContentFile(cleaned))


def is_name(src: str) -> bool:
    """Return whether this can be the name of a picture in the file store."""
    return bool(_NAME.match(src)) and len(src) <= 200


def read(src: str) -> bytes:
    """Return a picture from the file store. Raises FileNotFoundError."""
    if not is_name(src):
        raise FileNotFoundError(src)
    with default_storage.open(src, "rb") as file:
        return file.read()


def response(src: str) -> HttpResponseBase:
    """Return a picture to a browser, as something that is looked at and never runs; a drawing with its letters. Raises Http404.

    The caller has checked that the reader may see it.
    """
    if not is_name(src) or not default_storage.exists(src):
        raise Http404
    answer: HttpResponseBase
    policy = "default-src 'none'"
    if src.endswith(".svg"):
        drawing = _lettered(src)
        answer = HttpResponse(drawing, content_type=_TYPES[".svg"])
        if style := lettering.style_hash(drawing):
            policy += f"; style-src {style}; font-src data:"
    else:
        answer = FileResponse(default_storage.open(src, "rb"), content_type=_TYPES[PurePosixPath(src).suffix])
    answer["Content-Security-Policy"] = f"{policy}; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer


def _lettered(src: str) -> bytes:
    """A drawing with its letters, kept in the cache; made anew where that is away."""
    key = f"drawing:{lettering.typeface()}:{src}"
    drawing: bytes | None = cache.get(key)
    if drawing is None:
        drawing = lettering.lettered(read(src))
        cache.set(key, drawing, A_MONTH)
    return drawing


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", turkish.fold(name)).strip("-")[:60] or "sekil"
