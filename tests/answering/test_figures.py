"""Figures by unit and the public scoreboard: what counts, from how many on, and that the index serves."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from atasehir_portal.accounts.models import Unit, User
from atasehir_portal.answering import figures, services
from atasehir_portal.answering.models import Duty

pytestmark = pytest.mark.django_db
OnDay = Callable[..., None]


def _answered(make_duty: Callable[..., Duty], by: User, unit: Unit, on_day: OnDay, days: list[date]) -> list[Duty]:
    """Inputs received on 9 February 2026 (due on 2 March), each answered on its day."""
    on_day(2026, 2, 9)
    duties = [make_duty(unit=unit) for _day in days]
    for duty, day in zip(duties, days, strict=True):
        on_day(day.year, day.month, day.day)
        services.answer(duty=duty, by=by, outcome="accepted", reason="Yapılacak.")
    return duties


def test_scoreboard_counts_by_the_month_in_which_the_answer_was_due(
    make_duty: Callable[..., Duty], officer: User, unit: Unit, on_day: OnDay
) -> None:
    in_time, late = date(2026, 2, 16), date(2026, 3, 4)
    _answered(make_duty, officer, unit, on_day, [in_time] * 4 + [late])
    on_day(2026, 2, 9)
    make_duty(unit=unit)  # never answered
    make_duty(confidential=True, unit=unit)
    services.withdraw(duty=make_duty(unit=unit), by=Duty.objects.first().submitter)  # type: ignore[union-attr, arg-type]
    on_day(2026, 4, 1)
    board = figures.scoreboard()
    assert [month.first for month in board.months][0::11] == [date(2025, 5, 1), date(2026, 4, 1)]
    march = next(month.score for month in board.months if month.first == date(2026, 3, 1))
    assert march == figures.Score(6, 83, 67, 5.0, 1)
    assert board.whole == march
    assert board.overdue is None


def test_scoreboard_says_nothing_over_fewer_than_five(
    make_duty: Callable[..., Duty], officer: User, unit: Unit, on_day: OnDay, client: Client
) -> None:
    _answered(make_duty, officer, unit, on_day, [date(2026, 2, 16)] * 4)
    on_day(2026, 4, 1)
    assert figures.scoreboard().whole == figures.Score(4)
    assert "yeterli kayıt yok" in client.get(reverse("answering:scoreboard")).content.decode()


def test_scoreboard_counts_only_what_fell_due_before_today(
    make_duty: Callable[..., Duty], officer: User, unit: Unit, on_day: OnDay
) -> None:
    _answered(make_duty, officer, unit, on_day, [date(2026, 2, 16)] * 5)
    on_day(2026, 3, 2)
    assert figures.scoreboard().whole.due == 0
    on_day(2026, 3, 3)
    assert figures.scoreboard().whole.due == 5


@pytest.mark.parametrize("rows", [1, 10, 100])
def test_scoreboard_costs_the_same_queries(
    rows: int, make_duty: Callable[..., Duty], unit: Unit, on_day: OnDay
) -> None:
    on_day(2026, 2, 9)
    for _row in range(rows):
        make_duty(unit=unit)
    on_day(2026, 4, 1)
    with CaptureQueriesContext(connection) as caught:
        figures.scoreboard()
    assert len(caught) == 3


def test_index_serves_the_scoreboard(make_duty: Callable[..., Duty], unit: Unit) -> None:
    make_duty(unit=unit)
    found: Any = figures._fell_due(date(2026, 1, 1), date(2026, 2, 1))
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
    assert "answering_scoreboard" in found.explain()


def test_figures_by_unit_are_for_coordinators(
    make_duty: Callable[..., Duty], officer: User, coordinator: User, unit: Unit, on_day: OnDay
) -> None:
    _answered(make_duty, officer, unit, on_day, [date(2026, 2, 16)] * 5)
    on_day(2026, 2, 9)
    make_duty(unit=unit)
    make_duty(confidential=True, unit=unit)
    on_day(2026, 4, 1)
    make_duty()
    assert figures.by_unit(officer) == []
    ours, nobodys = figures.by_unit(coordinator)
    assert (ours.name, ours.open, ours.overdue, ours.answered, ours.median_working_days) == (unit.name, 1, 1, 5, 5.0)
    assert (nobodys.name, nobodys.open, nobodys.overdue) == ("", 1, 0)
