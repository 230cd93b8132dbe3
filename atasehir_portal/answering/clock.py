"""The clock of one duty as it stands today: what its due date means for the reader, and how it was worked out.

Nothing here asks the models module, so that a duty can carry its clock; a list reads the closed days once for all rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.functional import cached_property

from atasehir_portal.catalogue.models import ClosedDay
from atasehir_portal.workdays import Calculation, Day, Names, Role, working_days_between

if TYPE_CHECKING:
    from atasehir_portal.answering.models import Duty


def municipal_day(moment: datetime) -> date:
    """Return the day in the municipality's time zone, whichever zone is active for the reader."""
    return timezone.localdate(moment, timezone=timezone.get_default_timezone())


def today() -> date:
    """Return today in the municipality."""
    return municipal_day(timezone.now())


def closed_days() -> dict[date, Names]:
    """Return the days on which the municipality is closed beyond public holidays. One query."""
    return {row.date: Names(row.reason_tr, row.reason_en) for row in ClosedDay.objects.all()}


class Standing(StrEnum):
    """Where a duty stands against its due day."""

    OVERDUE = "overdue"
    TODAY = "today"
    IN_TIME = "in_time"
    WAITING = "waiting"
    ANSWERED_IN_TIME = "answered_in_time"
    ANSWERED_LATE = "answered_late"
    WITHDRAWN = "withdrawn"


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
    def left_out(self) -> list[Day]:
        """Holidays and closed days that were not counted, in order; weekends are only counted up (``weekends``)."""
        return [day for day in self.calculation.days if day.names and day.number is None]

    @property
    def half_days(self) -> list[Day]:
        """Half days that were counted."""
        return [day for day in self.calculation.days if day.role == Role.HALF_DAY and day.number]

    @property
    def weekends(self) -> int:
        return len({day.date.isocalendar()[:2] for day in self.calculation.days if day.role == Role.WEEKEND})

    @property
    def waited(self) -> list[Day]:
        """The days on which the clock stood still because a reply was awaited."""
        return [day for day in self.calculation.days if day.role == Role.WAITING]


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


def clock_of(duty: "Duty", *, on: date | None = None, closed: Mapping[date, Names] | None = None) -> Clock:
    """Return where the clock of this duty stands on a day (today). Reads the closed days unless they are handed over."""
    on = on or today()
    closed = closed_days() if closed is None else closed
    half_day_counts = duty.calculation.get("half_day_counts", True)

    def between(earlier: date, later: date) -> int:
        return abs(working_days_between(earlier, later, half_day_counts=half_day_counts, closed=closed))

    if duty.state == "withdrawn":
        return Clock(Standing.WITHDRAWN, duty.due_on, 0, duty)
    if duty.answered_at:
        answered = municipal_day(duty.answered_at)
        late = answered > duty.due_on
        return Clock(Standing.ANSWERED_LATE if late else Standing.ANSWERED_IN_TIME, duty.due_on, between(answered, duty.due_on), duty)
    if duty.waiting_since and duty.waiting_since <= duty.due_on:
        return Clock(Standing.WAITING, duty.due_on, between(duty.waiting_since, duty.due_on), duty)
    if on > duty.due_on:
        return Clock(Standing.OVERDUE, duty.due_on, between(duty.due_on, on), duty)
    return Clock(Standing.TODAY if on == duty.due_on else Standing.IN_TIME, duty.due_on, between(on, duty.due_on), duty)
