"""Which letters and signs the printed fonts have. What they lack is printed as a box, or in a font of the machine."""

import unicodedata
from functools import cache
from pathlib import Path

from atasehir_portal.rendering import styles

# spaces, ends of lines, signs that nobody sees (soft hyphen, joiners, variation selectors)
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
_VARIATIONS = range(0xFE00, 0xFE10)


@cache
def printable() -> frozenset[int]:
    """Return the code points that every printed font has, read once from the fonts themselves."""
    return frozenset.intersection(*map(_letters_of, sorted((styles.FOLDER / "fonts").glob("*.ttf"))))


def _letters_of(font: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())


def missing(text: str) -> str:
    """Return the signs of a text that cannot be printed, each once, in the order in which they come."""
    if text.isascii():
        return ""
    known = printable()
    return "".join(
        dict.fromkeys(
            sign
            for sign in unicodedata.normalize("NFC", text)
            if ord(sign) not in known and unicodedata.category(sign) not in _UNSEEN and ord(sign) not in _VARIATIONS
        )
    )


def named(signs: str) -> str:
    """Return signs with their numbers, so that they are known where a screen cannot show them: "Ω (U+03A9)"."""
    return ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in signs)
