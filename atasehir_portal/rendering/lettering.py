"""Drawings that carry their typeface along.

A browser and a reading system show a drawing in ``<img>`` as a document of its own, which reaches neither the fonts of the page nor
those of the book: what stands in for "Kitap Sans" is wider, and words run out of their boxes. So the letters that a drawing uses
travel inside it, a few kilobytes for each weight. Print has the typeface by name and needs none of this.
"""

import io
import re
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from xml.etree import ElementTree

from atasehir_portal.rendering import styles

FAMILY = "Kitap Sans"
Cut = tuple[int, str]  # weight, style
CUTS: dict[Cut, str] = {
    (400, "normal"): "KitapSans-Regular.ttf",
    (600, "normal"): "KitapSans-SemiBold.ttf",
    (700, "normal"): "KitapSans-Bold.ttf",
    (400, "italic"): "KitapSans-Italic.ttf",
}
_WORDS = {"normal": 400, "bold": 700, "bolder": 700, "lighter": 400}
_OPENING = re.compile(rb"<svg\b[^>]*>")
_SVG = "{http://www.w3.org/2000/svg}"


def lettered(drawing: bytes) -> bytes:
    """Return an SVG with the letters that its words in "Kitap Sans" use; as it is where it has none, or cannot be read.

    The drawing was cleaned before and has no style sheet of its own. The same drawing gives the same bytes.
    """
    try:
        root = ElementTree.fromstring(drawing)  # noqa: S314 – the file store and the fetcher refuse document types
    except (ElementTree.ParseError, ValueError):
        return drawing
    letters: dict[Cut, set[str]] = defaultdict(set)
    for cut, words in _words(root, "", 400, "normal"):
        letters[cut].update(words)
    style = "".join(_face(cut, "".join(sorted(letters[cut]))) for cut in CUTS if letters[cut] - set(" \n\r\t"))
    opening = _OPENING.search(drawing)
    if not style or opening is None or opening[0].endswith(b"/>"):
        return drawing
    return drawing[: opening.end()] + f"<style>{style}</style>".encode() + drawing[opening.end() :]


def style_hash(drawing: bytes) -> str:
    """Return what a content-security policy calls the style sheet of a drawing that ``lettered`` made; "" where it has none."""
    found = re.search(rb"<style>([^<]*)</style>", drawing)
    return f"'sha256-{b64encode(sha256(found[1]).digest()).decode()}'" if found else ""


@lru_cache(maxsize=1)
def typeface() -> str:
    """Return a digest of the typeface, so that what is kept of drawings is made anew with a new one."""
    digest = sha256()
    for name in CUTS.values():
        digest.update((styles.FOLDER / "fonts" / name).read_bytes())
    return digest.hexdigest()[:16]


def _words(element: ElementTree.Element, family: str, weight: int, style: str) -> Iterator[tuple[Cut, str]]:
    """The words of a drawing with the cut in which they are set; what stands in another typeface is left out."""
    family = element.get("font-family", family)
    weight = _weight(element.get("font-weight", ""), weight)
    style = element.get("font-style", style)
    is_ours = family.split(",")[0].strip(" '\"") == FAMILY
    cut = nearest(weight, style)
    if is_ours and element.tag in {f"{_SVG}text", f"{_SVG}tspan"}:
        yield cut, "".join([element.text or "", *(child.tail or "" for child in element)])
    for child in element:
        yield from _words(child, family, weight, style)


def nearest(weight: int, style: str) -> Cut:
    """Return the cut that a browser takes for a weight and a style."""
    if style in {"italic", "oblique"}:
        return 400, "italic"
    return (400 if weight <= 500 else 600 if weight <= 600 else 700), "normal"


def _weight(written: str, inherited: int) -> int:
    return int(written) if written.isdecimal() else _WORDS.get(written, inherited)


def _face(cut: Cut, letters: str) -> str:
    weight, style = cut
    return (
        f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};font-style:{style};'
        f"src:url(data:font/woff2;base64,{b64encode(_subset(CUTS[cut], letters)).decode()})}}"
    )


@lru_cache(maxsize=64)
def _subset(name: str, letters: str) -> bytes:
    """Return the letters of a font file as WOFF2."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(
        flavor="woff2", hinting=False, desubroutinize=True, layout_features=["kern", "liga", "mark", "ccmp", "locl"]
    )
    options.name_IDs = [0, 13, 14]  # rights and licence
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    with TTFont(styles.FOLDER / "fonts" / name, recalcTimestamp=False, lazy=True) as font:
        cutter.populate(text=letters)
        cutter.subset(font)
        font.flavor = "woff2"
        out = io.BytesIO()
        font.save(out)
    return out.getvalue()
