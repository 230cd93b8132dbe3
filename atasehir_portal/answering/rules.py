"""The rule that gives a deadline: which one is in force, and the default that stands until a charter is adopted."""

from collections.abc import Sequence
from datetime import date

from atasehir_portal.answering.models import RuleSet
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
