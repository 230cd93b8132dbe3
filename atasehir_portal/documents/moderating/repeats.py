"""What the published reason must not say: the very thing that is hidden."""

import re

from atasehir_portal.documents.models import HarmKind
from atasehir_portal.turkish import lower

_CONTACT = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|(?:\d[\s().+/-]*){7,}")
_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"(?:^|[.!?:]\s+)\W*$")
_IN_A_ROW = 4


def repeated(sentence: str, hidden: str, kind: str) -> str:
    """Return what a sentence says that it must not: an address or a long number; words that stand in the hidden text in the same
    row of four; and for personal data a name, that is a word written with a capital there and here, or a number. Empty where it may
    be published.
    """
    if found := _CONTACT.search(sentence):
        return found.group().strip()
    said = [(match.group(), match.start()) for match in _WORD.finditer(sentence)]
    there = [match.group() for match in _WORD.finditer(hidden)]
    if kind == HarmKind.PERSONAL:
        names = {_root(word) for word in there if word[0].isupper() or word[0].isdigit()}
        for word, start in said:
            begins = _SENTENCE.search(sentence[:start]) is not None
            if (word[0].isdigit() or (word[0].isupper() and not begins)) and _root(word) in names:
                return word
    rows = {tuple(lower(word) for word in there[at : at + _IN_A_ROW]) for at in range(len(there) - _IN_A_ROW + 1)}
    for at in range(len(said) - _IN_A_ROW + 1):
        row = [word for word, _start in said[at : at + _IN_A_ROW]]
        if tuple(lower(word) for word in row) in rows:
            return " ".join(row)
    return ""


def _root(word: str) -> str:
    """A name before its apostrophe is a word of its own already; capitals do not matter."""
    return lower(word)
