"""Answers that refer an input to another authority: which one, with which letter, and what the municipality goes on doing."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import User
from atasehir_portal.answering import services
from atasehir_portal.answering.models import Duty, DutyKind
from atasehir_portal.catalogue.models import Authority
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db
CONTINUES = "Sonucu her ay sorar, size bildiririz."


def test_referral_names_the_authority_the_letter_and_what_goes_on_here_on_the_need_s_page(
    client_of: Callable[..., Client], representative: User, organisation: Any, coordinator: User
) -> None:
    need = make_need(representative, organisation)
    typed = {
        "outcome": "referred",
        "reason": "Ana yol büyükşehrindir.",
        "authority": "buyuksehir",
        "referred_to": "Yol Bakım Dairesi",
        "continues": CONTINUES,
        "registry_number": "E-2026-17",
        "registry_date": "2026-03-09",
    }
    assert client_of(coordinator).post(reverse("answering:answer", args=[need.reference]), typed).status_code == 302
    duty = Duty.objects.get()
    assert duty.passed_to == "İstanbul Büyükşehir Belediyesi, Yol Bakım Dairesi"
    page = client_of(representative).get(need.duty.get_absolute_url()).content.decode()
    for said in (duty.passed_to, "büyükşehir belediyesi", CONTINUES, "E-2026-17"):
        assert said in page


def test_authority_alone_is_enough_and_only_referrals_keep_one(
    make_duty: Callable[..., Duty], officer: User, unit: Any
) -> None:
    body = Authority.objects.get(slug="iski")
    said: dict[str, Any] = {"reason": "Onların görevi.", "authority": body, "continues": CONTINUES}
    referred, accepted = make_duty(unit=unit), make_duty(unit=unit)
    services.answer(duty=referred, by=officer, outcome="referred", **said)
    services.answer(duty=accepted, by=officer, outcome="accepted", **said)
    assert (referred.authority, referred.passed_to) == (body, "İSKİ")
    assert (accepted.authority, accepted.continues) == (None, "")
    for wrong in ({"authority": body}, {"continues": CONTINUES}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Duty.objects.filter(pk=accepted.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(pk=referred.pk).update(authority=None)


def test_together_with_another_answer_the_referral_goes_along_and_is_taken_back(
    make_duty: Callable[..., Duty], officer: User, unit: Any
) -> None:
    first, second = make_duty(unit=unit), make_duty(unit=unit, kind=DutyKind.NEED)
    letter = {"registry_number": "E-1", "registry_date": date(2026, 3, 9)}
    body = Authority.objects.get(slug="iett")
    services.answer(duty=first, by=officer, outcome="referred", reason="Onların.", authority=body, **letter)  # type: ignore[arg-type]
    services.answer_with(duty=second, other=first, by=officer)
    assert (second.authority, second.registry_number, second.reason) == (body, "E-1", "Onların.")
    services.take_back(duty=second, by=officer)
    second.refresh_from_db()
    assert (second.authority, second.registry_number, second.outcome) == (None, "", "")


def test_authority_that_is_retired_is_offered_no_more(
    client_of: Callable[..., Client], duty: Duty, officer: User
) -> None:
    Authority.objects.filter(slug="iski").update(is_active=False)
    typed = {"outcome": "referred", "reason": "Onların görevi.", "authority": "iski"}
    page = client_of(officer).post(reverse("answering:answer", args=[duty.reference]), typed)
    assert page.status_code == 422
    assert "authority" in page.context["form"].errors
