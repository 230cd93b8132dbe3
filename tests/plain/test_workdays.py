"""Working days, against tables of real Turkish holidays typed in by hand and against properties that always hold."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atasehir_portal.workdays import (
    Calculation,
    Names,
    Role,
    Wait,
    due_date,
    holiday,
    is_working_day,
    working_days_between,
)

# The public holidays of Law 2429 with the religious holidays as announced for each year, typed in from calendars.
HOLIDAYS = {
    2024: "01-01 04-10 04-11 04-12 04-23 05-01 05-19 06-16 06-17 06-18 06-19 07-15 08-30 10-29",
    2025: "01-01 03-30 03-31 04-01 04-23 05-01 05-19 06-06 06-07 06-08 06-09 07-15 08-30 10-29",
    2026: "01-01 03-20 03-21 03-22 04-23 05-01 05-19 05-27 05-28 05-29 05-30 07-15 08-30 10-29",
    2027: "01-01 03-09 03-10 03-11 04-23 05-01 05-16 05-17 05-18 05-19 07-15 08-30 10-29",
}
HALF_DAYS = {
    2024: "04-09 06-15 10-28",
    2025: "03-29 06-05 10-28",
    2026: "03-19 05-26 10-28",
    2027: "03-08 05-15 10-28",
}
CLOSED = {date(2026, 7, 16): Names("İdari izin", "administrative leave")}


def _dates(year: int, typed: str) -> set[date]:
    return {date.fromisoformat(f"{year}-{day}") for day in typed.split()}


def _year(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", HOLIDAYS)
def test_holiday_matches_the_calendar(year: int) -> None:
    full = {day for day in _year(year) if (found := holiday(day)) and not found.is_half}
    half = {day for day in _year(year) if (found := holiday(day)) and found.is_half}
    assert full == _dates(year, HOLIDAYS[year])
    assert half == _dates(year, HALF_DAYS[year])
    assert not any(found.is_estimated for day in _year(year) if (found := holiday(day)))


# First days of the two religious holidays, as announced by the Presidency of Religious Affairs. All else follows from the law.
RAMAZAN = {2024: (4, 10), 2025: (3, 30), 2026: (3, 20), 2027: (3, 9)}
KURBAN = {2024: (6, 16), 2025: (6, 6), 2026: (5, 27), 2027: (5, 16)}
FIXED = ((1, 1), (4, 23), (5, 1), (5, 19), (7, 15), (8, 30), (10, 29))


@pytest.mark.parametrize("year", RAMAZAN)
def test_holidays_follow_the_rules_of_law_2429(year: int) -> None:
    """Article 1: 28 October from 13.00. Article 2, B: three and a half days, four and a half days, the half being the afternoon
    of the eve. Article 2, A and C: the fixed days.
    """
    full = {date(year, month, day) for month, day in FIXED}
    half = {date(year, 10, 28)}
    for (month, day), length in ((RAMAZAN[year], 3), (KURBAN[year], 4)):
        first = date(year, month, day)
        full |= {first + timedelta(days=n) for n in range(length)}
        half.add(first - timedelta(days=1))
    found = {day: known for day in _year(year) if (known := holiday(day))}
    assert {day for day, known in found.items() if not known.is_half} == full
    assert {day for day, known in found.items() if known.is_half} == half - full


def test_saturday_after_a_holiday_on_friday_is_no_holiday_and_does_not_matter() -> None:
    """Where the law and the library differ: article 2, D makes the Saturday after a holiday that ends on Friday a holiday too."""
    friday, saturday = date(2026, 5, 1), date(2026, 5, 2)
    assert friday.weekday() == 4
    assert holiday(friday) is not None
    assert holiday(saturday) is None
    assert not is_working_day(saturday)


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2026, 3, 19), Names("Ramazan Bayramı arifesi", "eve of Eid al-Fitr")),
        (date(2026, 5, 26), Names("Kurban Bayramı arifesi", "eve of Eid al-Adha")),
        (
            date(2026, 10, 28),
            Names("Cumhuriyet Bayramı, 28 Ekim öğleden sonra", "Republic Day, afternoon of 28 October"),
        ),
        (
            date(2026, 5, 19),
            Names("Atatürk’ü Anma, Gençlik ve Spor Bayramı", "Commemoration of Atatürk, Youth and Sports Day"),
        ),
        (date(2026, 3, 20), Names("Ramazan Bayramı", "Eid al-Fitr")),
    ],
)
def test_holiday_is_named_in_both_languages(day: date, names: Names) -> None:
    found = holiday(day)
    assert found is not None
    assert found.names == names


def test_holiday_beyond_the_published_calendar_is_marked_as_estimated() -> None:
    found = holiday(date(2035, 12, 1))
    assert found is not None
    assert found.is_estimated
    assert "tahmini" not in found.names.tr
    assert not holiday(date(2035, 10, 29)).is_estimated  # type: ignore[union-attr]
    assert due_date(date(2035, 11, 20), 10, 30, True, {}).is_estimated


@pytest.mark.parametrize(
    ("received", "working_days", "half_day_counts", "due"),
    [
        # 9 March 2026: three weekends, the eve counted, 20 March left out
        (date(2026, 3, 9), 15, True, date(2026, 3, 31)),
        # the same where the eve does not count
        (date(2026, 3, 9), 15, False, date(2026, 4, 1)),
        # received on a Saturday: counting begins on Monday
        (date(2026, 1, 3), 1, True, date(2026, 1, 5)),
        # 28 October is a half day, 29 October a holiday, then the weekend
        (date(2026, 10, 26), 2, True, date(2026, 10, 28)),
        (date(2026, 10, 26), 2, False, date(2026, 10, 30)),
        # Kurban Bayramı 2024 (16–19 June) after a weekend eve
        (date(2024, 6, 14), 1, True, date(2024, 6, 20)),
        # Ramazan Bayramı 2025 ends on 1 April
        (date(2025, 3, 28), 1, True, date(2025, 4, 2)),
        # 2027: Kurban Bayramı runs into 19 May
        (date(2027, 5, 14), 1, True, date(2027, 5, 20)),
        # over the new year
        (date(2025, 12, 31), 1, True, date(2026, 1, 2)),
    ],
)
def test_due_date_counts_from_the_day_after_receipt(
    received: date, working_days: int, half_day_counts: bool, due: date
) -> None:
    found = due_date(received, working_days, 30, half_day_counts, {})
    assert found.due == due
    assert not found.capped
    assert found.days[0].role == Role.START
    assert found.days[-1].date == due
    assert found.days[-1].number == working_days


@pytest.mark.parametrize(
    ("received", "working_days", "half_day_counts", "closed", "due"),
    [
        # the Monday before the eve of Ramazan Bayramı
        ("2024-04-05", 1, True, "", "2024-04-08"),
        # the eve counts, or it does not and four days follow without work
        ("2024-04-05", 2, True, "", "2024-04-09"),
        ("2024-04-05", 2, False, "", "2024-04-15"),
        # three weeks over Ramazan Bayramı, 23 April and 1 May
        ("2024-04-08", 15, True, "", "2024-05-06"),
        ("2024-04-08", 15, False, "", "2024-05-07"),
        # two days of administrative leave before the holiday, then the holiday: nine days without work
        ("2024-04-05", 1, True, "2024-04-08 2024-04-09", "2024-04-15"),
        # two days of administrative leave after Kurban Bayramı
        ("2024-06-14", 1, True, "2024-06-20 2024-06-21", "2024-06-24"),
        # the eve on a Saturday costs nothing
        ("2024-06-07", 15, True, "", "2024-07-03"),
        # 28 October does not count, 29 October never does
        ("2024-10-25", 2, False, "", "2024-10-31"),
        # received on the half day itself
        ("2024-10-28", 1, True, "", "2024-10-30"),
        ("2024-10-21", 15, True, "", "2024-11-12"),
        # three days of administrative leave after Ramazan Bayramı, which began on a Sunday
        ("2025-03-28", 1, True, "2025-04-02 2025-04-03 2025-04-04", "2025-04-07"),
        # over Ramazan Bayramı without leave
        ("2025-03-24", 15, True, "", "2025-04-16"),
        # over the eve (Thursday) and four days of Kurban Bayramı
        ("2025-06-02", 15, True, "", "2025-06-25"),
        ("2025-06-02", 15, False, "", "2025-06-26"),
        ("2025-06-04", 2, True, "", "2025-06-10"),
        # 23 April and 1 May on a working day
        ("2025-04-22", 1, True, "", "2025-04-24"),
        ("2025-04-30", 1, True, "", "2025-05-02"),
        # 28 October does not count, or it does
        ("2025-10-27", 1, False, "", "2025-10-30"),
        ("2025-10-27", 2, True, "", "2025-10-30"),
        # the eve on a Thursday, the holiday from Friday to Sunday
        ("2026-03-18", 2, True, "", "2026-03-23"),
        ("2026-03-18", 1, False, "", "2026-03-23"),
        # the eve on a Tuesday, the holiday from Wednesday to Saturday
        ("2026-05-25", 2, True, "", "2026-06-01"),
        ("2026-05-25", 1, False, "", "2026-06-01"),
        # over 19 May and Kurban Bayramı
        ("2026-05-11", 15, True, "", "2026-06-05"),
        ("2026-05-11", 15, False, "", "2026-06-08"),
        # 15 July on a Wednesday; 30 August on a Sunday
        ("2026-07-14", 1, True, "", "2026-07-16"),
        ("2026-08-28", 1, True, "", "2026-08-31"),
        # 28 October on a Wednesday; over the new year into a Friday and a weekend
        ("2026-10-27", 1, False, "", "2026-10-30"),
        ("2026-12-31", 1, True, "", "2027-01-04"),
        # the eve on a Monday, the holiday to Thursday
        ("2027-03-05", 1, True, "", "2027-03-08"),
        ("2027-03-05", 1, False, "", "2027-03-12"),
        ("2027-03-01", 15, True, "", "2027-03-25"),
        # Kurban Bayramı runs into 19 May, one day that is two holidays
        ("2027-05-14", 1, True, "", "2027-05-20"),
        ("2027-05-03", 15, True, "", "2027-05-27"),
        # 28 and 29 October on Thursday and Friday: without the half day the month ends
        ("2027-10-27", 1, True, "", "2027-10-28"),
        ("2027-10-27", 1, False, "", "2027-11-01"),
        ("2027-10-15", 15, True, "", "2027-11-08"),
        ("2027-10-15", 15, False, "", "2027-11-09"),
    ],
)
def test_due_date_over_the_holidays_of_four_years(
    received: str, working_days: int, half_day_counts: bool, closed: str, due: str
) -> None:
    """Counted from the rules of the law alone, without the code under test. ``closed`` are closed days of the catalogue."""
    leave = {date.fromisoformat(day): Names("İdari izin", "administrative leave") for day in closed.split()}
    found = due_date(date.fromisoformat(received), working_days, 30, half_day_counts, leave)
    assert found.due == date.fromisoformat(due)
    assert not found.capped
    assert [day.number for day in found.days if day.number] == list(range(1, working_days + 1))


def test_half_day_that_is_closed_is_a_closed_day_and_a_holiday_stays_one() -> None:
    """An eve on which the municipality is closed altogether does not count; a closed day on a holiday changes nothing."""
    eve, bayram = date(2026, 3, 19), date(2026, 3, 20)
    leave = {day: Names("İdari izin", "administrative leave") for day in (eve, bayram)}
    found = due_date(date(2026, 3, 18), 1, 30, True, leave)
    assert found.due == date(2026, 3, 23)
    assert [day.role for day in found.days[1:3]] == [Role.CLOSED, Role.HOLIDAY]


def test_due_date_leaves_out_days_on_which_the_municipality_is_closed() -> None:
    found = due_date(date(2026, 7, 14), 1, 30, True, CLOSED)
    assert found.due == date(2026, 7, 17)
    assert [(day.date.day, day.role) for day in found.days] == [
        (14, Role.START),
        (15, Role.HOLIDAY),
        (16, Role.CLOSED),
        (17, Role.COUNTED),
    ]
    assert found.days[2].names == Names("İdari izin", "administrative leave")


def test_due_date_never_passes_the_bound() -> None:
    found = due_date(date(2026, 3, 9), 40, 30, True, {})
    assert found.capped
    assert found.bound == date(2026, 4, 8)
    assert found.due == date(2026, 4, 8)


def test_due_date_is_the_working_day_before_a_bound_without_work() -> None:
    # thirty days after 30 September 2026 is 30 October; after 1 October it is Saturday 31 October
    found = due_date(date(2026, 10, 1), 40, 30, True, {})
    assert found.bound == date(2026, 10, 31)
    assert found.due == date(2026, 10, 30)
    assert found.capped
    assert found.days[-1].date == found.bound
    # the bound falls into a religious holiday
    found = due_date(date(2026, 4, 29), 40, 30, True, {})
    assert found.bound == date(2026, 5, 29)
    assert found.due == date(2026, 5, 26)
    assert due_date(date(2026, 4, 29), 40, 30, False, {}).due == date(2026, 5, 25)


def test_due_date_without_a_working_day_inside_the_bound_is_the_first_one_after() -> None:
    friday = date(2026, 1, 9)
    assert due_date(friday, 5, 1, True, {}).due == date(2026, 1, 12)
    closed = {friday + timedelta(days=n): Names("Kapalı", "closed") for n in range(40)}
    assert due_date(friday, 15, 30, True, closed).due == date(2026, 2, 18)


def test_due_date_stands_still_while_a_reply_is_awaited() -> None:
    received = date(2026, 1, 5)
    without = due_date(received, 15, 30, True, {})
    # asked on Thursday 8 January, replied on Wednesday 14 January: five working days
    waited = due_date(received, 15, 30, True, {}, [Wait(date(2026, 1, 8), date(2026, 1, 14))])
    assert without.due == date(2026, 1, 26)
    assert waited.due == date(2026, 2, 2)
    assert waited.bound - without.bound == timedelta(days=7)
    assert [day.date.day for day in waited.days if day.role == Role.WAITING] == [8, 9, 10, 11, 12, 13, 14]


def test_due_date_leaves_a_working_day_after_a_late_reply() -> None:
    """A question on the very last day, replied on a Friday: the answer is due on Monday, although the bound was Saturday."""
    received = date(2026, 1, 5)
    bound = due_date(received, 40, 30, True, {})
    assert bound.due == date(2026, 2, 4)
    found = due_date(received, 40, 30, True, {}, [Wait(date(2026, 2, 4), date(2026, 2, 13))])
    assert found.due == date(2026, 2, 16)


def test_due_date_is_not_moved_by_a_question_asked_after_it() -> None:
    received = date(2026, 1, 5)
    assert due_date(received, 15, 30, True, {}, [Wait(date(2026, 1, 27), date(2026, 2, 10))]).due == date(2026, 1, 26)


@pytest.mark.parametrize(("working_days", "calendar_days"), [(0, 30), (15, 0), (-1, 30)])
def test_due_date_refuses_a_term_below_one_day(working_days: int, calendar_days: int) -> None:
    with pytest.raises(ValueError, match="at least one day"):
        due_date(date(2026, 1, 5), working_days, calendar_days, True, {})


def test_due_date_refuses_to_walk_forever() -> None:
    closed = {date(2026, 1, 5) + timedelta(days=n): Names("Kapalı", "closed") for n in range(3800)}
    with pytest.raises(ValueError, match="ten years"):
        due_date(date(2026, 1, 5), 1, 30, True, closed)


def test_calculation_survives_json() -> None:
    found = due_date(date(2026, 7, 10), 15, 30, True, CLOSED, [Wait(date(2026, 7, 20), date(2026, 7, 21))])
    assert Calculation.from_json(json.loads(json.dumps(found.as_json()))) == found


def test_working_days_between_counts_both_ways() -> None:
    friday, tuesday = date(2026, 1, 9), date(2026, 1, 13)
    assert working_days_between(friday, tuesday) == 2
    assert working_days_between(tuesday, friday) == -2
    assert working_days_between(friday, friday) == 0
    assert working_days_between(friday, date(2026, 1, 11)) == 0
    assert working_days_between(date(2026, 10, 27), date(2026, 10, 30), half_day_counts=False) == 1
    assert working_days_between(friday, tuesday, waits=[Wait(tuesday, tuesday)]) == 1


days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
terms = st.integers(1, 60)
bounds = st.integers(20, 90)
waits = st.lists(
    st.tuples(st.integers(1, 40), st.integers(0, 30)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=2
)


@given(received=days, term=terms, bound=bounds, half=st.booleans(), spans=waits)
def test_due_date_is_a_working_day_after_receipt(
    received: date, term: int, bound: int, half: bool, spans: list[tuple[int, int]]
) -> None:
    pauses = [Wait(received + timedelta(days=a), received + timedelta(days=b)) for a, b in spans]
    found = due_date(received, term, bound, half, CLOSED, pauses)
    assert found.due > received
    assert is_working_day(found.due, half_day_counts=half, closed=CLOSED)
    assert not any(pause.first <= found.due <= pause.last for pause in pauses)
    numbers = [day.number for day in found.days if day.number]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) <= term
    assert [day.date for day in found.days] == [received + timedelta(days=n) for n in range(len(found.days))]


@given(received=days, term=terms, bound=bounds, half=st.booleans())
def test_due_date_grows_with_the_term_and_stays_inside_the_bound(
    received: date, term: int, bound: int, half: bool
) -> None:
    shorter = due_date(received, term, bound, half, {})
    longer = due_date(received, term + 1, bound, half, {})
    assert shorter.due <= longer.due <= received + timedelta(days=bound)
    assert working_days_between(received, shorter.due, half_day_counts=half) == (
        len([day for day in shorter.days if day.number])
    )


@given(received=days, later=st.integers(0, 20), term=terms)
def test_due_date_is_never_earlier_for_a_later_receipt(received: date, later: int, term: int) -> None:
    first = due_date(received, term, 30, True, {})
    second = due_date(received + timedelta(days=later), term, 30, True, {})
    assert first.due <= second.due
