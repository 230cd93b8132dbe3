"""Several suggestions accepted at the same moment: one is written, the others are told, and in the end nothing is lost."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from atasehir_portal.accounts.models import User
from atasehir_portal.answering.models import Duty
from atasehir_portal.documents import services, suggesting
from atasehir_portal.documents.models import Block, BlockConflict, Round, Suggestion
from atasehir_portal.documents.suggesting import queries, texts
from atasehir_portal.transitions import NotInThisState
from tests.documents.suggest_world import BODIES
from tests.documents.test_concurrency import _at_once

pytestmark = pytest.mark.django_db(transaction=True)
CHANGES = {
    "Pazara": "Büyük pazara",
    "basamak": "iki basamak",
    "dardır": "çok dardır",
    "Direk": "Eski direk",
    "ortasındadır": "tam ortasındadır",
}


def _try(reference: str, by: User) -> str:
    found = queries.get_suggestion(by, reference)
    start = texts.proposal(found, queries.base_of(found), found.block)
    try:
        suggesting.accept_suggestion(
            suggestion=found,
            by=by,
            outcome="accepted",
            reason="Yazıldı.",
            base_revision=found.block.revision,
            body=start.body,
            data=start.data,
        )
    except services.ChangedMeanwhile:
        return "again"
    except NotInThisState:
        return "late"
    return "done"


def test_five_at_once_lose_nothing(propose: Callable[..., Suggestion], officer: User, blocks: list[Block]) -> None:
    made = [propose(BODIES[0].replace(old, new)).reference for old, new in CHANGES.items()]
    open_ones = made
    for _turn in range(len(made) + 1):
        results = _at_once([lambda r=r: _try(r, User.objects.get(pk=officer.pk)) for r in open_ones])
        open_ones = [r for r, result in zip(open_ones, results, strict=True) if result == "again"]
        if not open_ones:
            break
    assert not open_ones
    body = Block.objects.get(pk=blocks[0].pk).body
    assert all(new in body for new in CHANGES.values())
    assert Block.objects.get(pk=blocks[0].pk).revision == 6
    assert not BlockConflict.objects.exists()
    assert not Duty.objects.filter(answered_at=None).exists()


def test_same_one_accepted_twice_at_once_is_written_once(
    propose: Callable[..., Suggestion],
    officer: User,
    blocks: list[Block],
) -> None:
    reference = propose("Bambaşka bir söz.").reference
    results = _at_once([lambda: _try(reference, User.objects.get(pk=officer.pk))] * 2)
    assert sorted(results) == ["done", "late"]
    assert Block.objects.get(pk=blocks[0].pk).revision == 2


def test_same_form_at_once_is_one_suggestion(
    open_round: Round,
    blocks: list[Block],
    representative: User,
) -> None:
    key = uuid4()

    def send() -> Any:
        return suggesting.suggest_removal(
            round=open_round,
            by=User.objects.get(pk=representative.pk),
            block_uid=blocks[0].uid,
            reason="Gerekmez.",
            form_key=key,
        )

    assert len({made.pk for made in _at_once([send, send, send])}) == 1
    assert (Suggestion.objects.count(), Duty.objects.count()) == (1, 1)
