"""A round on a short text, in which suggestions are made."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from atasehir_portal.accounts.models import Unit, User
from atasehir_portal.answering.clock import today
from atasehir_portal.documents import kinds, rounds, suggesting
from atasehir_portal.documents.models import Block, Round, Suggestion

BODIES = ("Pazara giden yolda basamak var. Yol dardır. Direk yolun ortasındadır.", "Kaldırımda gölge yoktur.")


@pytest.fixture
def blocks(write: Callable[..., Block]) -> list[Block]:
    return [write(body) for body in BODIES]


@pytest.fixture
def open_round(kind: kinds.DocumentKind, blocks: list[Block], officer: User, unit: Unit) -> Round:
    """A round that everybody may take part in, answered by the officer's unit, whose officers write the text."""
    kinds.register(replace(kind, can_run_round=kind.can_write))
    planned = rounds.plan_round(
        document=blocks[0].document,
        by=officer,
        title="Pazar yolu için ne dersiniz?",
        summary="Taslağı birlikte okuyoruz.",
        unit=unit,
        opens_on=today(),
        ends_on=today() + timedelta(days=14),
    )
    opened = rounds.open_round(round=planned, by=officer)
    return Round.objects.select_related("version", "document").get(pk=opened.pk)


@pytest.fixture
def propose(
    open_round: Round, blocks: list[Block], representative: User, organisation: Any
) -> Callable[..., Suggestion]:
    """Propose other words for the first block."""

    def make(body: str, **given: Any) -> Suggestion:
        values = {"by": representative, "organisation": organisation, "block_uid": blocks[0].uid, "data": {}, **given}
        return suggesting.suggest_change(round=open_round, body=body, reason="Böylesi daha doğru.", **values)

    return make
