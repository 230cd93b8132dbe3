"""Turkish hyphenation for the printed page.

Turkish divides a word by one rule (TDK, Yazım Kılavuzu, "Hece yapısı ve satır sonunda kelimelerin bölünmesi"): a consonant that
stands before a vowel begins a new syllable with it, and two vowels that meet belong to different syllables. So a word can be
divided before every consonant + vowel and between every two vowels, and nowhere else: sür-dü-rü-le-bi-lir-lik, elekt-rik.

The rule is written out as patterns in ``data/hyph_tr.dic`` (``patterns`` makes its lines), because pyphen, which WeasyPrint
asks, reads that format and has no Turkish dictionary of its own: without ``register`` ``hyphens: auto`` silently does nothing.
"""

from itertools import product
from pathlib import Path
from typing import Any

import pyphen

from atasehir_portal import turkish

DICTIONARY = Path(__file__).resolve().parent / "data" / "hyph_tr.dic"
VOWELS = "aeıioöuüâîû"
CONSONANTS = "bcçdfgğhjklmnprsştvyzqwx"
APOSTROPHES = "’'"


def patterns() -> list[str]:
    """Return the lines of the dictionary file: encoding, shortest parts, one pattern per pair of letters."""
    header = ["UTF-8", "LEFTHYPHENMIN 2", "RIGHTHYPHENMIN 2"]
    before_syllable = [f"1{consonant}{vowel}" for consonant, vowel in product(CONSONANTS, VOWELS)]
    between_vowels = [f"{first}1{second}" for first, second in product(VOWELS, repeat=2)]
    return header + before_syllable + between_vowels


class TurkishDictionary(pyphen.HyphDict):
    """The patterns, with two things that pyphen cannot know.

    ``str.lower`` turns İ into two characters, which would move every later break by one letter; and a word is not divided at
    its apostrophe (İstanbul’da), which already stands at the end of the line by itself.
    """

    def positions(self, word: str) -> list[Any]:
        """Return where the word may be divided, as pyphen's positions."""
        return [
            position for position in super().positions(turkish.lower(word)) if word[position - 1] not in APOSTROPHES
        ]


def register() -> None:
    """Make Turkish known to pyphen, and so to WeasyPrint. Calling it again changes nothing."""
    if pyphen.LANGUAGES.get("tr") == DICTIONARY:
        return
    pyphen.hdcache[DICTIONARY] = TurkishDictionary(DICTIONARY)
    pyphen.LANGUAGES["tr"] = DICTIONARY
    pyphen.LANGUAGES_LOWERCASE["tr"] = "tr"


def hyphenate(word: str) -> str:
    """Return the word with a hyphen at every place where it may be divided."""
    register()
    return str(pyphen.Pyphen(lang="tr").inserted(word))
