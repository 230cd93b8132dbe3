"""The pages of the acts: forms, errors next to fields, nothing typed lost, what is shown afterwards."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import Unit, User
from atasehir_portal.answering import services
from atasehir_portal.answering.models import Duty, DutyState, Question
from atasehir_portal.transitions import NotInThisState

pytestmark = pytest.mark.django_db

LONG_REASON = "Bu yıl üç rampa yapılacak; kalanlar gelecek yılın programına alındı."


def _url(act: str, duty: Duty) -> str:
    return reverse(f"answering:{act}", args=[duty.reference])


@pytest.fixture(autouse=True)
def _page_of_a_need(monkeypatch: pytest.MonkeyPatch) -> None:
    """The needs room has no page for a duty without a need; the desk stands in for it."""
    monkeypatch.setattr("atasehir_portal.answering.models.URL_NAMES", {"organisation": "answering:application"})


def test_answer_is_given_and_shown(duty: Duty, officer: User, client_of: Callable[..., Client]) -> None:
    client = client_of(officer)
    form = client.get(_url("answer", duty))
    assert form.status_code == 200
    assert duty.title in form.content.decode()
    answer = client.post(
        _url("answer", duty),
        {"outcome": "partly", "reason": LONG_REASON, "registry_number": "E-9", "registry_date": "2026-03-30"},
    )
    assert answer.status_code == 302
    duty.refresh_from_db()
    assert (duty.outcome, duty.reason, duty.registry_number, duty.registry_date) == (
        "partly",
        LONG_REASON,
        "E-9",
        date(2026, 3, 30),
    )


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ({}, "outcome"),
        ({"outcome": "accepted"}, "reason"),
        ({"outcome": "accepted", "reason": " \n "}, "reason"),
        ({"outcome": "accepted", "reason": "x" * 10_001}, "reason"),
        ({"outcome": "accepted", "reason": "a\x00b"}, "reason"),
        ({"outcome": "zzz", "reason": "x"}, "outcome"),
        ({"outcome": "referred", "reason": "x"}, "referred_to"),
        ({"outcome": "accepted", "reason": "x", "registry_number": "E-1"}, "registry_date"),
        ({"outcome": "accepted", "reason": "x", "registry_date": "2026-03-09"}, "registry_number"),
        (
            {"outcome": "accepted", "reason": "x", "registry_number": "E-1", "registry_date": "2999-01-01"},
            "registry_date",
        ),
        ({"outcome": "accepted", "reason": "x", "registry_number": "E-1", "registry_date": "dün"}, "registry_date"),
    ],
)
def test_answer_says_next_to_the_field_what_is_wrong_and_keeps_what_was_typed(
    duty: Duty, officer: User, typed: dict[str, str], at: str, client_of: Callable[..., Client]
) -> None:
    typed = {"referred_to": "", **typed}
    page = client_of(officer).post(_url("answer", duty), typed)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [at] or at in page.context["form"].errors
    text = page.content.decode()
    assert f'id="id_{at}_error"' in text
    if typed.get("reason") == "x":
        assert ">\nx</textarea>" in text
    assert Duty.objects.get().is_open


def test_second_answer_is_told_of_the_first_and_keeps_its_text(
    duty: Duty, officer: User, coordinator: User, client_of: Callable[..., Client]
) -> None:
    services.answer(duty=Duty.objects.get(), by=coordinator, outcome="accepted", reason="Koordinatör yanıtladı.")
    page = client_of(officer).post(_url("answer", duty), {"outcome": "not_accepted", "reason": LONG_REASON})
    assert page.status_code == 409
    text = page.content.decode()
    assert LONG_REASON in text
    assert "Koordinatör yanıtladı." in text
    assert page.context["stop"] == str(NotInThisState())
    assert Duty.objects.get().outcome == "accepted"


def test_form_of_an_answered_duty_shows_the_answer(duty: Duty, officer: User, client_of: Callable[..., Client]) -> None:
    services.answer(duty=duty, by=officer, outcome="accepted", reason="Yapılacak.")
    page = client_of(officer).get(_url("answer", duty))
    assert page.status_code == 409
    text = page.content.decode()
    assert "Yapılacak." in text
    assert "<textarea" not in text


def test_hostile_text_is_shown_as_text(
    duty: Duty, officer: User, representative: User, client_of: Callable[..., Client]
) -> None:
    services.ask_back(duty=duty, by=officer, text="<script>alert(1)</script>")
    text = client_of(representative).get(_url("reply", duty)).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_question_and_reply_go_back_and_forth(
    duty: Duty, officer: User, contributor: User, client_of: Callable[..., Client]
) -> None:
    assert client_of(officer).post(_url("ask_back", duty), {"text": ""}).status_code == 422
    assert client_of(officer).post(_url("ask_back", duty), {"text": "Hangi durak?"}).status_code == 302
    assert client_of(officer).post(_url("ask_back", duty), {"text": "Bir daha?"}).status_code == 409
    page = client_of(contributor).get(_url("reply", duty))
    assert page.status_code == 200
    assert "Hangi durak?" in page.content.decode()
    assert client_of(contributor).post(_url("reply", duty), {"text": " "}).status_code == 422
    assert client_of(contributor).post(_url("reply", duty), {"text": "Pazar yolundaki."}).status_code == 302
    again = client_of(contributor).post(_url("reply", duty), {"text": "İkinci yanıt."})
    assert again.status_code == 409
    assert "İkinci yanıt." in again.content.decode()
    assert Question.objects.get().reply == "Pazar yolundaki."


def test_extension_shows_the_new_due_date_before_it_is_given(
    make_duty: Callable[..., Duty],
    on_day: Callable[..., None],
    officer: User,
    unit: Unit,
    client_of: Callable[..., Client],
) -> None:
    on_day(2026, 1, 5)
    duty = make_duty(unit=unit)
    client = client_of(officer)
    page = client.get(_url("extend", duty))
    assert page.context["extended_due"] == date(2026, 2, 4)
    assert "4 Şubat 2026" in page.content.decode()
    assert client.post(_url("extend", duty), {"reason": ""}).status_code == 422
    assert client.post(_url("extend", duty), {"reason": "Keşif yapılacak."}).status_code == 302
    again = client.post(_url("extend", duty), {"reason": "Bir daha."})
    assert again.status_code == 409
    assert again.context["stop"] == str(services.AlreadyExtended())


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ({}, "unit"),
        ({"unit": "999999"}, "unit"),
        ({"unit": "zzz"}, "unit"),
        ({"officer": "999999"}, "officer"),
        ({"unit": "UNIT", "officer": "OTHER"}, "officer"),
    ],
)
def test_assign_says_what_is_wrong(
    duty: Duty,
    coordinator: User,
    other_officer: User,
    unit: Unit,
    typed: dict[str, str],
    at: str,
    client_of: Callable[..., Client],
) -> None:
    values = {"UNIT": str(unit.pk), "OTHER": str(other_officer.pk)}
    page = client_of(coordinator).post(
        _url("assign", duty), {name: values.get(value, value) for name, value in typed.items()}
    )
    assert page.status_code == 422
    assert at in page.context["form"].errors


def test_assign_takes_the_unit_from_the_officer(
    duty: Duty, coordinator: User, other_officer: User, other_unit: Unit, client_of: Callable[..., Client]
) -> None:
    assert client_of(coordinator).post(_url("assign", duty), {"officer": other_officer.pk}).status_code == 302
    duty.refresh_from_db()
    assert (duty.unit, duty.officer) == (other_unit, other_officer)


def test_assigning_away_what_is_confidential_ends_ones_own_sight(
    confidential_duty: Duty, officer: User, other_officer: User, client_of: Callable[..., Client]
) -> None:
    answer = client_of(officer).post(_url("assign", confidential_duty), {"officer": other_officer.pk})
    assert answer["Location"] == reverse("answering:desk")
    assert client_of(officer).get(_url("answer", confidential_duty)).status_code == 404
    assert client_of(other_officer).get(_url("answer", confidential_duty)).status_code == 200


def test_coordinator_assigns_what_is_confidential_without_seeing_it(
    make_duty: Callable[..., Duty], coordinator: User, client_of: Callable[..., Client]
) -> None:
    duty = make_duty(confidential=True)
    services_text = client_of(coordinator).get(_url("assign", duty)).content.decode()
    assert "Engelsiz Adımlar" not in services_text
    assert client_of(coordinator).get(_url("answer", duty)).status_code == 403


def test_reason_of_an_extension_is_not_shown_to_who_only_assigns(
    confidential_duty: Duty, officer: User, coordinator: User, client_of: Callable[..., Client]
) -> None:
    services.extend(duty=confidential_duty, by=officer, reason="Sığınakla görüşme sürüyor.")
    own = client_of(officer).get(_url("answer", confidential_duty))
    assert "Sığınakla" in own.content.decode()
    assert "no-store" in own["Cache-Control"]
    services.pass_to_unit(post=officer.posts.get(), by=None)
    page = client_of(coordinator).get(_url("assign", confidential_duty))
    assert page.status_code == 200
    assert "Sığınakla" not in page.content.decode()


def test_unknown_reference_is_not_found(officer: User, client_of: Callable[..., Client]) -> None:
    for reference in ("yok", "İ-2026-AAAAA", "x" * 300, "%00"):
        assert client_of(officer).get(f"/yanit/yanitla/{reference}/").status_code == 404


def test_get_changes_nothing(duty: Duty, officer: User, representative: User, client_of: Callable[..., Client]) -> None:
    for act in ("answer", "ask_back", "extend", "assign"):
        client_of(officer).get(_url(act, duty), {"outcome": "accepted", "reason": "x", "text": "x"})
    assert Duty.objects.get().state == DutyState.OPEN
    assert duty.events.count() == 1


def test_calculation_is_shown_in_words(
    make_duty: Callable[..., Duty],
    on_day: Callable[..., None],
    officer: User,
    unit: Unit,
    client_of: Callable[..., Client],
) -> None:
    on_day(2026, 3, 9)
    duty = make_duty(unit=unit)
    text = client_of(officer).get(_url("answer", duty)).content.decode()
    assert "20 Mart 2026 Cuma: Ramazan Bayramı" in text
    assert "19 Mart 2026 Perşembe: Ramazan Bayramı arifesi" in text
    assert "3071 sayılı Kanun m. 7" in text
    assert 'class="day day--start">9<' in text
    assert 'class="day day--hol">20<' in text
    assert 'class="day day--off">21<' in text
    assert 'class="day day--due">31<' in text
    english = client_of(officer)
    english.cookies["django_language"] = "en"
    assert "Eid al-Fitr" in english.get(_url("answer", duty)).content.decode()
