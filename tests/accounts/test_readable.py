"""Own data as people read it: every field of every room has a name in words, and codes are said in words."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import Organisation, Unit, User
from atasehir_portal.accounts.personal_data import personal_data
from atasehir_portal.accounts.readable import LABELS, readable
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.applications import apply_with_organisation
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db


def _fields(value: Any) -> set[str]:
    """Return the names of fields that stand anywhere in an export."""
    if isinstance(value, dict):
        return set(value).union(*(_fields(each) for each in value.values()))
    if isinstance(value, list | tuple):
        return set().union(*(_fields(each) for each in value))
    return set()


@pytest.fixture
def busy(representative: User, coordinator: User, officer: User, organisation: Organisation, unit: Unit) -> User:
    """Somebody of whom the rooms know something: inputs, a question replied to, an application, notices."""
    need = make_need(representative, organisation)
    answering.assign(duty=need.duty, by=coordinator, unit=unit, officer=officer)
    question = answering.ask_back(duty=need.duty, by=officer, text="Hangi kapı?")
    answering.reply(question=question, by=representative, text="Arka kapı.")
    answering.answer(duty=need.duty, by=officer, outcome="accepted", reason="Rampa yapılacak.")
    apply_with_organisation(
        by=representative,
        name="Sokak Komşuları",
        kind="neighbourhood_group",
        description="Her ay toplanırız.",
        statement="Muhtarlık doğrular.",
    )
    return representative


def test_every_field_of_the_export_is_called_something(busy: User) -> None:
    for name, value in personal_data.export(busy).items():
        room = personal_data.get(name)
        assert room is not None
        unnamed = _fields(value) - set(LABELS) - set(room.labels)
        assert not unnamed, f"{name}: {sorted(unnamed)}"


def test_own_data_page_says_codes_and_days_in_words(busy: User, client_of: Any) -> None:
    client: Client = client_of(busy)
    page = client.get(reverse("accounts:own_data")).content.decode()
    assert "Kabul edildi" in page
    assert "accepted" not in page
    today = dt.datetime.now(tz=dt.UTC).astimezone()
    assert f"{today:%Y-%m-%d}" not in page


def test_day_is_read_as_a_day_and_a_number_stays() -> None:
    [room] = readable({"x": {"a": "2026-12-31", "b": "2026-13-31", "c": "K-2026-6R3PC"}})
    assert [node["text"] for node in room["children"]] == ["31 Aralık 2026", "2026-13-31", "K-2026-6R3PC"]
