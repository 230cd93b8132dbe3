"""The letters that travel inside a drawing."""

import io
import re
from base64 import b64decode

import pytest
from fontTools.ttLib import TTFont

from atasehir_portal.rendering.epub.pictures import drawing
from atasehir_portal.rendering.lettering import lettered, style_hash

DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 20"><title>x</title>
<g font-family="Kitap Sans, Arial, sans-serif" font-weight="600"><text>Ata<tspan font-weight="bold">k\xc4\xb1ran</tspan></text></g>
<text font-family="Noto Serif">w</text></svg>"""


def faces(svg: bytes) -> dict[str, set[str]]:
    """The letters of each weight."""
    found = {}
    for weight, font in re.findall(rb"font-weight:(\d+);[^}]*base64,([^)]+)\)", svg):
        with TTFont(io.BytesIO(b64decode(font))) as opened:
            found[weight.decode()] = {chr(code) for code in opened.getBestCmap()}
    return found


def test_a_drawing_carries_the_letters_of_each_weight_and_no_others() -> None:
    assert faces(lettered(DRAWING)) == {"600": set("Ata"), "700": set("kıran")}


def test_the_same_drawing_gives_the_same_bytes() -> None:
    assert lettered(DRAWING) == lettered(DRAWING)


@pytest.mark.parametrize(
    "svg",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><text font-family="serif">x</text></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" font-family="Kitap Sans"/>',
        b"<svg broken",
        b"",
    ],
)
def test_a_drawing_without_words_of_ours_stays_as_it_is(svg: bytes) -> None:
    assert lettered(svg) == svg
    assert style_hash(svg) == ""


def test_what_an_epub_writes_anew_still_takes_its_letters() -> None:
    assert faces(lettered(drawing(DRAWING))) == faces(lettered(DRAWING))
