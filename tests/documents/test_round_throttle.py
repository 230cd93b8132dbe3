"""Writing in a round is limited: nobody who writes by hand meets it, a flood does, and what was typed stays in its field."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import reverse

from atasehir_portal import throttle
from atasehir_portal.documents.models import Block, Comment, Round, Suggestion
from tests.documents.suggest_world import BODIES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def _clock(monkeypatch: Any, second: float) -> None:
    monkeypatch.setattr("atasehir_portal.throttle.time.time", lambda: 1_800_000_000.0 + second)


def _comment(client: Any, round: Round, block: Block, words: str) -> Any:
    address = f"{reverse('rounds:write', args=[round.reference])}?blok={block.uid}"
    return client.post(address, {"body": words, "form_key": str(uuid4())})


def _suggestion(client: Any, round: Round, block: Block, words: str) -> Any:
    address = reverse("suggestions:change", args=[round.reference, block.uid])
    return client.post(address, {"body": words, "reason": "Daha açık olur.", "form_key": str(uuid4())})


@pytest.mark.parametrize(("send", "model"), [(_comment, Comment), (_suggestion, Suggestion)])
def test_twenty_in_ten_minutes_are_nothing_special(
    send: Any, model: Any, open_round: Round, blocks: list[Block], representative: Any, client_of: Any, monkeypatch: Any
) -> None:
    client = client_of(representative)
    for number in range(20):
        _clock(monkeypatch, number * 30)
        assert send(client, open_round, blocks[number % 2], f"{BODIES[0]} {number}.").status_code == 302
    assert model.objects.count() == 20


@pytest.mark.parametrize(("send", "model"), [(_comment, Comment), (_suggestion, Suggestion)])
def test_flood_is_refused_beside_the_field_and_the_text_is_kept(
    send: Any, model: Any, open_round: Round, blocks: list[Block], representative: Any, client_of: Any, monkeypatch: Any
) -> None:
    client = client_of(representative)
    _clock(monkeypatch, 0)
    most = throttle.COSTLY[0][0]
    for number in range(most):
        assert send(client, open_round, blocks[0], f"{BODIES[0]} {number}.").status_code == 302
    refused = send(client, open_round, blocks[0], f"{BODIES[0]} Bir söz daha.")
    assert refused.status_code == 422
    page = refused.content.decode()
    assert str(throttle.MESSAGE) in page
    assert "Bir söz daha." in page
    assert model.objects.count() == most
    _clock(monkeypatch, 61)
    assert send(client, open_round, blocks[0], f"{BODIES[0]} Bir söz daha.").status_code == 302


def test_pile_of_paper_is_typed_in_quickly(open_round: Round, officer: Any, client_of: Any, monkeypatch: Any) -> None:
    client = client_of(officer)
    _clock(monkeypatch, 0)
    address = reverse("rounds:paper", args=[open_round.reference])
    for number in range(15):
        sent = client.post(
            address, {"body": f"Kâğıttan {number}.", "came_on": f"{open_round.opens_on}", "form_key": str(uuid4())}
        )
        assert sent.status_code == 302
