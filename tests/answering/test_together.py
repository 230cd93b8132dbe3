"""Several answers sent together: each is seen before, each has its own transaction, and nobody's words are lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import Unit, User
from atasehir_portal.answering import services
from atasehir_portal.answering.models import Duty, DutyAct, DutyEvent

pytestmark = pytest.mark.django_db

COMMON = {"outcome": "accepted", "reason": "Bu yıl yapılacak.", "registry_number": "E-9", "registry_date": "2026-03-30"}
URL = "answering:together"


@pytest.fixture
def three(make_duty: Callable[..., Duty], unit: Unit) -> list[Duty]:
    return [make_duty(title=f"Rampa {number}", unit=unit) for number in range(3)]


def _each(duties: list[Duty], **own: str) -> dict[str, Any]:
    """What the second page sends: each with the common answer, the first with a reason of its own."""
    sent: dict[str, Any] = {"kayit": [duty.reference for duty in duties], "step": "send"}
    for duty in duties:
        sent |= {f"{duty.reference}-{name}": value for name, value in COMMON.items()}
    return sent | {f"{duties[0].reference}-{name}": value for name, value in own.items()}


def test_common_text_is_seen_in_each_before_anything_is_sent(
    three: list[Duty], officer: User, client_of: Callable[..., Client]
) -> None:
    client, keys = client_of(officer), [duty.reference for duty in three]
    assert client.get(reverse(URL), {"kayit": keys}).status_code == 200
    page = client.post(reverse(URL), {**COMMON, "kayit": keys})
    assert page.status_code == 200
    assert [row.duty for row in page.context["rows"]] == three
    assert page.content.decode().count("Bu yıl yapılacak.</textarea>") == 3
    assert Duty.objects.filter(state="open").count() == 3


def test_each_gets_its_own_answer_and_twice_is_once(
    three: list[Duty], officer: User, client_of: Callable[..., Client]
) -> None:
    client = client_of(officer)
    sent = _each(three, reason="Bu birincisi için.")
    assert client.post(reverse(URL), sent).status_code == 302
    assert client.post(reverse(URL), sent).status_code == 302
    reasons = [Duty.objects.get(pk=duty.pk).reason for duty in three]
    assert reasons == ["Bu birincisi için.", "Bu yıl yapılacak.", "Bu yıl yapılacak."]
    assert DutyEvent.objects.filter(act=DutyAct.ANSWERED).count() == 3


def test_what_somebody_else_answered_meanwhile_is_named_and_the_rest_is_given(
    three: list[Duty], officer: User, coordinator: User, client_of: Callable[..., Client]
) -> None:
    services.answer(duty=three[1], by=coordinator, outcome="noted", reason="Koordinatörden.")
    page = client_of(officer).post(reverse(URL), _each(three))
    assert page.status_code == 409
    assert [row.duty for row in page.context["unsent"]] == [three[1]]
    assert "Bu yıl yapılacak." in page.content.decode()
    reasons = [Duty.objects.get(pk=duty.pk).reason for duty in three]
    assert reasons == ["Bu yıl yapılacak.", "Koordinatörden.", "Bu yıl yapılacak."]


def test_one_faulty_answer_holds_all_back_and_keeps_every_word(
    three: list[Duty], officer: User, client_of: Callable[..., Client]
) -> None:
    page = client_of(officer).post(reverse(URL), _each(three, outcome="referred", reason="Bizim işimiz değil."))
    assert page.status_code == 422
    assert "referred_to" in page.context["rows"][0].form.errors
    assert "Bizim işimiz değil.</textarea>" in page.content.decode()
    assert not Duty.objects.exclude(state="open").exists()


def test_what_is_confidential_or_of_others_cannot_be_chosen(
    duty: Duty, confidential_duty: Duty, officer: User, other_officer: User, client_of: Callable[..., Client]
) -> None:
    chosen = {"kayit": [duty.reference, confidential_duty.reference, "yok", "\x00"]}
    assert list(client_of(officer).get(reverse(URL), chosen).context["chosen"]) == [duty.reference]
    page = client_of(other_officer).post(reverse(URL), _each([duty, confidential_duty]))
    assert page.status_code == 409  # of what was typed nothing is lost
    assert not Duty.objects.exclude(state="open").exists()
