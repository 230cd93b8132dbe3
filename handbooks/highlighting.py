"""Marking found words: in the text of a page, in the line of a list of hits."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

# a drawing, a tag, a sign written as its name, a word
_PIECES = re.compile(r"<svg\b.*?</svg>|<[^>]*>|&#?\w+;|\w+", re.DOTALL)
_WORD = re.compile(r"\w+")
SNIPPET = 34  # words
BEFORE = 10  # of them before the first hit


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in which the words that were looked for are marked, and how many there are."""

    html: SafeString
    count: int


def words_of(html: str) -> set[str]:
    """Return the words of an HTML text, tags and entities left out."""
    return {piece for piece in _PIECES.findall(html) if piece[0] not in "<&"}


def mark(html: str, found: frozenset[str], *, numbered: bool = False) -> Marked:
    """Return safe HTML with ``<mark>`` around the found words; ``numbered`` marks have the ids bul-1, bul-2 …

    Tags, attributes and drawings stay as they are: in a drawing a browser shows no word that is marked so.
    """
    count = 0

    def marked(match: re.Match[str]) -> str:
        nonlocal count
        piece = match[0]
        if piece not in found:
            return piece
        count += 1
        return f'<mark id="bul-{count}">{piece}</mark>' if numbered else f"<mark>{piece}</mark>"

    return Marked(mark_safe(_PIECES.sub(marked, html)), count)  # noqa: S308 – safe HTML in, words in it wrapped


def best_part(parts: Iterable[Sequence[str]], found: frozenset[str]) -> tuple[str, str]:
    """Return anchor and words of the block with the most different hits, the first of equals; empty where no block has one."""
    best, most = ("", ""), 0
    for anchor, words in parts:
        hits = len(found.intersection(_WORD.findall(words)))
        if hits > most:
            best, most = (anchor, words), hits
    return best


def snippet(words: str, found: frozenset[str]) -> SafeString:
    """Return some words around the first hit, hits marked, … where something is left out."""
    pieces = words.split()
    first = next((number for number, piece in enumerate(pieces) if found.intersection(_WORD.findall(piece))), 0)
    start = max(0, min(first - BEFORE, len(pieces) - SNIPPET))
    shown = " ".join(pieces[start : start + SNIPPET])
    return format_html(
        "{}{}{}",
        "… " if start else "",
        mark(escape(shown), found).html,
        " …" if start + SNIPPET < len(pieces) else "",
    )
