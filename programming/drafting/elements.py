"""What a goal, an outcome and a measure say beyond their text: the typed data of their blocks.

The data is kept as JSON with text values only, so that it can be proposed, compared and frozen like a sentence:

    goal     {title}
    outcome  {title}
    measure  {title, unit, partners, first_quarter, last_quarter, budget, currency, source, competence}

``unit`` is the unit's short name, a quarter is "2027-Q1", ``budget`` is "18400000.00" in ``currency`` TRY,
``competence`` one of the catalogue's. What is not known yet is empty: a draft may be incomplete, the gates to
adoption ask for the rest.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atasehir_portal import cleaning
from atasehir_portal.accounts.models import Unit
from atasehir_portal.catalogue.models import Competence
from programming.drafting import money
from programming.drafting.models import ElementKind

T = TypeVar("T")

TITLE_LENGTH = 250
PARTNERS_LENGTH = 1000
SOURCE_LENGTH = 300
FIRST_YEAR, LAST_YEAR = 2000, 2100
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])\Z")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months of a year, numbered from 1."""

    year: int
    number: int

    @classmethod
    def read(cls, kept: str) -> Self:
        """Return the quarter that "2027-Q1" names. Raises ValidationError on anything else."""
        match = _QUARTER.match(kept) if isinstance(kept, str) else None
        if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
            raise ValidationError(_("Not a quarter of a year."), code="quarter")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def label(self) -> str:
        words = gettext("%(year)s, quarter %(number)s") % {"year": self.year, "number": self.number}
        return words.replace(" ", "\u00a0")


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure's data, read: sums as numbers, quarters as quarters."""

    title: str
    unit: str = ""
    partners: str = ""
    first_quarter: Quarter | None = None
    last_quarter: Quarter | None = None
    budget: Decimal | None = None
    source: str = ""
    competence: str = ""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Return what a block's data says. Never raises: what cannot be read (data of another version) is empty."""

        def text(name: str) -> str:
            value = data.get(name, "")
            return value if isinstance(value, str) else ""

        return cls(
            title=text("title"),
            unit=text("unit"),
            partners=text("partners"),
            first_quarter=_readable(Quarter.read, text("first_quarter")),
            last_quarter=_readable(Quarter.read, text("last_quarter")),
            budget=_readable(money.read, text("budget")),
            source=text("source"),
            competence=text("competence") if text("competence") in Competence.values else "",
        )

    @property
    def period(self) -> str:
        """The calendar in words; empty where it is open."""
        first, last = self.first_quarter, self.last_quarter
        if first is None or last is None:
            known = first or last
            return known.label if known else ""
        if first == last:
            return first.label
        if first.number == 1 and last.number == 4:
            return f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"
        return f"{first.label} – {last.label}"

    @property
    def budget_shown(self) -> str:
        return money.shown(self.budget) if self.budget is not None else ""

    @property
    def competence_label(self) -> str:
        return str(Competence(self.competence).label) if self.competence else ""


MEASURE_FIELDS = (
    "title",
    "unit",
    "partners",
    "first_quarter",
    "last_quarter",
    "budget",
    "currency",
    "source",
    "competence",
)


def validate_titled(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a goal's or outcome's data as it is kept. Raises ValidationError by field."""
    _known(data, ("title",))
    return {"title": _title(data)}


def validate_measure(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a measure's data as it is kept. Raises ValidationError by field."""
    _known(data, MEASURE_FIELDS)
    errors: dict[str, Any] = {}
    kept: dict[str, Any] = dict.fromkeys(MEASURE_FIELDS, "")

    def take(name: str, check: Callable[[], str]) -> None:
        try:
            kept[name] = check()
        except ValidationError as error:
            errors[name] = error.error_list if not hasattr(error, "error_dict") else error.error_dict[name]

    take("title", lambda: _title(data))
    take("unit", lambda: _unit_slug(data))
    take("partners", lambda: _short(data, "partners", PARTNERS_LENGTH))
    take("source", lambda: _short(data, "source", SOURCE_LENGTH))
    take("first_quarter", lambda: _quarter(data, "first_quarter"))
    take("last_quarter", lambda: _quarter(data, "last_quarter"))
    take("budget", lambda: money.keep(money.read(data["budget"])) if data.get("budget") else "")
    take("competence", lambda: _competence(data))
    if data.get("currency", money.CURRENCY) not in ("", money.CURRENCY):
        errors["currency"] = ValidationError(_("Costs are in Turkish lira."))
    kept["currency"] = money.CURRENCY
    take("last_quarter", lambda: in_order(kept["first_quarter"], kept["last_quarter"]))
    if errors:
        raise ValidationError(errors)
    return kept


VALIDATORS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    ElementKind.GOAL: validate_titled,
    ElementKind.OUTCOME: validate_titled,
    ElementKind.MEASURE: validate_measure,
}


def in_order(first: str, last: str) -> str:
    """Return the last quarter, as it is kept. Raises ValidationError where it lies before the first."""
    if first and last and Quarter.read(last) < Quarter.read(first):
        raise ValidationError(_("The end is before the beginning."))
    return last


def unit_of(data: Mapping[str, Any]) -> Unit | None:
    """Return the responsible unit that a measure's data names. Raises ValidationError where there is no such unit."""
    slug = data.get("unit")
    if not slug:
        return None
    unit = Unit.objects.filter(slug=slug).first()
    if unit is None:
        raise ValidationError({"unit": _("There is no such unit.")})
    return unit


def _readable(read: Callable[[str], T], kept: str) -> T | None:
    try:
        return read(kept)
    except ValidationError:
        return None


def _known(data: Mapping[str, Any], names: tuple[str, ...]) -> None:
    if not isinstance(data, Mapping) or set(data) - set(names):
        raise ValidationError({NON_FIELD_ERRORS: _("The data has fields that this kind of block does not know.")})


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name) or ""
    if not isinstance(value, str):
        raise ValidationError({name: _("This must be text.")})
    return value


def _title(data: Mapping[str, Any]) -> str:
    title = cleaning.line(_text(data, "title"))
    if not title:
        raise ValidationError({"title": _("Give it a title.")})
    return _within(title, "title", TITLE_LENGTH)


def _short(data: Mapping[str, Any], name: str, length: int) -> str:
    return _within(cleaning.line(_text(data, name)), name, length)


def _within(text: str, name: str, length: int) -> str:
    if len(text) > length:
        raise ValidationError({name: _("This is too long: at most %(length)s signs.") % {"length": length}})
    if "\x00" in text:
        raise ValidationError({name: _("The text has a sign that cannot be kept.")})
    return text


def _unit_slug(data: Mapping[str, Any]) -> str:
    slug = _text(data, "unit")
    if slug and not re.fullmatch(r"[a-z0-9_-]{1,60}", slug):
        raise ValidationError({"unit": _("There is no such unit.")})
    return slug


def _quarter(data: Mapping[str, Any], name: str) -> str:
    kept = data.get(name) or ""
    return str(Quarter.read(kept)) if kept else ""


def _competence(data: Mapping[str, Any]) -> str:
    competence = _text(data, "competence")
    if competence and competence not in Competence.values:
        raise ValidationError({"competence": _("Choose one of the listed bodies.")})
    return competence
