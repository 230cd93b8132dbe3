"""Duties that tests speak of, and a way to set the day."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from unittest import mock

import pytest

from atasehir_portal import references
from atasehir_portal.accounts.models import Organisation, Unit, User
from atasehir_portal.answering import services
from atasehir_portal.answering.models import Duty, DutyKind

# Monday 9 March 2026, 14.32 in Istanbul
MONDAY = datetime(2026, 3, 9, 11, 32, tzinfo=UTC)


@pytest.fixture
def on_day() -> Iterator[Callable[..., None]]:
    """Set the clock of the process: ``on_day(2026, 3, 9)`` is noon of that day in Istanbul."""
    patches: list[Any] = []

    def set_day(year: int, month: int, day: int, hour: int = 12) -> None:
        moment = datetime(year, month, day, hour - 3, tzinfo=UTC)
        while patches:
            patches.pop().stop()
        patches.append(mock.patch("django.utils.timezone.now", return_value=moment))
        patches[-1].start()

    yield set_day
    for patch in patches:
        patch.stop()


@pytest.fixture
def make_duty(representative: User, organisation: Organisation) -> Callable[..., Duty]:
    """Open a duty for a need of ``organisation``, unless said otherwise."""

    def make(title: str = "Rampa yok", **fields: Any) -> Duty:
        values: dict[str, Any] = {
            "kind": DutyKind.NEED,
            "reference": references.new("İ"),
            "submitter": representative,
            "organisation": organisation,
            **fields,
        }
        return services.open_duty(title=title, **values)

    return make


@pytest.fixture
def duty(make_duty: Callable[..., Duty], unit: Unit) -> Duty:
    """Of ``organisation``, given to ``unit``, without an officer."""
    return make_duty(unit=unit)


@pytest.fixture
def confidential_duty(make_duty: Callable[..., Duty], unit: Unit, officer: User) -> Duty:
    """Confidential, assigned to ``officer``."""
    duty = make_duty(confidential=True, unit=unit)
    Duty.objects.filter(pk=duty.pk).update(officer=officer)
    duty.refresh_from_db()
    return duty
