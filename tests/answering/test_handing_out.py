"""Several inputs given to a unit or an officer at one sitting."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import Unit, User
from atasehir_portal.answering import handing_out, queries, services
from atasehir_portal.answering.models import Duty, DutyAct, DutyEvent

pytestmark = pytest.mark.django_db
URL = "answering:assign_several"


@pytest.fixture
def three(make_duty: Callable[..., Duty]) -> list[Duty]:
    return [make_duty(title=f"Rampa {number}") for number in range(3)]


def test_chosen_ones_go_to_the_unit_and_twice_is_once(
    three: list[Duty], coordinator: User, unit: Unit, client_of: Callable[..., Client]
) -> None:
    client, keys = client_of(coordinator), [duty.reference for duty in three]
    desk = client.get(reverse("answering:desk"), {"whose": "nobody"}).content.decode()
    assert reverse(URL) in desk
    assert all(f'value="{key}"' in desk for key in keys)
    page = client.get(reverse(URL), {"kayit": keys[:2]}).content.decode()
    assert (keys[0] in page, keys[2] in page) == (True, False)
    for _time in range(2):
        sent = client.post(reverse(URL), {"kayit": keys[:2], "unit": unit.pk, "officer": ""})
        assert sent.url == reverse("answering:desk")  # type: ignore[attr-defined]
    assert set(Duty.objects.filter(unit=unit)) == set(three[:2])
    assert DutyEvent.objects.filter(act=DutyAct.ASSIGNED).count() == 2


def test_what_could_not_be_given_is_named_and_the_rest_is_given(
    three: list[Duty], coordinator: User, officer: User, unit: Unit, client_of: Callable[..., Client]
) -> None:
    services.answer(duty=Duty.objects.get(pk=three[0].pk), by=coordinator, outcome="noted", reason="Kaydedildi.")
    keys = [duty.reference for duty in three]
    page = client_of(coordinator).post(reverse(URL), {"kayit": keys, "unit": "", "officer": officer.pk})
    assert page.status_code == 409
    assert [row.duty.reference for row in page.context["done"].not_given] == keys[:1]
    assert set(Duty.objects.filter(officer=officer, unit=unit)) == set(three[1:])


def test_nothing_is_given_that_is_confidential_or_not_theirs(
    make_duty: Callable[..., Duty], three: list[Duty], officer: User, coordinator: User, unit: Unit, client_of: Any
) -> None:
    hidden = make_duty(confidential=True)
    services.assign(duty=hidden, by=coordinator, unit=unit, officer=officer)
    ours = make_duty(unit=unit)
    keys = [hidden.reference, three[0].reference, ours.reference]
    assert handing_out.chosen(officer, keys) == [ours]
    assert client_of(officer).post(reverse(URL), {"kayit": keys[:2], "unit": unit.pk}).status_code == 422
    assert client_of(officer).post(reverse(URL), {"kayit": keys, "unit": ""}).status_code == 422


def test_nobody_s_yet_is_for_coordinators(three: list[Duty], coordinator: User, officer: User) -> None:
    found = queries.desk_of(coordinator).filter(queries.whose_work(coordinator, "nobody"))
    assert set(found) == set(three)
    assert not queries.desk_of(officer).filter(queries.whose_work(officer, "nobody"))
