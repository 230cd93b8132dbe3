"""From what stands in a cell to what a browser would send for it: names to terms, words to choices, Turkish numbers and days."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property

from django.utils import translation
from django.utils.translation import gettext as _

from atasehir_portal.bilingual import Term
from programming.needs.models import Channel, PeopleRange, Since, Urgency, Visibility
from programming.needs.sheets.columns import CHOICES, NAMES, SEVERAL, TERMS, TICKED, plain

_BETWEEN = re.compile(r"\s*[;\n]\s*")
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_NUMBER = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(\s+\d{1,2}[:.]\d{2}(:\d{2})?)?")
_YES = {"evet", "e", "x", "1", "dogru", "var", "yes", "y", "true", "on"}
_NO = {"hayir", "h", "0", "yanlis", "yok", "no", "n", "false", "off"}
# What an empty cell means, as in the form that nobody has touched.
_DEFAULTS: dict[str, str] = {
    "since": Since.UNKNOWN,
    "people": PeopleRange.UNKNOWN,
    "urgency": Urgency.ORDINARY,
    "visibility": Visibility.PUBLIC,
    "channel": Channel.PORTAL,
}
_RANGES = (
    (20, PeopleRange.UNDER_20),
    (100, PeopleRange.UNDER_100),
    (500, PeopleRange.UNDER_500),
    (2000, PeopleRange.UNDER_2000),
)


@dataclass(slots=True)
class Said:
    """What a browser would send for a row (lists of strings by field), and what could not be understood (sentences by field)."""

    data: dict[str, list[str]] = field(default_factory=dict)
    problems: dict[str, list[str]] = field(default_factory=dict)


class Vocabulary:
    """The terms and choices that cells can name, read once for a batch (one query for each list)."""

    @cached_property
    def terms(self) -> dict[str, dict[str, Term]]:
        """The terms in use by their number as text, for each field that takes terms."""
        return {
            name: {str(term.pk): term for term in model._default_manager.filter(is_active=True)}
            for name, model in TERMS.items()
        }

    @cached_property
    def _by_name(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for name, terms in self.terms.items():
            known: dict[str, str] = {}
            short: dict[str, set[str]] = {}
            for key, term in terms.items():
                for words in (*getattr(term, "aliases", ()), term.slug, term.name_en, term.name_tr):
                    known[plain(words)] = key
                    short.setdefault(plain(_IN_BRACKETS.sub("", words)), set()).add(key)
            # "Yaşlılar" for "Yaşlılar (65+)", where no other term is called so
            found[name] = {words: next(iter(keys)) for words, keys in short.items() if len(keys) == 1} | known
        return found

    @cached_property
    def _choices(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for name, choices in CHOICES.items():
            known = {plain(value): value for value in choices.values if value}
            for language in ("en", "tr"):
                with translation.override(language):
                    known |= {plain(str(label)): value for value, label in choices.choices if value}
            found[name] = known
        return found

    def said(self, cells: Mapping[str, str]) -> Said:
        """Return what the cells of a row (text by field) say."""
        said = Said()
        for name in NAMES:
            typed = cells.get(name, "").strip()
            if name in TERMS:
                self._terms(said, name, typed)
            elif name in CHOICES:
                self._choice(said, name, typed)
            elif name in TICKED:
                _tick(said, name, typed)
            elif name == "consent_on":
                _day(said, name, typed)
            else:
                said.data[name] = [typed]
        return said

    def _terms(self, said: Said, name: str, typed: str) -> None:
        known = self._by_name[name]
        parts = [part for part in _BETWEEN.split(typed) if part]
        found: list[str] = []
        for part in parts if name in SEVERAL else [typed] if typed else []:
            keys = self._one_or_more(known, part, is_several=name in SEVERAL)
            if keys is None:
                _note(said, name, _("“%(value)s” is not in the list.") % {"value": part[:80]})
            else:
                found += keys
        said.data[name] = list(dict.fromkeys(found))

    def _one_or_more(self, known: Mapping[str, str], part: str, *, is_several: bool) -> list[str] | None:
        """A name, or several with commas between them: names can hold commas themselves, so the whole comes first."""
        if key := known.get(plain(part)):
            return [key]
        if is_several and "," in part:
            keys = [known.get(plain(piece)) for piece in part.split(",") if piece.strip()]
            if keys and all(keys):
                return [key for key in keys if key]
        return None

    def _choice(self, said: Said, name: str, typed: str) -> None:
        value = self._choices[name].get(plain(typed)) if typed else _DEFAULTS.get(name, "")
        if value is None and name == "people":
            value = _range(typed)
        if value is None:
            _note(said, name, _("“%(value)s” is not one of the allowed values.") % {"value": typed[:80]})
        said.data[name] = [value or _DEFAULTS.get(name, "")]


def _range(typed: str) -> str | None:
    """Return the range of a number as Turkish writes it (1.234 or 1.234,5); None where it is none."""
    if not _NUMBER.fullmatch(typed):
        return None
    try:
        number = Decimal(typed.replace(".", "").replace(",", "."))
    except InvalidOperation:
        return None
    if number <= 0:
        return None
    return next((str(value) for most, value in _RANGES if number < most), str(PeopleRange.OVER_2000))


def _tick(said: Said, name: str, typed: str) -> None:
    words = plain(typed)
    if words in _YES:
        said.data[name] = ["on"]
        return
    said.data[name] = []
    if words and words not in _NO:
        _note(said, name, _("Write “yes” or “no”."))


def _day(said: Said, name: str, typed: str) -> None:
    said.data[name] = [""]
    if not typed:
        return
    found = _DAY.fullmatch(typed)
    try:
        day = dt.date(int(found[3]), int(found[2]), int(found[1])) if found else dt.date.fromisoformat(typed[:10])
    except ValueError:
        _note(said, name, _("“%(value)s” is no day. Write it like this: 09.03.2026") % {"value": typed[:40]})
    else:
        said.data[name] = [day.isoformat()]


def _note(said: Said, name: str, sentence: str) -> None:
    said.problems.setdefault(name, []).append(sentence)
