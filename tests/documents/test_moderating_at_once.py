"""Hiding meets other acts at the same moment: one decision holds, and nothing is half done."""

from collections.abc import Callable
from typing import Any

import pytest

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.models import Duty, DutyState
from atasehir_portal.documents import commenting, suggesting
from atasehir_portal.documents.models import (
    Block,
    BlockRevision,
    Comment,
    Moderation,
    ModerationState,
    Report,
    Round,
    Suggestion,
)
from atasehir_portal.documents.moderating import services
from atasehir_portal.transitions import NotInThisState
from tests.documents.suggest_world import BODIES
from tests.documents.test_concurrency import _at_once

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Bunu yazan budaladır."
SENTENCE = "Birine hakaret ediliyordu."


@pytest.fixture
def said(open_round: Round, blocks: list[Block], representative: User, organisation: Organisation) -> Comment:
    return commenting.comment(
        round=open_round, by=representative, organisation=organisation, block=blocks[0], body=WORDS
    )


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def tried(act: Callable[[], Any]) -> Callable[[], str]:
    def run() -> str:
        try:
            act()
        except NotInThisState:
            return "late"
        return "done"

    return run


def hide(said: Any, by: User, moderation: Moderation | None = None) -> Moderation:
    return services.hide(said=said, by=fresh(by), kind="insult", sentence=SENTENCE, moderation=moderation)


@pytest.mark.parametrize("turn", range(3))
def test_two_moderators_decide_once(
    turn: int, said: Comment, stranger: User, coordinator: User, administrator: User
) -> None:
    case = services.report(said=said, by=stranger, kind="insult").moderation
    results = _at_once(
        [
            tried(lambda: services.leave(moderation=case, by=fresh(coordinator), reason="Sert, hakaret değil.")),
            tried(lambda: hide(said, administrator, case)),
        ]
    )
    assert sorted(results) == ["done", "late"]
    said.refresh_from_db()
    case.refresh_from_db()
    assert said.is_hidden == (case.state == ModerationState.HIDDEN)
    assert (said.body == WORDS) == (case.state == ModerationState.LEFT)


def test_two_moderators_hide_once(said: Comment, coordinator: User, administrator: User) -> None:
    results = _at_once([tried(lambda by=by: hide(said, by)) for by in (coordinator, administrator)])
    assert sorted(results) == ["done", "late"]
    assert Moderation.objects.get().kept["body"] == WORDS  # not the tombstone of the other


def test_reports_at_the_same_moment_are_one_case(
    said: Comment, stranger: User, contributor: User, other_officer: User
) -> None:
    people = [stranger, stranger, contributor, other_officer]
    _at_once([lambda by=by: services.report(said=said, by=fresh(by), kind="insult") for by in people])
    assert (Moderation.objects.count(), Report.objects.count()) == (1, 3)


@pytest.mark.parametrize("turn", range(3))
def test_hiding_while_it_is_answered_does_both(turn: int, said: Comment, coordinator: User, officer: User) -> None:
    duty = Duty.objects.get(comment=said)

    def answer() -> None:
        answering.answer(duty=duty, by=fresh(officer), outcome="noted", reason="Okuduk.")

    assert _at_once([tried(answer), tried(lambda: hide(said, coordinator))]) == ["done", "done"]
    duty.refresh_from_db()
    assert duty.state == DutyState.ANSWERED
    assert "budala" not in duty.title
    assert Comment.objects.get(pk=said.pk).is_hidden


@pytest.mark.parametrize("turn", range(3))
def test_hiding_while_it_is_accepted_does_both(
    turn: int, propose: Callable[..., Suggestion], blocks: list[Block], coordinator: User, officer: User
) -> None:
    body = BODIES[0].replace("dardır", "çok dardır")
    made = propose(body)

    def accept() -> None:
        suggesting.accept_suggestion(
            suggestion=made,
            by=fresh(officer),
            outcome="accepted",
            reason="Yazıldı.",
            base_revision=1,
            body=body,
            data={},
        )

    assert _at_once([tried(accept), tried(lambda: hide(made, coordinator))]) == ["done", "done"]
    made.refresh_from_db()
    assert made.is_hidden
    assert made.took_effect_id == blocks[0].pk
    assert Moderation.objects.get().kept["body"] == body
    # whichever came first, the history does not say the hidden reason
    assert BlockRevision.objects.get(block=blocks[0], number=2).reason == made.reference


def test_two_appeals_are_one(said: Comment, coordinator: User, representative: User) -> None:
    hide(said, coordinator)
    appeal = tried(lambda: services.appeal(said=said, by=fresh(representative), reason="Kimseye hakaret etmedim."))
    assert sorted(_at_once([appeal, appeal])) == ["done", "late"]
