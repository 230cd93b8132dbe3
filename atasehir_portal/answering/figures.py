"""How answering goes, in figures: by unit for coordinators, by month for everybody (the public scoreboard).

Confidential duties are in none of them. A share or a median stands only over at least ``FEWEST_ANSWERS`` inputs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, DateField, F, FloatField, Min, Q, QuerySet, Value
from django.db.models.functions import TruncDate, TruncMonth
from django.utils import timezone

from atasehir_portal.answering import permissions
from atasehir_portal.answering.clock import today
from atasehir_portal.answering.models import OPEN_STATES, Duty, DutyKind, DutyState
from atasehir_portal.answering.queries import FEWEST_ANSWERS, FIGURES_REACH_BACK, Median
from atasehir_portal.bilingual import pick_from

MONTHS = 12
# What the scoreboard counts. Applications of organisations are no inputs on the life of the district.
COUNTED_KINDS = (DutyKind.NEED, DutyKind.COMMENT, DutyKind.SUGGESTION, DutyKind.AGENDA_PROPOSAL)

# The clock stands still: a reply is awaited that was asked for in time. Its due day is not fixed yet.
_STANDS_STILL = Q(state=DutyState.ASKED, waiting_since__lte=F("due_on"))


def _with_answer_day(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    return duties.annotate(answer_day=TruncDate("answered_at", tzinfo=timezone.get_default_timezone()))


_IN_TIME = Q(state=DutyState.ANSWERED, answer_day__lte=F("due_on"))


# --- by unit ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class UnitFigures:
    """One unit: what waits there now, and how it answered in the last 90 days. ``name`` is empty for what no unit has yet.

    ``open`` counts all that is not answered, ``waiting`` those of them for which a reply is awaited, ``next_due`` the soonest due
    day. ``median_working_days`` is None over fewer than ``FEWEST_ANSWERS`` answers.
    """

    name: str
    open: int = 0
    overdue: int = 0
    waiting: int = 0
    next_due: date | None = None
    answered: int = 0
    median_working_days: float | None = None


def by_unit(user: Any) -> list[UnitFigures]:
    """Return the figures of every unit that has something to answer or answered lately, the most overdue first, then the soonest
    due. Empty for everybody but coordinators. One query.
    """
    if not permissions.can_compare_units(user):
        return []
    duties = Duty.objects.filter(confidential=False)
    found: dict[int | None, UnitFigures] = {}
    waiting = (
        duties.filter(state__in=OPEN_STATES)
        .values(whose=F("unit_id"), name_tr=F("unit__name_tr"), name_en=F("unit__name_en"))
        .annotate(
            open=Count("pk"),
            overdue=Count("pk", filter=Q(due_on__lt=today()) & ~_STANDS_STILL),
            waiting=Count("pk", filter=Q(state=DutyState.ASKED)),
            next_due=Min("due_on", filter=~_STANDS_STILL),
            answered=Value(0),
            median=Value(None, output_field=FloatField()),
        )
        .order_by()
    )
    answered = (
        duties.filter(answered_at__gte=timezone.now() - FIGURES_REACH_BACK)
        .values(whose=F("answered_unit_id"), name_tr=F("answered_unit__name_tr"), name_en=F("answered_unit__name_en"))
        .annotate(
            open=Value(0),
            overdue=Value(0),
            waiting=Value(0),
            next_due=Value(None, output_field=DateField()),
            answered=Count("pk"),
            median=Median("days_taken"),
        )
        .order_by()
    )
    for row in waiting.union(answered, all=True):
        figures = found.setdefault(row["whose"], UnitFigures(_name(row)))
        if row["open"]:
            figures.open, figures.overdue = row["open"], row["overdue"]
            figures.waiting, figures.next_due = row["waiting"], row["next_due"]
        else:
            figures.answered = row["answered"]
            figures.median_working_days = row["median"] if row["answered"] >= FEWEST_ANSWERS else None
    return sorted(found.values(), key=lambda row: (-row.overdue, row.next_due or date.max, row.name))


def _name(row: Mapping[str, Any]) -> str:
    return pick_from(row) if row["name_tr"] else ""


# --- by month, in public ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Score:
    """Inputs whose answer fell due in one time. Over fewer than ``FEWEST_ANSWERS`` inputs nothing is said (None), and ``due`` is not
    to be shown either.

    ``answered_percent`` counts answers late or not, ``in_time_percent`` those given by the due day; ``median_working_days`` is over
    those that were answered; ``overdue`` counts those that have no answer to this day.
    """

    due: int
    answered_percent: int | None = None
    in_time_percent: int | None = None
    median_working_days: float | None = None
    overdue: int | None = None

    @property
    def is_enough(self) -> bool:
        return self.due >= FEWEST_ANSWERS


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the scoreboard, by its first day."""

    first: date
    score: Score


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """The last twelve months, the running one last (to yesterday); the whole; and what is overdue today.

    ``overdue`` is None while fewer than ``FEWEST_ANSWERS`` inputs wait for an answer.
    """

    months: list[Month]
    whole: Score
    overdue: int | None
    until: date


def scoreboard() -> Scoreboard:
    """Return the public figures. Three queries, whatever there is to count.

    An input counts in the month in which its answer was due, once that day has passed, so that each had its whole time. What was
    withdrawn does not count, nor what waits for a reply that was asked for in time.
    """
    now = today()
    firsts = _last_months(now)
    fell_due = _with_answer_day(_fell_due(firsts[0], now))
    counted = {
        "due": Count("pk"),
        "answered": Count("pk", filter=Q(state=DutyState.ANSWERED)),
        "in_time": Count("pk", filter=_IN_TIME),
        "median": Median("days_taken", filter=Q(state=DutyState.ANSWERED)),
    }
    by_month = {row["month"]: row for row in _grouped(fell_due, counted)}
    open_now = Duty.objects.filter(confidential=False, state__in=OPEN_STATES, kind__in=COUNTED_KINDS).aggregate(
        open=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=now) & ~_STANDS_STILL)
    )
    return Scoreboard(
        months=[Month(first, _score(by_month.get(first))) for first in firsts],
        whole=_score(fell_due.aggregate(**counted)),
        overdue=open_now["overdue"] if open_now["open"] >= FEWEST_ANSWERS else None,
        until=now,
    )


def _fell_due(first: date, before: date) -> QuerySet[Duty]:
    """Duties of the counted kinds whose due day lies in between and has passed. The partial index on ``due_on`` serves it."""
    return (
        Duty.objects.filter(confidential=False, kind__in=COUNTED_KINDS, due_on__gte=first, due_on__lt=before)
        .exclude(state=DutyState.WITHDRAWN)
        .exclude(_STANDS_STILL)
    )


def _grouped(duties: QuerySet[Duty], counted: dict[str, Any]) -> Iterable[Mapping[str, Any]]:
    return duties.annotate(month=TruncMonth("due_on")).values("month").annotate(**counted).order_by()


def _last_months(now: date) -> list[date]:
    """Return the first days of the last twelve months, the running one last."""
    count = now.year * 12 + now.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(count - MONTHS + 1, count + 1)]


def _score(row: Mapping[str, Any] | None) -> Score:
    if row is None or row["due"] < FEWEST_ANSWERS:
        return Score(row["due"] if row else 0)
    return Score(
        row["due"],
        round(100 * row["answered"] / row["due"]),
        round(100 * row["in_time"] / row["due"]),
        row["median"] if row["answered"] >= FEWEST_ANSWERS else None,
        row["due"] - row["answered"],
    )
