"""The rules of the charter: blocks of its text with typed data, ``{"rule": …, "value": …}``, text values only.

Each rule stands once in the text. What a rule is about and where the portal keeps it is said here, so that every page says the same.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from atasehir_portal.answering.clock import today
from participation.dialogue.bounds import BOUNDS, LONGEST_TO_REVIEW

KIND = "rule"
REVIEW = "review_on"
Words = Callable[[int], str]

NO_NUMBER = _("Write a whole number, in figures.")
OUT_OF_RANGE = _("Choose a number from %(lowest)s to %(highest)s.")
NO_DAY = _("Choose a day.")
DAY_PASSED = _("This day has passed or is today. Choose a later one.")
DAY_TOO_FAR = _("A charter is reviewed at least every five years. Choose %(day)s or an earlier day.")
NO_SUCH_RULE = _("There is no such rule.")
MISSING = _("This rule has no value yet.")


@dataclass(frozen=True, slots=True)
class Rule:
    """``asks`` stands beside the field, ``applies`` says where the rule is kept."""

    key: str
    label: str | Promise
    asks: str | Promise
    applies: str | Promise
    words: Words | None = None


def _working_days(count: int) -> str:
    return ngettext("%(count)s working day", "%(count)s working days", count) % {"count": count}


def _days(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def _extension(count: int) -> str:
    return _working_days(count) if count else gettext("no extension")


def _grace(count: int) -> str:
    return _days(count) if count else gettext("no grace")


def _percent(count: int) -> str:
    return gettext("at least %(count)s percent of the members") % {"count": count}


NOT_IN_PORTAL = _("Kept by the secretariat of the dialogue; the portal does not hold meetings yet.")

RULES: Sequence[Rule] = (
    Rule(
        "answer_days",
        _("Time to answer"),
        _("Working days from the day after an input came in, from 1 to 20. Thirty calendar days are never passed."),
        _("The due day of every input; how it was worked out stands on the page of the input."),
        _working_days,
    ),
    Rule(
        "extension_days",
        _("Extension of the answer"),
        _(
            "Working days, from 0 to 15, once and with a reason that whoever asked reads. Thirty calendar days are never passed."
        ),
        _("The page on which an officer extends the time of an answer."),
        _extension,
    ),
    Rule(
        "consultation_days",
        _("Shortest round of opinions"),
        _("Calendar days, the first and the last included, from 7 to 90."),
        _("No round of opinions can be planned or opened for a shorter time."),
        _days,
    ),
    Rule(
        "notice_days",
        _("Notice of meetings"),
        _("Calendar days between the announcement of a meeting and the meeting, from 3 to 60."),
        NOT_IN_PORTAL,
        _days,
    ),
    Rule(
        "minutes_days",
        _("Time to publish the minutes"),
        _("Working days after the meeting, from 1 to 30."),
        NOT_IN_PORTAL,
        _working_days,
    ),
    Rule(
        "quorum_percent",
        _("Quorum"),
        _("How many of a body’s members have to be there for a decision, in percent, from 20 to 100."),
        NOT_IN_PORTAL,
        _percent,
    ),
    Rule(
        "grace_days",
        _("Grace after a new version"),
        _(
            "Calendar days in which the acceptance of the version before is still enough for formal acts, from 0 to 180."
        ),
        _("The page of every organisation says until when its earlier acceptance counts."),
        _grace,
    ),
    Rule(
        REVIEW,
        pgettext_lazy("charter", "Review"),
        _("The day by which the charter is reviewed together, within five years."),
        _("The page of the charter shows the day, also once it has passed."),
    ),
)
BY_KEY: Mapping[str, Rule] = {rule.key: rule for rule in RULES}


def label_of(key: Any) -> str:
    """Return what a rule is called; "" for one that is not known (data of another version)."""
    return str(BY_KEY[key].label) if isinstance(key, str) and key in BY_KEY else ""


def said(key: Any, value: Any) -> str:
    """Return the value of a rule in words, also of a half-written one."""
    rule = BY_KEY.get(key) if isinstance(key, str) else None
    if rule is None or value in (None, ""):
        return ""
    if rule.words is not None:
        return rule.words(int(value)) if re.fullmatch(r"[0-9]{1,3}", str(value)) else str(value)
    try:
        return date_format(value if isinstance(value, date) else date.fromisoformat(value), "j F Y")
    except ValueError:
        return str(value)


def validate(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data as it is kept, or raise ValidationError by field. A review that passed since it was written stays readable, and
    is judged when the charter is adopted.
    """
    if not isinstance(data, Mapping) or set(data) - {"rule", "value"}:
        raise ValidationError({NON_FIELD_ERRORS: _("The data has fields that this kind of block does not know.")})
    key, value = data.get("rule"), data.get("value")
    if not isinstance(key, str) or key not in BY_KEY:
        raise ValidationError({"value": NO_SUCH_RULE})
    if not isinstance(value, str):
        raise ValidationError({"value": MISSING})
    typed = value.strip()
    return {"rule": key, "value": _day(typed) if key == REVIEW else _number(key, typed)}


def _number(key: str, typed: str) -> str:
    if not re.fullmatch(r"[0-9]{1,6}", typed):
        raise ValidationError({"value": NO_NUMBER})
    lowest, highest = BOUNDS[key]
    if not lowest <= int(typed) <= highest:
        raise ValidationError({"value": ValidationError(OUT_OF_RANGE, params={"lowest": lowest, "highest": highest})})
    return str(int(typed))


def _day(typed: str) -> str:
    try:
        chosen = date.fromisoformat(typed)
    except ValueError as error:
        raise ValidationError({"value": NO_DAY}) from error
    latest = latest_review(today())
    if chosen > latest:
        words = ValidationError(DAY_TOO_FAR, params={"day": date_format(latest, "j F Y")})
        raise ValidationError({"value": words})
    return chosen.isoformat()


def latest_review(day: date) -> date:
    """Return the last day on which a charter that is written on this day has to be reviewed."""
    year = day.year + LONGEST_TO_REVIEW
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def facts(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what a rule says, for histories and comparisons."""
    key = data.get("rule")
    return [(label_of(key), said(key, data.get("value")))] if label_of(key) else []


def values_of(blocks: Iterable[Any], *, on: date) -> dict[str, Any]:
    """Return the rules of a text as columns, from its blocks (``kind``, ``data``). Raises ValidationError that says all that is missing,
    twice there or not possible for a charter that takes effect ``on`` that day.
    """
    found: dict[str, Any] = {}
    wrong: list[str] = []
    for block in blocks:
        if block.kind != KIND:
            continue
        key = block.data.get("rule")
        if key in found:
            wrong.append(gettext("“%(rule)s” stands twice in the text.") % {"rule": label_of(key)})
            continue
        try:
            kept = validate(block.data)["value"]
        except ValidationError as error:
            wrong.append(f"{label_of(key)}: {' '.join(error.messages)}")
            found[str(key)] = None
            continue
        found[str(key)] = date.fromisoformat(kept) if key == REVIEW else int(kept)
    wrong += [
        gettext("“%(rule)s” does not stand in the text.") % {"rule": rule.label}
        for rule in RULES
        if rule.key not in found
    ]
    review = found.get(REVIEW)
    if review is not None and review <= on:
        wrong.append(f"{label_of(REVIEW)}: {DAY_PASSED}")
    if wrong:
        raise ValidationError(wrong, code="rules")
    return found
