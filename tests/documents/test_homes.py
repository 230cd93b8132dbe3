"""Whatever happens to a text, what was said about it has one home that is there."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import carried, carried_input, commenting, frozen_texts, queries, services, suggesting
from atasehir_portal.documents.homes import Home, HomeKind, Lineage, Stand, Step, Text, home
from atasehir_portal.documents.models import Block, BlockLineage, Document, Round, Section, Version

START = datetime(2026, 1, 1, tzinfo=UTC)
A, B, C, D, S, T, U = (UUID(int=number) for number in range(7))


def at(hours: int) -> datetime:
    return START + timedelta(hours=hours)


def text_of(*blocks: UUID, sections: Sequence[UUID] = (S,), **revisions: int) -> Text:
    return Text({block: (revisions.get("revision", 1), S) for block in blocks}, dict.fromkeys(sections))


STAND = Stand(START, A, 1, ((S, T),))


def where(text: Text, *steps: Step, stand: Stand = STAND, until: datetime | None = None) -> tuple[str, Any]:
    found = home(stand, text, Lineage(steps), until)
    return found.kind.value, found.blocks or found.section


def test_block_that_is_there_is_the_home() -> None:
    assert home(STAND, text_of(A, B), Lineage(())) == Home(HomeKind.BLOCK, (A,))
    assert home(STAND, text_of(A, B, revision=2), Lineage(())).is_changed


def test_divided_block_keeps_what_was_said_with_all_its_parts() -> None:
    later = Step(A, B, "split", at(1))
    assert where(text_of(B, A), later) == ("split", (B, A)), "in the order of the text"
    assert where(text_of(A), later) == ("block", (A,)), "the other part was taken out"
    assert where(text_of(B), later) == ("split", (B,)), "the first part was taken out"
    assert where(text_of(A, B), Step(A, B, "split", at(-1))) == ("block", (A,)), "divided before it was read"
    assert where(text_of(A, C), later, Step(B, C, "replace", at(2))) == ("split", (A, C))


def test_joined_and_replaced_blocks_lead_on() -> None:
    assert where(text_of(B), Step(A, B, "merge", at(1))) == ("merged", (B,))
    assert where(text_of(B), Step(A, B, "replace", at(1))) == ("replaced", (B,))
    chain = Step(A, B, "merge", at(1)), Step(B, C, "replace", at(2)), Step(C, D, "split", at(3))
    assert where(text_of(C, D), *chain) == ("merged", (C, D))
    there_and_back = Step(A, B, "split", at(1)), Step(B, A, "merge", at(2))
    assert where(text_of(A), *there_and_back) == ("block", (A,))
    assert where(text_of(), *there_and_back) == ("section", S)
    # what B gave away before A was joined to it was not what was said
    assert where(text_of(B, C), Step(B, C, "split", at(1)), Step(A, B, "merge", at(2))) == ("merged", (B,))


def test_without_a_block_the_nearest_section_is_the_home() -> None:
    assert where(text_of(B)) == ("section", S)
    assert where(text_of(B, sections=(T,))) == ("above", T)
    assert where(text_of(B, sections=())) == ("document", None)
    moved = replace(STAND, chains=((U, T), (S, T)))
    assert where(text_of(B, sections=(S, T, U)), stand=moved) == ("section", U)
    assert where(text_of(B, sections=(S,)), stand=moved) == ("section", S)
    assert home(Stand(START, chains=((S,),)), text_of(B), Lineage(())) == Home(HomeKind.SECTION, section=S)
    assert home(Stand(START), text_of(B), Lineage(())) == Home(HomeKind.DOCUMENT)


def test_what_happened_after_a_text_was_frozen_changes_no_home_in_it() -> None:
    assert where(text_of(B), Step(A, B, "merge", at(2)), until=at(1)) == ("section", S)
    assert where(text_of(B), Step(A, B, "merge", at(1)), until=at(1)) == ("merged", (B,))


# --- the real services ------------------------------------------------------------------------------------------------

Act = tuple[int, int, int]
ACTS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 40), st.integers(0, 40)), max_size=14)


class Writers:
    """Who edits a document at random: each act is one of the services, on what there is."""

    def __init__(self, document: Document, by: User) -> None:
        self.document, self.by = document, by

    def _pick(self, rows: Any, number: int) -> Any:
        found = list(rows.order_by("pk"))
        return found[number % len(found)] if found else None

    def do(self, act: Act) -> None:
        what, one, other = act
        there = self.document.blocks.filter(removed_at=None)
        sections = self.document.sections.filter(removed_at=None)
        block, section = self._pick(there, one), self._pick(sections, other)
        try:
            with transaction.atomic():
                self._do(what, one, block, section)
        except (ValidationError, services.ChangedMeanwhile, services.MovedMeanwhile):
            pass  # refused: nothing happened

    def _do(self, what: int, one: int, block: Block | None, section: Section | None) -> None:
        by = self.by
        gone = self._pick(self.document.blocks.exclude(removed_at=None), one)
        gone_section = self._pick(self.document.sections.exclude(removed_at=None), one)
        if what == 0 and gone is not None:
            services.restore_block(block_uid=gone.uid, by=by)
        elif what == 1 and gone_section is not None:
            services.restore_section(section=gone_section, by=by)
        elif what in (2, 3) and section is not None:
            if what == 2:
                services.remove_section(section=section, by=by)
            else:
                parent = self._pick(self.document.sections, one)
                services.move_section(section=section, parent=parent if one % 3 else None, by=by)
        elif what == 4 and section is not None:
            services.add_block(section=section, kind="paragraph", body=f"Yeni söz {one}.", by=by)
        elif block is None:
            return
        elif what in (5, 6):
            halves = [f"{block.body} Bir.", f"İki {one}."]
            services.split_block(block_uid=block.uid, base_revision=block.revision, parts=halves, by=by)
        elif what == 7:
            behind = Block.objects.filter(section=block.section, removed_at=None, position__gt=block.position)
            if (after := behind.order_by("position").first()) is not None:
                pair = [block, after]
                services.merge_blocks(
                    block_uids=[each.uid for each in pair], base_revisions=[each.revision for each in pair], by=by
                )
        elif what == 8:
            box = {"box_kind": "warning", "title": "Dikkat"}
            services.replace_block(
                block_uid=block.uid, base_revision=block.revision, kind="box", body=block.body, data=box, by=by
            )
        elif what == 9:
            services.remove_block(block_uid=block.uid, by=by)
        elif what == 10 and section is not None:
            services.move_block(block_uid=block.uid, section=section, by=by)
        else:
            services.save_block(
                block_uid=block.uid, base_revision=block.revision, body=f"{block.body} Daha.", data=block.data, by=by
            )


@pytest.mark.django_db
@settings(
    max_examples=40,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(before=ACTS, after=ACTS)
def test_every_input_has_one_living_home(
    before: list[Act], after: list[Act], open_round: Round, officer: User, representative: User, section: Section
) -> None:
    with transaction.atomic():
        _check(before, after, open_round, officer, representative, section)
        transaction.set_rollback(True)


def _check(
    before: list[Act], after: list[Act], open_round: Round, officer: User, representative: User, section: Section
) -> None:
    document = open_round.document
    if not open_round.comments.exists():
        given_by = {"round": open_round, "by": representative}
        for block in document.blocks.order_by("position"):
            commenting.comment(**given_by, body="Bence açık değil.", block=block)
        commenting.comment(**given_by, body="Bütünü iyi.")
        suggesting.suggest_insert(
            **given_by, kind="paragraph", body="Başta dursun.", data={}, reason="Eksik.", section=section.uid
        )
    # a section of its own, with a block that the round's text does not have
    below = services.add_section(document=document, parent=section, title="Alt", by=officer)
    services.add_block(section=below, kind="paragraph", body="Alttaki söz.", by=officer)
    writers = Writers(document, officer)
    for act in before:
        writers.do(act)
    between = services.freeze(document=document, by=officer, note="Ara.")
    said = [*open_round.comments.all(), *open_round.suggestions.all()]
    in_between = {each.reference: _home_in(each, between) for each in said}
    for act in after:
        writers.do(act)
    reading = queries.read(document)
    text = carried.text_of_reading(reading)
    assert text == carried.text_of_draft(document)
    everything = carried.into_draft(officer, document)
    assert everything.total == len(said)
    for each in said:
        found = carried_input.home_today(each)
        _is_one_living_home(found, text)
        if each.block is not None and each.block.uid in text.blocks:
            assert each.block.uid in found.blocks
        if each.block is not None and not found.is_changed:
            frozen = frozen_texts.places_of([open_round.version])[open_round.version_id]
            assert text.blocks[each.block.uid][0] == frozen.blocks[each.block.uid][0]
        row = everything.row_of(each)
        assert row is not None
        assert row.home == found, "one by one and all together say the same"
        assert found == carried_input.home_today(each), "asked again it says the same"
        assert _home_in(each, between) == in_between[each.reference], "what came later changes no home in a frozen text"
    counted = everything.by_place()
    assert sum(here.total for here in counted.values()) >= len(said)
    listed = carried.rows_of(everything, carried.duties_of(officer, everything.groups.values()))
    assert {row.said.reference for row in listed} == {each.reference for each in said}


def _home_in(said: Any, version: Version) -> Home:
    places = frozen_texts.places_of([said.round.version, version])
    stand = carried_input._stand(said, places[said.round.version_id])
    found = home(stand, places[version.pk], carried.lineage_of(version.document), version.created_at)
    _is_one_living_home(found, places[version.pk])
    return found


def _is_one_living_home(found: Home, text: Text) -> None:
    assert all(block in text.blocks for block in found.blocks)
    assert found.section is None or found.section in text.sections
    on_blocks = found.kind in (HomeKind.BLOCK, HomeKind.SPLIT, HomeKind.MERGED, HomeKind.REPLACED)
    in_section = found.kind in (HomeKind.SECTION, HomeKind.ABOVE)
    assert bool(found.blocks) == on_blocks
    assert (found.section is not None) == in_section
    assert on_blocks or in_section or found.kind == HomeKind.DOCUMENT


@pytest.mark.django_db
def test_lineage_leads_from_real_divisions(
    open_round: Round, blocks: list[Block], officer: User, representative: User, write: Callable[..., Block]
) -> None:
    said = commenting.comment(round=open_round, by=representative, body="Hangi yol?", block=blocks[0])
    assert not carried_input.home_today(said).is_changed
    parts = ["Pazara giden yolda basamak var.", "Yol dardır."]
    [added] = services.split_block(block_uid=blocks[0].uid, base_revision=1, parts=parts, by=officer).added
    found = carried_input.home_today(said)
    assert (found.kind, found.blocks) == (HomeKind.SPLIT, (blocks[0].uid, added.uid))
    services.remove_block(block_uid=blocks[0].uid, by=officer)
    assert carried_input.home_today(said).blocks == (added.uid,)
    services.remove_block(block_uid=added.uid, by=officer)
    assert carried_input.home_today(said).section == blocks[0].section.uid
    services.remove_section(section=blocks[0].section, by=officer)
    assert carried_input.home_today(said).kind == HomeKind.DOCUMENT
    assert BlockLineage.objects.count() == 1
    assert uuid4() not in carried.text_of_draft(open_round.document).blocks
