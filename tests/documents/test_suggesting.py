"""Suggestions: what can be proposed, what accepting writes and under whose name, and what never gets lost."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.clock import today
from atasehir_portal.answering.models import Duty, DutyKind, DutyState
from atasehir_portal.documents import merging, rounds, services, suggesting
from atasehir_portal.documents.models import Block, BlockRevision, Document, Round, Section, Suggestion, Version
from atasehir_portal.documents.suggesting import permissions, queries
from atasehir_portal.documents.suggesting import texts as suggested
from atasehir_portal.transitions import NotInThisState
from tests.documents.suggest_world import BODIES

pytestmark = pytest.mark.django_db
WHY = "Böylesi daha doğru."
ANSWER = "Haklısınız, metne yazıldı."


def accept(suggestion: Suggestion, by: User, outcome: str = "accepted", **given: Any) -> Suggestion:
    """Accept as the page does: from the text that it proposes."""
    suggestion = queries.get_suggestion(by, suggestion.reference)
    start = suggested.proposal(suggestion, queries.base_of(suggestion), suggestion.block)
    values = {
        "body": start.body,
        "data": start.data,
        "base_revision": suggestion.block.revision if suggestion.block else 0,
        **given,
    }
    return suggesting.accept_suggestion(suggestion=suggestion, by=by, outcome=outcome, reason=ANSWER, **values)


def test_change_gets_reference_duty_and_title(
    propose: Callable[..., Suggestion],
    organisation: Organisation,
    representative: User,
    open_round: Round,
) -> None:
    made = propose(BODIES[0].replace("dardır", "çok dardır"))
    assert made.reference.startswith("Ö-")
    assert (made.act, made.base_revision) == ("change", 1)
    duty = made.duty
    assert (duty.kind, duty.reference, duty.state) == (DutyKind.SUGGESTION, made.reference, DutyState.OPEN)
    assert (duty.organisation, duty.submitter, duty.unit) == (organisation, representative, open_round.unit)
    assert "Pazara giden yolda" in duty.title
    assert duty.get_absolute_url() == made.get_absolute_url()
    assert not BlockRevision.objects.filter(block=made.block, number=2).exists()


def test_accepting_writes_the_revision_of_author_and_organisation_and_answers(
    propose: Callable[..., Suggestion],
    officer: User,
    representative: User,
    organisation: Organisation,
) -> None:
    made = propose(BODIES[0].replace("dardır", "çok dardır"))
    accept(made, officer)
    made.refresh_from_db()
    block = made.block
    block.refresh_from_db()
    assert block.body == made.body
    revision = block.revisions.get(number=2)
    assert (revision.author, revision.organisation) == (representative, organisation)
    assert revision.reason == f"{made.reference}: {WHY}"
    assert (made.took_effect, made.took_effect_revision) == (block, 2)
    duty = Duty.objects.get(pk=made.duty_id)
    assert (duty.state, duty.outcome, duty.answered_by) == (DutyState.ANSWERED, "accepted", officer)


def test_insert_stands_after_its_block_and_first_in_its_section(
    open_round: Round,
    blocks: list[Block],
    section: Section,
    representative: User,
    officer: User,
    texts: Callable[[], list[str]],
) -> None:
    given = {"round": open_round, "by": representative, "kind": "paragraph", "data": {}, "reason": WHY}
    after = suggesting.suggest_insert(body="Durak eksiktir.", after=blocks[0].uid, **given)
    first = suggesting.suggest_insert(body="- bir\n- iki", section=section.uid, **given)
    assert (first.kind, first.block) == ("list", None)
    accept(after, officer)
    accept(first, officer)
    assert texts() == ["- bir\n- iki", BODIES[0], "Durak eksiktir.", BODIES[1]]
    first.refresh_from_db()
    assert first.took_effect.kind == "list"


def test_removal_takes_out_and_partly_keeps_what_was_shortened(
    open_round: Round,
    blocks: list[Block],
    representative: User,
    officer: User,
    texts: Callable[[], list[str]],
) -> None:
    whole, part = (
        suggesting.suggest_removal(round=open_round, by=representative, block_uid=block.uid, reason=WHY)
        for block in blocks
    )
    accept(part, officer, "partly", body="Gölge yoktur.")
    accept(whole, officer)
    assert texts() == ["Gölge yoktur."]
    whole.refresh_from_db()
    assert whole.took_effect.removed_at is not None


ADDITIONS = ("iki basamak", "çok dardır", "yolun tam ortasındadır")


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_suggestions_on_one_block_lose_nothing_in_any_order(
    propose: Callable[..., Suggestion],
    officer: User,
    order: tuple[int, ...],
) -> None:
    made = [
        propose(BODIES[0].replace("basamak", ADDITIONS[0])),
        propose(BODIES[0].replace("dardır", ADDITIONS[1])),
        propose(BODIES[0].replace("yolun ortasındadır", ADDITIONS[2])),
    ]
    for number in order:
        accept(made[number], officer)
    block = Block.objects.get(pk=made[0].block_id)
    assert block.body == "Pazara giden yolda iki basamak var. Yol çok dardır. Direk yolun tam ortasındadır."
    assert block.revision == 4


_WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), min_size=1, max_size=12)


@given(_WORDS, _WORDS, _WORDS)
def test_merging_does_not_depend_on_who_came_first(base: list[str], one: list[str], other: list[str]) -> None:
    texts_ = [" ".join(words) for words in (base, one, other)]
    first, second = merging.merge(*texts_), merging.merge(texts_[0], texts_[2], texts_[1])
    assert first == second or first is None or second is None


def test_same_words_changed_by_both_begin_with_the_suggested_text(
    propose: Callable[..., Suggestion],
    officer: User,
    blocks: list[Block],
) -> None:
    made = propose(BODIES[0].replace("dardır", "geniştir"))
    services.save_block(
        block_uid=blocks[0].uid, base_revision=1, body=BODIES[0].replace("dardır", "kapalıdır"), by=officer
    )
    found = queries.get_suggestion(officer, made.reference)
    start = suggested.proposal(found, queries.base_of(found), found.block)
    assert (start.body, start.is_clean, start.has_changed) == (made.body, False, True)


def test_what_changed_meanwhile_is_seen_first_and_nothing_is_half_done(
    propose: Callable[..., Suggestion],
    officer: User,
    blocks: list[Block],
) -> None:
    made = propose(BODIES[0].replace("dardır", "geniştir"))
    services.save_block(block_uid=blocks[0].uid, base_revision=1, body="Yepyeni.", by=officer)
    with pytest.raises(services.ChangedMeanwhile):
        accept(made, officer, base_revision=1)
    made.refresh_from_db()
    assert made.took_effect is None
    assert Duty.objects.get(pk=made.duty_id).is_open
    assert Block.objects.get(pk=blocks[0].pk).body == "Yepyeni."


def test_block_taken_out_meanwhile_is_said_and_comes_back(
    propose: Callable[..., Suggestion],
    officer: User,
    blocks: list[Block],
) -> None:
    made = propose(BODIES[0].replace("dardır", "geniştir"))
    services.remove_block(block_uid=blocks[0].uid, by=officer)
    with pytest.raises(ValidationError) as refused:
        accept(made, officer)
    assert "body" in refused.value.error_dict
    services.restore_block(block_uid=blocks[0].uid, by=officer)
    accept(made, officer)
    assert Block.objects.get(pk=blocks[0].pk).body == made.body


def test_section_taken_out_meanwhile_is_said(
    open_round: Round,
    section: Section,
    representative: User,
    officer: User,
) -> None:
    made = suggesting.suggest_insert(
        round=open_round, by=representative, kind="paragraph", body="Söz.", data={}, reason=WHY, section=section.uid
    )
    services.remove_section(section=section, by=officer)
    with pytest.raises(ValidationError) as refused:
        accept(made, officer)
    assert "body" in refused.value.error_dict


def test_accepting_twice_is_told_and_written_once(propose: Callable[..., Suggestion], officer: User) -> None:
    made = propose("Bambaşka bir söz.")
    accept(made, officer)
    with pytest.raises(NotInThisState):
        accept(made, officer)
    assert BlockRevision.objects.filter(block=made.block).count() == 2


def test_accepting_without_taking_anything_in_is_refused(
    propose: Callable[..., Suggestion],
    officer: User,
    blocks: list[Block],
) -> None:
    made = propose("Bambaşka bir söz.")
    with pytest.raises(ValidationError) as refused:
        accept(made, officer, "partly", body=blocks[0].body)
    assert "body" in refused.value.error_dict


def test_what_somebody_wrote_so_already_can_be_accepted(
    propose: Callable[..., Suggestion],
    officer: User,
    blocks: list[Block],
) -> None:
    made = propose("Bambaşka bir söz.")
    services.save_block(block_uid=blocks[0].uid, base_revision=1, body="Bambaşka bir söz.", by=officer)
    accept(made, officer)
    made.refresh_from_db()
    assert made.took_effect_revision == 2


def test_ordinary_answer_cannot_call_it_accepted(propose: Callable[..., Suggestion], officer: User) -> None:
    made = propose("Bambaşka bir söz.")
    for outcome in ("accepted", "partly"):
        with pytest.raises(ValidationError) as refused:
            answering.answer(duty=made.duty, by=officer, outcome=outcome, reason=ANSWER)
        assert "outcome" in refused.value.error_dict
    assert Duty.objects.get(pk=made.duty_id).is_open
    answering.answer(duty=Duty.objects.get(pk=made.duty_id), by=officer, outcome="not_accepted", reason=ANSWER)
    with pytest.raises(NotInThisState):
        accept(made, officer)


def test_only_who_answers_and_writes_accepts(
    propose: Callable[..., Suggestion],
    officer: User,
    other_officer: User,
    representative: User,
    coordinator: User,
) -> None:
    made = propose("Bambaşka bir söz.")
    assert permissions.can_accept(officer, made)
    assert permissions.can_accept(coordinator, made)
    for user in (other_officer, representative):
        with pytest.raises(PermissionDenied):
            accept(made, user)


def test_same_form_is_one_suggestion(propose: Callable[..., Suggestion]) -> None:
    key = uuid4()
    assert propose("Bir söz.", form_key=key) == propose("Bir söz.", form_key=key)
    assert (Suggestion.objects.count(), Duty.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("", "body"),
        ("   ", "body"),
        ("# Başlık", "body"),
        ("x" * 20_001, "body"),
        (BODIES[0], "body"),
        ("| a |\n|---|", "body"),
    ],
)
def test_what_cannot_stand_there_is_refused_by_field(propose: Callable[..., Suggestion], body: str, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        propose(body)
    assert field in refused.value.error_dict
    assert not Suggestion.objects.exists()


def test_reason_is_asked_for(open_round: Round, blocks: list[Block], representative: User) -> None:
    with pytest.raises(ValidationError) as refused:
        suggesting.suggest_removal(round=open_round, by=representative, block_uid=blocks[0].uid, reason=" \u200b ")
    assert "reason" in refused.value.error_dict


def test_what_is_not_in_the_text_of_the_round_is_refused(
    open_round: Round,
    write: Callable[..., Block],
    representative: User,
) -> None:
    later = write("Sonradan yazıldı.")
    with pytest.raises(ValidationError):
        suggesting.suggest_removal(round=open_round, by=representative, block_uid=later.uid, reason=WHY)


def test_round_that_ended_takes_nothing(propose: Callable[..., Suggestion], open_round: Round, officer: User) -> None:
    rounds.end_round(round=open_round, by=officer)
    with pytest.raises(rounds.RoundIsOver):
        propose("Geç kalan söz.")
    assert not Suggestion.objects.exists()


def test_round_after_its_last_day_takes_nothing(propose: Callable[..., Suggestion], open_round: Round) -> None:
    Round.objects.update(opens_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=1))
    with pytest.raises(rounds.RoundIsOver):
        propose("Geç kalan söz.")


def test_nobody_speaks_for_the_organisation_of_others(
    propose: Callable[..., Suggestion],
    stranger: User,
    organisation: Organisation,
) -> None:
    with pytest.raises(PermissionDenied):
        propose("Söz.", by=stranger, organisation=organisation)


def test_withdrawn_one_leaves_the_lists_of_others(
    propose: Callable[..., Suggestion],
    representative: User,
    stranger: User,
    open_round: Round,
) -> None:
    made = propose("Söz.")
    suggesting.withdraw_suggestion(suggestion=made, by=representative)
    assert not queries.of_round(stranger, open_round).exists()
    assert queries.of_round(representative, open_round).exists()


def test_says_in_which_version_it_took_effect(
    propose: Callable[..., Suggestion],
    officer: User,
    document: Document,
    blocks: list[Block],
) -> None:
    made = propose("Bambaşka bir söz.")
    assert queries.effect_of(made) is None
    accept(made, officer)
    made = queries.get_suggestion(officer, made.reference)
    assert queries.effect_of(made).number == 0
    services.save_block(block_uid=blocks[0].uid, base_revision=2, body="Bambaşka bir söz daha.", by=officer)
    frozen = services.freeze(document=document, by=officer, note="")
    services.freeze(document=document, by=officer, note="")
    assert queries.effect_of(made).number == frozen.number == 2


def test_says_in_which_version_a_removal_took_effect(
    open_round: Round,
    blocks: list[Block],
    representative: User,
    officer: User,
    document: Document,
) -> None:
    made = suggesting.suggest_removal(round=open_round, by=representative, block_uid=blocks[1].uid, reason=WHY)
    accept(made, officer)
    made = queries.get_suggestion(officer, made.reference)
    assert queries.effect_of(made).number == 0
    services.freeze(document=document, by=officer, note="")
    assert queries.effect_of(made).number == Version.objects.count()
