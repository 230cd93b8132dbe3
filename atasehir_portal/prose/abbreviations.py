"""Abbreviations in capitals, and whether a reader is told what they stand for.

"STK" is told where it is first used: "sivil toplum kuruluşu (STK)", "STK (sivil toplum kuruluşu)", "STK, yani …", or in
the book's glossary. Roman numbers, shouted words and what everybody knows (``KNOWN``) are none.
"""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from atasehir_portal.prose.words import listed

KNOWN = listed("PDF EPUB SMS TL KDV TC CD DVD WC ATM QR KB MB GB ISBN ISSN DOI URL DNA KG KM GPS FM TV")

_CAPITAL = "A-ZÇĞİÖŞÜÂÎÛ"
_WORD = re.compile(rf"(?<![\w’'.\-/@])[{_CAPITAL}][{_CAPITAL}0-9]+(?![\w\-/])")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_LONGEST = 8
_SHOUTED = 3  # so many words in capitals in a row are a title, not abbreviations

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Used(Generic[Key]):
    """An abbreviation where it is used: ``key`` says in which text."""

    name: str
    key: Key


def abbreviations(text: str) -> list[tuple[str, int]]:
    """Return the abbreviations of a plain text with their places, in order; suffixes ("STK’lar") are left out."""
    found: list[tuple[str, int]] = []
    for run in _runs(text):
        if len(run) < _SHOUTED:
            found += [(match[0], match.start()) for match in run if _is_one(match[0])]
    return found


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Yield the words in capitals, those that follow each other with nothing but a space between together."""
    run: list[re.Match[str]] = []
    for match in _WORD.finditer(text):
        if run and text[run[-1].end() : match.start()] != " ":
            yield run
            run = []
        run.append(match)
    if run:
        yield run


def _is_one(word: str) -> bool:
    letters = sum(sign.isalpha() for sign in word)
    return letters > 1 and len(word) <= _LONGEST and word not in KNOWN and not _ROMAN.fullmatch(word)


def is_explained(name: str, text: str) -> bool:
    """Return whether a text says what an abbreviation stands for."""
    short = re.escape(name)
    suffix = r"(?:['’]\w+)?"
    return any(
        re.search(pattern, text)
        for pattern in (
            # sivil toplum kuruluşu (STK), (kısaca STK), (STK; ayrıca …)
            rf"\w[\w’']*\s+\w[\w’']*\s*\((?:[\w’']+\s+){{0,2}}{short}{suffix}\s*[),;:]",
            # STK (sivil toplum kuruluşu), STK’lar (…)
            rf"(?<!\w){short}{suffix}\s*\(\s*[^()\d][^()]*\s[^()]+\)",
            # STK, yani …; STK: sivil toplum kuruluşu; STK’nın açılımı
            rf"(?<!\w){short}{suffix},?\s+(?:yani|açılımı|kısaltması)\b",
            rf"(?<!\w){short}\s*:\s+\w+\s+\w+",
            # beş ilkenin baş harfleri PANEL sözcüğünü verir
            rf"baş harf\w*[^.]*(?<!\w){short}(?!\w)|(?<!\w){short}{suffix}(?!\w)[^.]*baş harf",
        )
    )


def unexplained(texts: Iterable[tuple[Key, str]], *, glossary: Container[str] = frozenset()) -> Iterator[Used[Key]]:
    """Yield the abbreviations that are used before anything says what they stand for, each once, where it is first
    used.

    ``texts`` are the pieces of a book in reading order, so that each is explained where a reader meets it or before;
    ``glossary`` holds the abbreviations that the book's glossary names.
    """
    seen: set[str] = set()
    for key, text in texts:
        for name in dict.fromkeys(name for name, _place in abbreviations(text)):
            if name in seen:
                continue
            seen.add(name)
            if name not in glossary and not is_explained(name, text):
                yield Used(name, key)
