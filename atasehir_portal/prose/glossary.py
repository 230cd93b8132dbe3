"""The glossary: one word for one thing, and words that a text of the portal does without.

``glossary.toml`` beside this file is the list; docs/glossary.md is made from it (``as_markdown``).
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from atasehir_portal import turkish

FILE = Path(__file__).with_name("glossary.toml")


@dataclass(frozen=True, slots=True)
class Avoided:
    """A word that has a better one. ``unless`` are beginnings of what may stand ("paydaş analizi" in all its forms)."""

    word: str
    instead: str
    why: str
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing: the word of code and English texts, the word of Turkish texts, what it is, and what it is not called."""

    english: str
    turkish: str
    what: str = ""
    avoid: tuple[Avoided, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """An avoided word in a text: as it stands there, and where."""

    avoided: Avoided
    written: str
    place: int


@cache
def entries() -> tuple[Entry, ...]:
    """Return the glossary in its order. Raises KeyError, TypeError where the file lacks something."""
    rows: Sequence[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["entry"]
    return tuple(
        Entry(
            **{
                **row,
                "avoid": tuple(
                    Avoided(**{**each, "unless": tuple(each.get("unless", ()))}) for each in row.get("avoid", ())
                ),
            }
        )
        for row in rows
    )


def avoided_in(text: str) -> Iterator[Found]:
    """Yield the words of a plain Turkish text that the glossary replaces, with any suffixes, in order.

    The caller leaves out what is quoted: other people's words and the names of laws stay as they are.
    """
    small = turkish.lower(text)
    if len(small) != len(text):  # a letter that has no small form of one sign; places would be wrong
        text = small
    words, allowed = _patterns()
    if not any(stem in small for stem in _stems()):
        return  # most passages: quicker to see than to search
    for match in words.finditer(small):
        avoided = _by_group()[str(match.lastgroup)]
        if not any(small.startswith(each, match.start()) for each in allowed[avoided.word]):
            yield Found(avoided, text[match.start() : match.end()], match.start())


# --- suffixes ---------------------------------------------------------------------------------------------------------

# The suffixes of nouns, of what is made from nouns, and of the verb "to be", roughly in the order in which they follow each
# other. Vowel harmony is not checked: nobody writes "muhtaçlar" with the wrong vowel, and a wrong one is meant all the same.
_V = "[ıiuü]"
_A = "[ae]"
_SUFFIX = (
    rf"(?:l{_A}r|[lcç]{_V}|l{_V}[kğ]|s{_V}z|l{_A}ş\w*|l{_A}n\w*|{_V}?m{_V}z|{_V}?n{_V}z|[yns]?{_V}n?|{_V}?m|[yn]?{_A}|n?[dt]{_A}n?|"
    rf"[nd]?{_V}n|y?l{_A}|ki|[cç]{_A}|n?c{_A}|[dt]{_V}r|y?[dt]{_V}|y?m{_V}ş|y?s{_A}|m{_V})"
)
_SOFTENED = {"p": "b", "ç": "c", "t": "d", "k": "ğ"}


def _pattern(word: str) -> str:
    """Return the pattern of a word with its suffixes; the last letter softens before a vowel (muhtaç, muhtacın)."""
    plain = re.escape(word).replace(r"\ ", r"\s+")
    forms = rf"{plain}(?:['’]?{_SUFFIX})*"
    if soft := _SOFTENED.get(word[-1]):
        forms += rf"|{plain[:-1]}{soft}(?={_V}|{_A}){_SUFFIX}*"
    return rf"(?<!\w)(?:{forms})(?!\w)"


@cache
def _by_group() -> dict[str, Avoided]:
    every = (avoided for entry in entries() for avoided in entry.avoid)
    return {f"w{number}": avoided for number, avoided in enumerate(every)}


@cache
def _stems() -> tuple[str, ...]:
    """What every form of the words has in common; of several words the first."""
    return tuple(
        word if " " in avoided.word or word[-1] not in _SOFTENED else word[:-1]
        for avoided in _by_group().values()
        for word in [avoided.word.split()[0]]
    )


@cache
def _patterns() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    groups = _by_group()
    joined = "|".join(f"(?P<{name}>{_pattern(avoided.word)})" for name, avoided in groups.items())
    return re.compile(joined), {avoided.word: avoided.unless for avoided in groups.values()}


# --- as a page --------------------------------------------------------------------------------------------------------

_HEAD = """# Glossary

One word for one thing. Code and English texts use the first column; Turkish texts use the second, and only that. This page is made from
`atasehir_portal/prose/glossary.toml` by `manage.py write_glossary`; the editor's help reads the same list.
"""
_AVOID = """
## Words that our texts do without

Pointed out while a book is written, with any suffix. Quotations, titles and names of laws stay as they are.
"""


def as_markdown() -> str:
    """Return the glossary as the page docs/glossary.md."""
    things = [("English", "Turkish", "what it is"), ("---",) * 3]
    things += [(entry.english, entry.turkish, entry.what) for entry in entries()]
    words = [("not", "but", "why"), ("---",) * 3]
    words += [(each.word, each.instead, each.why) for entry in entries() for each in entry.avoid]
    return f"{_HEAD}\n{_table(things)}\n{_AVOID}\n{_table(words)}\n"


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |".replace("|  |", "| |") for row in rows)
