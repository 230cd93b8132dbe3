"""The rule that gives a deadline: which one is in force, and the default that stands until a charter is adopted."""

from collections.abc import Sequence
from datetime import date

from atasehir_portal.answering.models import Duty, RuleSet
from atasehir_portal.catalogue.models import Certainty
from atasehir_portal.catalogue.queries import closed_days
from atasehir_portal.workdays import Calculation, Closed, Wait, due_date

# Before any input can have been received; a charter's rule begins on the day it takes effect.
DEFAULT_FROM = date(2000, 1, 1)
DEFAULT = {
    "working_days": 15,
    "extension_days": 10,
    "latest_calendar_days": 30,
    "half_day_counts": True,
    "source_tr": "3071 sayılı Kanun m. 7; tüzük kabul edilene kadar geçerli varsayılan kural",
    "source_en": "Law 3071, art. 7; default rule until the charter is adopted",
    "certainty": Certainty.TO_VERIFY,
}


def ensure_default() -> tuple[RuleSet, bool]:
    """Return the default rule and whether it was created now. A default that stands is left as it is."""
    return RuleSet.objects.get_or_create(effective_from=DEFAULT_FROM, defaults=DEFAULT)


def in_force(on: date) -> RuleSet:
    """Return the rule in force on this day; the default one where no charter has set another."""
    return RuleSet.objects.filter(effective_from__lte=on).order_by("-effective_from").first() or ensure_default()[0]


def shortest_consultation(on: date) -> int:
    """Return how many days a round of opinions that begins on this day lasts at least, first and last included; 1 where no rule says."""
    return in_force(on).consultation_days or 1


def take_effect(
    *,
    effective_from: date,
    working_days: int,
    extension_days: int,
    consultation_days: int,
    source_tr: str,
    source_en: str,
) -> RuleSet:
    """Write the rule that holds from this day on, for inputs received from then on. Those received before keep theirs.

    Raises IntegrityError where another rule begins on the same day.
    """
    return RuleSet.objects.create(
        effective_from=effective_from,
        working_days=working_days,
        extension_days=extension_days,
        consultation_days=consultation_days,
        source_tr=source_tr[:300],
        source_en=source_en[:300],
        certainty=Certainty.SOURCE,
    )


def take_back(rule: RuleSet) -> None:
    """Delete a rule of example data. What rests on it keeps its due day, and rests on the rule that held before (a later extension
    follows that one).
    """
    earlier = RuleSet.objects.filter(effective_from__lt=rule.effective_from).order_by("-effective_from").first()
    Duty.objects.filter(rule_set=rule).update(rule_set=earlier or ensure_default()[0])
    rule.delete()


def calculate(
    rule: RuleSet, received: date, *, extended: bool = False, waits: Sequence[Wait] = (), closed: Closed | None = None
) -> Calculation:
    """Return the due day under this rule. The extension adds working days, but never passes the bound in calendar days."""
    return due_date(
        received,
        rule.working_days + (rule.extension_days if extended else 0),
        rule.latest_calendar_days,
        rule.half_day_counts,
        closed_days() if closed is None else closed,
        waits,
    )
