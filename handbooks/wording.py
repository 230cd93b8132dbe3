"""Words as the search reads them, in what is typed and in what is looked through.

The database knows stems; what it cannot know stands here. An apostrophe in Turkish sets an ending apart (Kent Konseyi'nin), strokes
and points between letters part words (bütçe/plan, m.14), and some words change inside when they take an ending (hak → hakkı).
"""

import re

from atasehir_portal import turkish
from atasehir_portal.prose.inflection import lemma

LONGEST_QUERY = 200  # characters
_ENDING = re.compile(r"(?<=\w)['’ʼ`´][^\W\d_]+")
_BETWEEN = re.compile(r"(?<=\w)[./\-‐‑–:](?=\w)")
_PLURAL = re.compile("l[ae]r")
_WORD = re.compile(r"\w+")
_TURKISH = re.compile("[çğıöşüâîûÇĞİÖŞÜÂÎÛ]")


def shortened(typed: str) -> str:
    """Return what was typed, cut after a word where it is longer than what is looked for."""
    typed = typed.replace("\x00", "").strip()
    if len(typed) <= LONGEST_QUERY:
        return typed
    cut = typed[: LONGEST_QUERY + 1]
    return (cut.rsplit(None, 1)[0] if len(cut.split()) > 1 else cut[:LONGEST_QUERY]).strip()


def cleaned(text: str) -> str:
    """Return a text without the endings behind apostrophes, and with a space where a stroke or a point parts two words."""
    return _BETWEEN.sub(" ", _ENDING.sub("", text))


def searchable(text: str) -> str:
    """Return what is looked through of a text: its words, and behind them the dictionary forms that they hide."""
    words = cleaned(text)
    hidden = sorted({found for word in set(_WORD.findall(words)) if (found := lemma(word))})
    return f"{words}\n{' '.join(hidden)}" if hidden else words


def with_lemmas(typed: str) -> str:
    """Return what was typed with the dictionary forms of the words that changed inside (hakkını → hak)."""
    return _WORD.sub(lambda word: lemma(word[0]) or word[0], typed)


def has_turkish_letters(typed: str) -> bool:
    """Whether the letters were typed as Turkish writes them, so that they can be taken at their word: ısı is not işi."""
    return bool(_TURKISH.search(typed))


def beginning(term: str) -> str:
    """Return the letters with which each form of a word begins: stems alone take "yardım" and "yarım" for one word."""
    word = turkish.lower(term)
    plural = _PLURAL.search(word, 2)
    word = word[: plural.start()] if plural else word
    return word[: 2 if len(word) < 5 else 3 if len(word) == 5 else 4]
