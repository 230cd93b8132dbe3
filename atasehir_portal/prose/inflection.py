"""Finding a Turkish word or phrase in a text, with the endings that nouns take.

The rule, which docs/documents.md tells editors: a text holds "hak sahibi" where its words follow each other and the last
one is the word itself or the word with noun endings: plural, possessive, case, "-ki", "-dir", in that order. The last
consonant softens (amaç → amacın, kapak → kapağı), some words lose a vowel (şehir → şehri) or double a consonant (hak →
hakkı), and a compound gives its ending back (hak sahibi → hak sahipleri). What makes another word of it does not count:
"haklı" and "haksızlık" are not "hak". Capitals do not matter, vowel harmony is not checked.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from atasehir_portal import turkish
from atasehir_portal.prose.words import listed

_CIRCUMFLEX = str.maketrans("âîû", "aiu")
_V, _A = "[ıiuü]", "[ae]"
# in the order in which a noun takes them; an apostrophe may stand before the first
_PLURAL = f"l{_A}r"
_POSSESSIVE = f"(?:{_V}m{_V}z|{_V}n{_V}z|m{_V}z|n{_V}z|s{_V}|{_V}m|{_V}n|{_V}|m|n)"
_CASE = f"(?:[yn]?{_V}|[yn]?{_A}|n?[dt]{_A}n?|[yn]?{_V}n|n{_V}n|y?l{_A}|n?c{_A})"
_REST = f"(?:ki(?:l{_A}r)?(?:n?[dt]{_A}n?|n{_V}n|n{_A}|n{_V})?)?(?:y?[dt]{_V}r(?:l{_A}r)?|y?[dt]{_V}|y?s{_A}|y?m{_V}ş)?"
_ENDINGS = f"['’]?(?:{_PLURAL})?(?:{_POSSESSIVE})?(?:{_CASE})?{_REST}"
_SOFTENED = {"p": "b", "ç": "c", "t": "d", "k": "ğ"}
_HARDENED = {"b": "p", "c": "ç", "d": "t", "ğ": "k"}
_VOWELS = "aeıioöuü"
# the common ones; they double their last consonant before a vowel
_DOUBLING = {
    "hak": "hakk",
    "his": "hiss",
    "af": "aff",
    "hat": "hatt",
    "sır": "sırr",
    "zıt": "zıdd",
    "tıp": "tıbb",
    "ret": "redd",
    "had": "hadd",
    "şık": "şıkk",
    "hac": "hacc",
    "zam": "zamm",
}
# they lose the vowel of their last syllable before a vowel
_DROPPING = listed(
    """ağız akıl asıl beyin boyun burun cisim emir fikir gönül haciz hacim hapis hüküm ilim isim izin kayıt kayıp
    kasıt keşif kısım metin nakit nehir nesil omuz ömür resim sabır seyir şehir şekil tavır vakit vasıf zehir zihin
    zulüm"""
)
# words of their own that look like an ending on a shorter one
_OTHER_WORDS = frozenset(
    listed("hakkında hakkındaki adına üzerine karşın nedeniyle yerine konulu hatta hisse hissedar aslında asla")
)
# "resmî" is written "resmi" as often as not, and is no form of "resim"
_UNSURE = frozenset({"resim"})


def folded(text: str) -> str:
    """Return the text in small letters without circumflexes, sign for sign, so that places stay what they are."""
    small = turkish.lower(text).translate(_CIRCUMFLEX)
    return small if len(small) == len(text) else "".join(turkish.lower(sign)[:1] or sign for sign in text)


class Finder:
    """Finds one thing in texts: a word or phrase, or any of several that mean the same."""

    def __init__(self, words: Iterable[str]) -> None:
        patterns = [_pattern(folded(word)) for word in words if word.strip()]
        self._pattern = re.compile(rf"(?<![\w’'])(?:{'|'.join(patterns) or '(?!)'})(?!\w)")

    def find(self, text: str, *, is_folded: bool = False) -> Iterator[tuple[int, int]]:
        """Yield where it stands, from and to, in order."""
        searched = text if is_folded else folded(text)
        for match in self._pattern.finditer(searched):
            if match[0] not in _OTHER_WORDS:
                yield match.span()

    def first(self, text: str, *, is_folded: bool = False) -> tuple[int, int] | None:
        """Return where it stands first; None where it does not."""
        return next(self.find(text, is_folded=is_folded), None)


@lru_cache(maxsize=2048)
def _pattern(phrase: str) -> str:
    *before, last = phrase.split()
    lead = "".join(rf"{re.escape(word)}\s+" for word in before)
    stems = [rf"{re.escape(last)}(?:{_ENDINGS})?"]
    stems += [rf"{re.escape(stem)}(?={_V}|{_A}){_ENDINGS}" for stem in _changed(last)]
    if before:
        # hak sahibi → hak sahip-leri
        stems += [rf"{re.escape(stem)}(?={_PLURAL}){_ENDINGS}" for stem in _without_compound_ending(last)]
    return rf"{lead}(?:{'|'.join(stems)})"


def _changed(word: str) -> list[str]:
    """The stems that a word has before an ending that begins with a vowel."""
    found = []
    if word in _DOUBLING:
        found.append(_DOUBLING[word])
    if word in _DROPPING:
        stem = word[:-2] + word[-1]
        found += [stem, stem[:-1] + _SOFTENED.get(stem[-1], stem[-1])]
    if len(word) > 2 and word[-1] in _SOFTENED:
        soft = "g" if word.endswith("nk") else _SOFTENED[word[-1]]
        found.append(word[:-1] + soft)
    return list(dict.fromkeys(found))


@lru_cache(maxsize=1)
def _bases() -> dict[str, str]:
    """The dictionary forms of the words that change inside, by the stem that their endings stand on."""
    found = {stem: word for word, stem in _DOUBLING.items()}
    for word in _DROPPING:
        if word not in _UNSURE:
            found |= dict.fromkeys((word[:-2] + word[-1], word[:-2] + _SOFTENED.get(word[-1], word[-1])), word)
    return found


@lru_cache(maxsize=1)
def _ending_of_changed() -> re.Pattern[str]:
    return re.compile(rf"(?={_V}|{_A}){_ENDINGS}")


def lemma(word: str) -> str:
    """Return the dictionary form of a word that doubled a consonant or lost a vowel before its ending (hakkını → hak, şehri →
    şehir); "" for every other word."""
    small = folded(word)
    if small in _OTHER_WORDS:
        return ""
    for length in range(3, len(small)):
        base = _bases().get(small[:length])
        if base and _ending_of_changed().fullmatch(small, length):
            return base
    return ""


def is_other_word(word: str) -> bool:
    """Whether the word only looks like a form of a shorter one (hakkında, of hak)."""
    return folded(word) in _OTHER_WORDS


def _without_compound_ending(word: str) -> list[str]:
    """The stems of the last word of a compound ("sahibi" → "sahib", "sahip")."""
    if len(word) < 4 or word[-1] not in "ıiuü":
        return []
    if word[-2] == "s" and word[-3] in _VOWELS:
        return [word[:-2]]
    stem = word[:-1]
    if stem[-1] in _VOWELS:
        return []
    hard = stem[:-1] + _HARDENED.get(stem[-1], stem[-1])
    # şehri → şehir
    full = [stem[:-1] + word[-1] + stem[-1]] if stem[-1] not in _VOWELS and stem[-2] not in _VOWELS else []
    return list(dict.fromkeys([stem, hard, *(name for name in full if name in _DROPPING)]))
