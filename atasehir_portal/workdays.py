"""Working days: Turkish public holidays, half days, weekends and the days on which the municipality is closed.

A term in working days is counted from the day after receipt. It never ends later than a bound in calendar days (the petition
law allows thirty): where the bound falls on a day without work, the answer is due on the working day before it. While the
municipality waits for a reply to its own question, both clocks stand still.

Public holidays come from the ``holidays`` library (Law 2429). Dates of the religious holidays that lie beyond the published
calendar are calculated; the library marks them as estimated and so does everything here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
# Stops a walk that could not end, were every day of years to come entered as closed.
_LONGEST_WALK = 3700


class Names(NamedTuple):
    """A name or a reason in Turkish and English."""

    tr: str
    en: str


# Days on which the municipality is closed beyond public holidays, each with its reason in Turkish and English.
Closed = Mapping[date, tuple[str, str]]


class Role(StrEnum):
    """What a day is in a calculation. ``COUNTED`` and a ``HALF_DAY`` with a number are working days."""

    START = "start"
    COUNTED = "counted"
    HALF_DAY = "half_day"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CLOSED = "closed"
    WAITING = "waiting"


class Holiday(NamedTuple):
    """A public holiday: its names, whether only the afternoon is free, and whether the date is an estimate."""

    names: Names
    is_half: bool
    is_estimated: bool


class Wait(NamedTuple):
    """A time in which the clock stands still, from the day of a question to the day of its reply, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a calculation. ``number`` counts working days from 1; ``None`` where the day does not count."""

    date: date
    role: Role
    number: int | None = None
    names: Names | None = None
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class Calculation:
    """How a due day was worked out; complete, so that it can be stored and shown years later.

    ``days`` runs from the day of receipt to the due day, or to ``bound`` where the bound decided (``capped``).
    """

    received: date
    working_days: int
    latest_calendar_days: int
    half_day_counts: bool
    bound: date
    due: date
    capped: bool
    days: tuple[Day, ...]

    @property
    def is_estimated(self) -> bool:
        """Whether a holiday whose date is only an estimate lies in between."""
        return any(day.is_estimated for day in self.days)

    def as_json(self) -> dict[str, Any]:
        """Return plain values for a JSON column; ``from_json`` reads them."""
        return {
            "received": self.received.isoformat(),
            "working_days": self.working_days,
            "latest_calendar_days": self.latest_calendar_days,
            "half_day_counts": self.half_day_counts,
            "bound": self.bound.isoformat(),
            "due": self.due.isoformat(),
            "capped": self.capped,
            "days": [
                {
                    "date": day.date.isoformat(),
                    "role": day.role.value,
                    "number": day.number,
                    "name_tr": day.names.tr if day.names else "",
                    "name_en": day.names.en if day.names else "",
                    "estimated": day.is_estimated,
                }
                for day in self.days
            ],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Calculation":
        return cls(
            received=date.fromisoformat(stored["received"]),
            working_days=stored["working_days"],
            latest_calendar_days=stored["latest_calendar_days"],
            half_day_counts=stored["half_day_counts"],
            bound=date.fromisoformat(stored["bound"]),
            due=date.fromisoformat(stored["due"]),
            capped=stored["capped"],
            days=tuple(
                Day(
                    date=date.fromisoformat(day["date"]),
                    role=Role(day["role"]),
                    number=day["number"],
                    names=Names(day["name_tr"], day["name_en"]) if day["name_tr"] else None,
                    is_estimated=day["estimated"],
                )
                for day in stored["days"]
            ),
        )


@lru_cache(maxsize=64)
def _holidays_of(year: int) -> dict[date, Holiday]:
    """Return the year's public holidays; a half day that is also a full holiday is a full one."""
    # here and not above: the library reads the calendars of all countries, a fifth of what starting any command would cost
    from holidays import HALF_DAY, PUBLIC
    from holidays.countries import Turkey

    found: dict[date, Holiday] = {}
    for category in (HALF_DAY, PUBLIC):
        turkish = Turkey(years=year, language="tr", categories=(category,), islamic_show_estimated=False)
        english = Turkey(years=year, language="en_US", categories=(category,), islamic_show_estimated=False)
        marked = Turkey(years=year, language="tr", categories=(category,), islamic_show_estimated=True)
        for day, name in turkish.items():
            is_half = category == HALF_DAY
            found[day] = Holiday(
                names=_half_day_names(name, english[day])
                if is_half
                else Names(_apostrophe(name), _apostrophe(english[day])),
                is_half=is_half,
                is_estimated=marked[day] != name,
            )
    return found


def _half_day_names(turkish: str, english: str) -> Names:
    """Name a half day as people call it: the eve (arife) of a religious holiday, the afternoon before the Republic Day."""
    turkish, english = turkish.split(" (")[0], english.split(" (")[0]
    if english.startswith("Eid"):
        return Names(f"{turkish} arifesi", f"eve of {english}")
    return Names(f"{turkish}, 28 Ekim öğleden sonra", f"{english}, afternoon of 28 October")


def _apostrophe(name: str) -> str:
    return name.replace("'", "’")


def warm_up(year: int) -> None:
    """Read the calendar, so that nobody who opens a page waits for it."""
    _holidays_of(year)


def holiday(day: date) -> Holiday | None:
    """Return the public holiday on this day in Türkiye, if there is one."""
    return _holidays_of(day.year).get(day)


def role_of(day: date, *, half_day_counts: bool, closed: Closed) -> tuple[Day, bool]:
    """Return what this day is, and whether it is a working day. A holiday on a weekend is simply a weekend."""
    if day.weekday() >= _SATURDAY:
        return Day(day, Role.WEEKEND), False
    found = holiday(day)
    if found and not found.is_half:
        return Day(day, Role.HOLIDAY, names=found.names, is_estimated=found.is_estimated), False
    if day in closed:
        return Day(day, Role.CLOSED, names=Names(*closed[day])), False
    if found:
        return Day(day, Role.HALF_DAY, names=found.names, is_estimated=found.is_estimated), half_day_counts
    return Day(day, Role.COUNTED), True


def is_working_day(day: date, *, half_day_counts: bool = True, closed: Closed | None = None) -> bool:
    """Return whether the municipality works on this day."""
    return role_of(day, half_day_counts=half_day_counts, closed=closed or {})[1]


def due_date(
    received: date,
    working_days: int,
    latest_calendar_days: int,
    half_day_counts: bool,
    closed: Closed,
    waits: Sequence[Wait] = (),
) -> Calculation:
    """Return the day by which an input received on ``received`` is to be answered, and how it was worked out.

    ``working_days`` count from the day after receipt. The bound is ``latest_calendar_days`` after receipt; days inside
    ``waits`` move neither clock. Where no working day is left inside the bound (a long closure, or a reply that came on the
    last day), the answer is due on the first working day after it. Raises ValueError where either number is below 1.
    """
    if working_days < 1 or latest_calendar_days < 1:
        raise ValueError("a term is at least one day")
    bound = _bound(received, latest_calendar_days, waits)
    days = [Day(received, Role.START)]
    counted = 0
    last_working: date | None = None
    for day in _days_after(received):
        if _stands_still(day, waits):
            days.append(Day(day, Role.WAITING))
            last_working = None
            continue
        what, works = role_of(day, half_day_counts=half_day_counts, closed=closed)
        if works:
            counted += 1
            last_working = day
            what = replace(what, number=counted)
        days.append(what)
        if counted == working_days or (day >= bound and last_working):
            break
    if last_working is None:
        raise ValueError("no working day for ten years")
    return Calculation(
        received=received,
        working_days=working_days,
        latest_calendar_days=latest_calendar_days,
        half_day_counts=half_day_counts,
        bound=bound,
        due=last_working,
        capped=counted < working_days,
        days=tuple(days),
    )


def _bound(received: date, latest_calendar_days: int, waits: Sequence[Wait]) -> date:
    calendar = 0
    for day in _days_after(received):
        calendar += not _stands_still(day, waits)
        if calendar == latest_calendar_days:
            return day
    raise ValueError("the clock stands still for ten years")


def _stands_still(day: date, waits: Sequence[Wait]) -> bool:
    return any(wait.first <= day <= wait.last for wait in waits)


def _days_after(day: date) -> Iterator[date]:
    for _ in range(_LONGEST_WALK):
        day += _ONE_DAY
        yield day


def working_days_between(
    earlier: date,
    later: date,
    *,
    half_day_counts: bool = True,
    closed: Closed | None = None,
    waits: Sequence[Wait] = (),
) -> int:
    """Return how many working days lie after ``earlier`` up to and including ``later``; negative the other way round."""
    if later < earlier:
        return -working_days_between(later, earlier, half_day_counts=half_day_counts, closed=closed, waits=waits)
    days = (earlier + timedelta(days=offset) for offset in range(1, (later - earlier).days + 1))
    return sum(
        is_working_day(day, half_day_counts=half_day_counts, closed=closed)
        for day in days
        if not _stands_still(day, waits)
    )
