"""The clock of one duty as it stands today: what its due date means for the reader, and how it was worked out.

Nothing here asks the models module, so that a duty can carry its clock; a list reads the closed days once for all rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext, ngettext

from atasehir_portal.catalogue.queries import closed_days_to_show
from atasehir_portal.workdays import Calculation, Closed, Day, Role, working_days_between

if TYPE_CHECKING:
    from atasehir_portal.answering.models import Duty


def municipal_day(moment: datetime) -> date:
    """Return the day in the municipality's time zone, whichever zone is active for the reader."""
    return timezone.localdate(moment, timezone=timezone.get_default_timezone())


def today() -> date:
    """Return today in the municipality."""
    return municipal_day(timezone.now())


class Standing(StrEnum):
    """Where a duty stands against its due day."""

    OVERDUE = "overdue"
    TODAY = "today"
    IN_TIME = "in_time"
    WAITING = "waiting"
    ANSWERED_IN_TIME = "answered_in_time"
    ANSWERED_LATE = "answered_late"
    WITHDRAWN = "withdrawn"


class Sign(NamedTuple):
    """How a state is drawn: tone and icon of the tag (``parts/status.html``)."""

    tone: str
    icon: str


_SIGNS = {
    Standing.OVERDUE: Sign("stop", "warn"),
    Standing.TODAY: Sign("wait", "clock"),
    Standing.IN_TIME: Sign("wait", "clock"),
    Standing.WAITING: Sign("part", "help"),
    Standing.ANSWERED_IN_TIME: Sign("ok", "check"),
    Standing.ANSWERED_LATE: Sign("stop", "warn"),
    Standing.WITHDRAWN: Sign("off", "ret"),
}


class Span(NamedTuple):
    """Days in a row with the same reason; a single day where both ends are equal."""

    first: date
    last: date
    reason: str
    is_estimated: bool

    @property
    def is_one_day(self) -> bool:
        return self.first == self.last


@dataclass(frozen=True)
class Clock:
    """``days`` counts working days: left before the due day, passed since then, or between the answer and the due day."""

    standing: Standing
    due: date
    days: int
    duty: "Duty"

    @cached_property
    def calculation(self) -> Calculation:
        return Calculation.from_json(self.duty.calculation)

    @property
    def strip(self) -> list[tuple[Day, str]]:
        """The days of the calculation with the classes that draw them."""
        answered = municipal_day(self.duty.answered_at) if self.duty.answered_at else None
        return [(day, _css(day, self.due, answered)) for day in self.calculation.days]

    @property
    def sign(self) -> Sign:
        return _SIGNS[self.standing]

    @property
    def label(self) -> str:
        """Where the clock stands, in words."""
        return _LABELS[self.standing](self.days)

    @property
    def due_short(self) -> str:
        """The due day for a narrow column: 12 Ekim Pzt; in English Mon 12 October."""
        return date_format(self.due, "D j F" if (get_language() or "tr").startswith("en") else "j F D")

    @property
    def left_out(self) -> list[Span]:
        """Holidays and closed days that were not counted, in order; weekends are only counted up (``weekends``)."""
        return _spans([day for day in self.calculation.days if day.names and day.number is None])

    @property
    def half_days(self) -> list[Span]:
        """Half days that were counted."""
        return _spans([day for day in self.calculation.days if day.role == Role.HALF_DAY and day.number])

    @property
    def weekends(self) -> int:
        return len({day.date.isocalendar()[:2] for day in self.calculation.days if day.role == Role.WEEKEND})

    @property
    def waited(self) -> list[Span]:
        """The times in which the clock stood still because a reply was awaited."""
        return _spans([day for day in self.calculation.days if day.role == Role.WAITING])

    @property
    def answered_on(self) -> date | None:
        return municipal_day(self.duty.answered_at) if self.duty.answered_at else None


def _overdue(days: int) -> str:
    if days == 0:
        return gettext("Overdue")
    return ngettext("%(days)d working day overdue", "%(days)d working days overdue", days) % {"days": days}


def _left(days: int) -> str:
    return ngettext("%(days)d working day left", "%(days)d working days left", days) % {"days": days}


_LABELS: dict[Standing, Callable[[int], str]] = {
    Standing.OVERDUE: _overdue,
    Standing.TODAY: lambda days: gettext("Due today"),
    Standing.IN_TIME: _left,
    Standing.WAITING: lambda days: gettext("The clock stands still"),
    Standing.ANSWERED_IN_TIME: lambda days: gettext("Answered in time"),
    Standing.ANSWERED_LATE: lambda days: gettext("Answered late"),
    Standing.WITHDRAWN: lambda days: gettext("Withdrawn"),
}


def _spans(days: list[Day]) -> list[Span]:
    """Join days that follow each other and have the same reason."""
    found: list[Span] = []
    english = (get_language() or "tr").startswith("en")
    for day in days:
        reason = (day.names.en if english else day.names.tr) if day.names else ""
        if found and found[-1].reason == reason and day.date - found[-1].last == timedelta(days=1):
            found[-1] = found[-1]._replace(last=day.date, is_estimated=found[-1].is_estimated or day.is_estimated)
        else:
            found.append(Span(day.date, day.date, reason, day.is_estimated))
    return found


def _css(day: Day, due: date, answered: date | None) -> str:
    if day.date == answered:
        return "day day--ans"
    if day.date == due:
        return "day day--due"
    if day.role == Role.START:
        return "day day--start"
    if day.role == Role.WEEKEND:
        return "day day--off"
    return "day" if day.number else "day day--hol"


def clock_of(duty: "Duty", *, on: date | None = None, closed: Closed | None = None) -> Clock:
    """Return where the clock of this duty stands on a day (today). Reads the closed days unless they are handed over."""
    on = on or today()
    closed = closed_days_to_show() if closed is None else closed
    half_day_counts = duty.calculation.get("half_day_counts", True)

    def between(earlier: date, later: date) -> int:
        return abs(working_days_between(earlier, later, half_day_counts=half_day_counts, closed=closed))

    if duty.state == "withdrawn":
        return Clock(Standing.WITHDRAWN, duty.due_on, 0, duty)
    if duty.answered_at:
        answered = municipal_day(duty.answered_at)
        late = answered > duty.due_on
        return Clock(
            Standing.ANSWERED_LATE if late else Standing.ANSWERED_IN_TIME,
            duty.due_on,
            between(answered, duty.due_on),
            duty,
        )
    if duty.waiting_since and duty.waiting_since <= duty.due_on:
        return Clock(Standing.WAITING, duty.due_on, between(duty.waiting_since, duty.due_on), duty)
    if on > duty.due_on:
        return Clock(Standing.OVERDUE, duty.due_on, between(duty.due_on, on), duty)
    return Clock(Standing.TODAY if on == duty.due_on else Standing.IN_TIME, duty.due_on, between(on, duty.due_on), duty)
