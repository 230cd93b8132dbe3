"""Turkish sentences: where one ends, and which are long.

A full stop also stands behind abbreviations ("md. 13", "vb."), ordinal numbers ("13. madde", "II. Bölüm"), initials and
inside dates and numbers ("24.11.2004", "1.234"). What decides is the word before it and how the next one begins.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from atasehir_portal import turkish
from atasehir_portal.prose import words
from atasehir_portal.prose.words import listed

# Guides for plain language advise 15 to 20 words on average and at most 25 in English; Turkish says in one word what
# English says in two or three, so that 30 words are long by any measure. An assumption, not a rule of the language.
LONGEST = 30

# These never end a sentence: something follows that belongs to them.
_LEADS_ON = listed(
    "md m bkz bk krş dr prof doç av yrd öğr gör uzm op arş no nu numara cad cd sok sk mah mh apt blv bulv s ss sy c f fk "
    "bend b haz çev der yay örn ör tel fak böl müd gn bşk alb st hz ing alm fr lat ar yun osm gaz yön yönt tar ref "
    "a.g.e a.g.m t.c"
)
# These may end one: it ends where the next word begins with a capital letter.
_MAY_END = listed("vb vd vs şti ltd a.ş koop")
# What an ordinal number before a capital letter belongs to; elsewhere the number ends its sentence.
_COUNTED = listed(
    "bölüm madde fıkra bent kitap şekil tablo kısım ek cilt sayı basım baskı sürüm dönem daire hukuk ceza asliye sulh "
    "oturum birleşim toplantı olağan olağanüstü yüzyıl yy uluslararası ulusal mahalle cadde sokak kat blok sınıf "
    "cumhurbaşkanı yıl yasama kalkınma idare noter ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım "
    "aralık adım soru grup oda salon gün hafta"
)
_STOP = re.compile(r"(?P<mark>[.!?…]+)(?P<after>[\"”’»)\]]*)(?:[ \t\u00a0]+|$)|\n+", re.MULTILINE)
_LAST_WORD = re.compile(r"[\w.’']*$")
_OPENING = '"“‘«([–— '
_ROMAN = re.compile(r"^[IVXLC]+$")
_FIRST_WORD = re.compile(r"[\W_]*(\w*)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and how many words it has."""

    text: str
    words: int

    @property
    def is_long(self) -> bool:
        return self.words > LONGEST


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of a plain text in order. A line break ends a sentence too."""
    return [Sentence(each, words.count(each)) for each in _parts(text)]


def _parts(text: str) -> Iterator[str]:
    start = 0
    for match in _STOP.finditer(text):
        if match["mark"] is not None and not _ends(text[start : match.start()], match, text[match.end() :]):
            continue
        if part := text[start : match.end()].strip():
            yield part
        start = match.end()
    if part := text[start:].strip():
        yield part


def _ends(before: str, match: re.Match[str], after: str) -> bool:
    """Return whether the mark behind ``before`` ends the sentence."""
    following = after.lstrip(_OPENING)
    if not following:
        return True
    if following[0].islower():
        return False
    if match["mark"] != ".":
        return following[0].isupper() or following[0].isdigit() or match["mark"] not in {"…", "..", "..."}
    found = _LAST_WORD.search(before)
    word = found[0] if found else ""
    if match["after"]:
        # "(bkz. s. 4.)": what stands in brackets or quotation marks is closed, and the sentence with it
        return following[0].isupper()
    return _word_ends(word, following)


def _word_ends(word: str, following: str) -> bool:
    small = turkish.lower(word)
    if small in _MAY_END:
        return following[0].isupper()
    if small in _LEADS_ON or (len(word) == 1 and word.isalpha()) or re.fullmatch(r"(?:\w\.)+\w", word):
        return False
    if (word.isdigit() and len(word) < 4) or _ROMAN.match(word):
        if following[0].isdigit():
            return False
        next_word = _FIRST_WORD.match(following)
        return not (next_word and turkish.lower(next_word[1]) in _COUNTED)
    return True
