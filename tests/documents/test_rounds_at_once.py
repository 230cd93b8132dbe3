"""Five people at the same blocks in the same moment: opinions, suggestions, acceptances and edits. Nothing that somebody sent is lost."""

from typing import Any

import pytest

from atasehir_portal.accounts.models import User
from atasehir_portal.answering.models import Duty
from atasehir_portal.documents import carried, commenting, services, suggesting
from atasehir_portal.documents.models import Block, BlockConflict, BlockRevision, Comment, Round, Suggestion
from atasehir_portal.documents.suggesting import queries, texts
from atasehir_portal.transitions import NotInThisState
from tests.documents.suggest_world import BODIES
from tests.documents.test_concurrency import _at_once

pytestmark = pytest.mark.django_db(transaction=True)
TURNS = 3


def _accept(reference: str, by: User) -> str:
    """Accept as the page does; who is late sees the text again and sends once more."""
    for _turn in range(20):
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
            continue
        except NotInThisState:
            return "late"
        return "done"
    raise AssertionError("somebody else was faster twenty times")


def test_five_at_once_lose_nothing_that_was_sent(
    open_round: Round, blocks: list[Block], propose: Any, officer: User, representative: User
) -> None:
    """Two officers edit and accept on the same block while three people speak about it and propose."""
    for turn in range(TURNS):
        waiting = propose(f"{BODIES[0]} Kabul edilecek {turn}.").reference
        edited, said, proposed = (f"{word} {turn}." for word in ("Düzeltilen söz", "Söylenen söz", "Önerilen söz"))
        divided = [f"Bölünen {turn}.", f"Öbür yarı {turn}."]
        seen = [Block.objects.get(pk=block.pk).revision for block in blocks]

        def edit(edited: str = edited, seen: list[int] = seen) -> Any:
            by = User.objects.get(pk=officer.pk)
            return services.save_block(block_uid=blocks[0].uid, base_revision=seen[0], body=edited, by=by)

        def divide(divided: list[str] = divided, seen: list[int] = seen) -> Any:
            by = User.objects.get(pk=officer.pk)
            return services.split_block(block_uid=blocks[1].uid, base_revision=seen[1], parts=divided, by=by)

        def speak(said: str = said) -> Any:
            by = User.objects.get(pk=representative.pk)
            return commenting.comment(round=open_round, by=by, body=said, block=blocks[0])

        def suggest(proposed: str = proposed) -> Any:
            by = User.objects.get(pk=representative.pk)
            return suggesting.suggest_change(
                round=open_round, by=by, block_uid=blocks[0].uid, body=proposed, data={}, reason="Daha açık."
            )

        _at_once([edit, divide, speak, suggest, lambda w=waiting: _accept(w, User.objects.get(pk=officer.pk))])
        kept = [*BlockRevision.objects.values_list("body", flat=True)]
        kept += BlockConflict.objects.values_list("body", flat=True)
        for text in (edited, f"Kabul edilecek {turn}.", *divided):
            assert any(text in each for each in kept), text
        assert Comment.objects.filter(body=said).exists()
        assert Suggestion.objects.filter(body=proposed).exists()
        assert queries.get_suggestion(officer, waiting).took_effect == blocks[0]
    inputs = Comment.objects.count() + Suggestion.objects.count()
    assert Duty.objects.count() == inputs
    assert carried.into_draft(officer, open_round.document).total == inputs
    for block in Block.objects.all():
        numbers = list(block.revisions.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, block.revision + 1)), "no revision is missing and none is there twice"


def test_two_officers_save_one_block_at_once(blocks: list[Block], officer: User, other_officer: User) -> None:
    def save(by: User, body: str) -> Any:
        return services.save_block(block_uid=blocks[0].uid, base_revision=1, body=body, by=User.objects.get(pk=by.pk))

    results = _at_once([lambda: save(officer, "Birinin sözü."), lambda: save(other_officer, "Ötekinin sözü.")])
    assert sorted(result.state for result in results) == ["conflict", "saved"]
    [conflict] = BlockConflict.objects.all()
    present = Block.objects.get(pk=blocks[0].pk)
    assert {conflict.body, present.body} == {"Birinin sözü.", "Ötekinin sözü."}
    assert {conflict.author, present.revisions.get(number=2).author} == {officer, other_officer}
