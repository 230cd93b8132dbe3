"""Templates of answers: who keeps them, where they are offered, and that nothing typed is lost when one is put in."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import Unit, User
from atasehir_portal.answering.models import AnswerTemplate, Duty
from atasehir_portal.answering.templates import offered, put_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def template() -> AnswerTemplate:
    return AnswerTemplate.objects.create(slug="rampa", name_tr="Rampa", description_tr="Rampa programa alındı.")


def test_template_is_offered_to_its_unit_and_while_in_use(
    duty: Duty, officer: User, template: AnswerTemplate, unit: Unit, other_unit: Unit
) -> None:
    AnswerTemplate.objects.create(slug="onlarin", name_tr="Onların", description_tr="Metin.", unit=other_unit)
    ours = AnswerTemplate.objects.create(slug="bizim", name_tr="Bizim", description_tr="Metin.", unit=unit, position=1)
    AnswerTemplate.objects.create(slug="eski", name_tr="Eski", description_tr="Metin.", is_active=False)
    assert list(offered(officer, duty)) == [template, ours]


def test_template_goes_below_what_was_typed(template: AnswerTemplate) -> None:
    assert put_in("", template) == "Rampa programa alındı."
    assert put_in("Önce şunu söyleyelim.\n", template) == "Önce şunu söyleyelim.\n\nRampa programa alındı."


def test_putting_in_a_template_keeps_the_form_and_answers_nothing(
    duty: Duty, officer: User, template: AnswerTemplate, client_of: Callable[..., Client]
) -> None:
    typed = {"outcome": "partly", "reason": "Yazdığım.", "registry_number": "E-9", "template": "rampa", "insert": "1"}
    page = client_of(officer).post(reverse("answering:answer", args=[duty.reference]), typed)
    assert page.status_code == 200
    text = page.content.decode()
    assert "Yazdığım.\n\nRampa programa alındı.</textarea>" in text
    assert 'value="E-9"' in text
    assert not page.context["form"].errors
    duty.refresh_from_db()
    assert duty.is_open


@pytest.mark.parametrize("chosen", ["", "yok", "\x00", "x" * 500])
def test_unknown_template_changes_nothing(
    duty: Duty, officer: User, template: AnswerTemplate, chosen: str, client_of: Callable[..., Client]
) -> None:
    typed = {"reason": "Yazdığım.", "template": chosen, "insert": "1"}
    page = client_of(officer).post(reverse("answering:answer", args=[duty.reference]), typed)
    assert page.status_code == 200
    assert "Yazdığım.</textarea>" in page.content.decode()


def test_coordinator_adds_changes_and_retires(coordinator: User, unit: Unit, client_of: Callable[..., Client]) -> None:
    client = client_of(coordinator)
    typed = {"name_tr": "Yol bakımı", "description_tr": "Yol bu ay onarılacak.", "unit": unit.pk, "position": 5}
    assert client.post(reverse("answering:template_new"), typed).status_code == 302
    made = AnswerTemplate.objects.get()
    assert (made.unit, made.name_en) == (unit, "")
    page = client.get(reverse("answering:template", args=[made.slug]))
    changed = {**typed, "description_tr": "Yol gelecek ay onarılacak.", "base": page.context["form"]["base"].value()}
    assert client.post(reverse("answering:template", args=[made.slug]), changed).status_code == 302
    made.refresh_from_db()
    assert made.description_tr == "Yol gelecek ay onarılacak."
    client.post(reverse("answering:template_retire", args=[made.slug]))
    made.refresh_from_db()
    assert not made.is_active


def test_template_without_a_text_does_not_exist() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerTemplate.objects.create(slug="bos", name_tr="Boş", description_tr="")
