"""Programmes and their framework: beginning, adding, moving, taking out, bringing back; the element rows follow their blocks."""

import random
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from atasehir_portal.accounts.models import Unit
from atasehir_portal.documents import services as documents
from atasehir_portal.documents.models import Document
from programming.drafting import queries, services
from programming.drafting.models import Element, ElementKind, Programme, ProgrammeState
from tests.programming.drafting.factories import (
    MEASURE,
    at_once,
    make_framework,
    make_goal,
    make_measure,
    make_outcome,
    make_programme,
)

pytestmark = pytest.mark.django_db


def numbered(programme):
    return [(number, element.title) for element, number in queries.ordered(programme.pk)]


def test_programme_begins_as_a_draft_with_an_introduction(coordinator):
    programme = make_programme(coordinator, title="Çocuklar için Şehir: İlk Yıllar")
    assert programme.slug == "cocuklar-icin-sehir-ilk-yillar"
    assert programme.state == ProgrammeState.DRAFT
    section = programme.document.sections.get()
    assert (section.title in {"Introduction", "Giriş"}, section.is_numbered) == (True, False)


def test_programmes_with_the_same_title_get_addresses_of_their_own(coordinator):
    slugs = [
        make_programme(coordinator, title=title).slug for title in ("Yeni", "İhtiyaç", "Program", "Program", "???")
    ]
    assert slugs == ["yeni-2", "ihtiyac-2", "program", "program-2", "program-3"]


def test_same_form_twice_makes_one_programme(coordinator):
    key = uuid.uuid4()
    first = make_programme(coordinator, form_key=key)
    assert make_programme(coordinator, form_key=key) == first
    assert Programme.objects.count() == 1


def test_only_coordinators_begin_programmes(officer, representative):
    for user in (officer, representative):
        with pytest.raises(PermissionDenied):
            make_programme(user)


def test_elements_are_numbered_from_top_to_bottom(coordinator):
    programme = make_programme(coordinator)
    goal = make_goal(programme, coordinator, "Birinci amaç")
    outcome = make_outcome(goal, coordinator, "Birinci hedef")
    make_measure(outcome, coordinator, title="Bir")
    make_measure(outcome, coordinator, title="İki")
    make_outcome(goal, coordinator, "İkinci hedef")
    make_goal(programme, coordinator, "İkinci amaç")
    assert numbered(programme) == [
        ("A1", "Birinci amaç"),
        ("H1.1", "Birinci hedef"),
        ("F1.1.1", "Bir"),
        ("F1.1.2", "İki"),
        ("H1.2", "İkinci hedef"),
        ("A2", "İkinci amaç"),
    ]


def test_element_row_follows_its_block(coordinator, unit):
    _programme, [measure] = make_framework(coordinator)
    assert (measure.title, measure.unit, measure.parent.kind) == ("Faaliyet 1", unit, ElementKind.OUTCOME)
    documents.save_block(
        block_uid=measure.block.uid,
        base_revision=1,
        body="Yeni metin",
        data={**MEASURE, "title": "Başka ad", "unit": "sosyal-destek"},
        by=coordinator,
    )
    measure.refresh_from_db()
    assert (measure.title, measure.unit) == ("Başka ad", Unit.objects.get(slug="sosyal-destek"))


def test_measure_of_a_unit_that_does_not_exist_is_refused_and_nothing_is_kept(coordinator):
    programme, [measure] = make_framework(coordinator)
    with pytest.raises(ValidationError):
        make_measure(measure.parent, coordinator, unit="yok-boyle-birim")
    assert len(queries.framework(coordinator, programme).measures) == 1
    assert programme.document.blocks.count() == 3


def test_same_form_twice_adds_one_element(coordinator):
    programme = make_programme(coordinator)
    key = uuid.uuid4()
    values = {"programme": programme, "parent": None, "heading": "Ulaşım", "by": coordinator, "form_key": key}
    first = services.add_element(data={"title": "Amaç"}, **values)
    assert services.add_element(data={"title": "Amaç"}, **values) == first
    assert programme.document.sections.count() == 2
    # a key that was used in another programme is no key here
    other = make_programme(coordinator, title="Öteki program")
    values |= {"programme": other}
    assert services.add_element(data={"title": "Amaç"}, **values).programme == other


def test_elements_stand_only_in_their_place(coordinator):
    programme, [measure] = make_framework(coordinator)
    outcome, goal = measure.parent, measure.parent.parent
    introduction = programme.document.sections.get(is_numbered=False)
    for kind, section in (
        ("measure", introduction),
        ("measure", goal.block.section),
        ("goal", goal.block.section),
        ("goal", outcome.block.section),
        ("outcome", introduction),
        ("outcome", outcome.block.section),
    ):
        with pytest.raises(ValidationError):
            documents.add_block(section=section, kind=kind, data={"title": "x"}, by=coordinator)
    with pytest.raises(ValidationError):
        documents.move_block(block_uid=measure.block.uid, section=introduction, by=coordinator)
    assert len(numbered(programme)) == 3


def test_measures_move_past_text_and_numbers_follow(coordinator):
    programme, measures = make_framework(coordinator, measures=3)
    section = measures[0].block.section
    documents.add_block(
        section=section, kind="paragraph", body="Arada bir söz.", by=coordinator, after=measures[0].block
    )
    services.move_element(element=measures[2], direction=services.UP, by=coordinator)
    assert [t for n, t in numbered(programme) if n[0] == "F"] == ["Faaliyet 1", "Faaliyet 3", "Faaliyet 2"]
    services.move_element(element=measures[2], direction=services.UP, by=coordinator)
    services.move_element(element=measures[2], direction=services.UP, by=coordinator)
    assert [t for n, t in numbered(programme) if n[0] == "F"] == ["Faaliyet 3", "Faaliyet 1", "Faaliyet 2"]
    services.move_element(element=measures[0], direction=services.DOWN, by=coordinator)
    assert [t for n, t in numbered(programme) if n[0] == "F"] == ["Faaliyet 3", "Faaliyet 2", "Faaliyet 1"]
    # the outcome stays above its measures
    assert queries.live_elements().get(kind=ElementKind.OUTCOME).block.position == 0


def test_goals_move_with_all_that_stands_below_and_never_before_the_introduction(coordinator):
    programme = make_programme(coordinator)
    goals = [make_goal(programme, coordinator, f"Amaç {n}") for n in (1, 2, 3)]
    outcome = make_outcome(goals[2], coordinator, "Hedef")
    for _time in range(3):
        services.move_element(element=goals[2], direction=services.UP, by=coordinator)
    assert [title for _number, title in numbered(programme)] == ["Amaç 3", "Hedef", "Amaç 1", "Amaç 2"]
    assert numbered(programme)[1] == ("H1.1", outcome.title)
    assert programme.document.sections.order_by("position").filter(parent=None).first().is_numbered is False
    for _time in range(3):
        services.move_element(element=goals[2], direction=services.DOWN, by=coordinator)
    assert [title for number, title in numbered(programme) if number[0] == "A"] == ["Amaç 1", "Amaç 2", "Amaç 3"]


@pytest.mark.parametrize("seed", range(3))
def test_any_moves_leave_a_permutation_numbered_without_gaps(coordinator, seed):
    programme, measures = make_framework(coordinator, measures=5)
    dice = random.Random(seed)  # noqa: S311
    order = [m.pk for m in measures]
    for _step in range(12):
        measure, direction = dice.choice(measures), dice.choice(services.DIRECTIONS)
        services.move_element(element=measure, direction=direction, by=coordinator)
        at = order.index(measure.pk)
        to = at + (1 if direction == services.DOWN else -1)
        if 0 <= to < len(order):
            order[at], order[to] = order[to], order[at]
        found = [(e.pk, n) for e, n in queries.ordered(programme.pk) if e.kind == ElementKind.MEASURE]
        assert found == [(pk, f"F1.1.{place}") for place, pk in enumerate(order, start=1)]


def test_removed_measure_leaves_no_gap_and_can_be_brought_back(coordinator):
    programme, measures = make_framework(coordinator, measures=3)
    services.remove_element(element=measures[1], by=coordinator, reason="Başka programda ele alınıyor")
    assert [pair for pair in numbered(programme) if pair[0][0] == "F"] == [
        ("F1.1.1", "Faaliyet 1"),
        ("F1.1.2", "Faaliyet 3"),
    ]
    documents.restore_block(block_uid=measures[1].block.uid, by=coordinator)
    assert [title for number, title in numbered(programme) if number[0] == "F"] == [
        "Faaliyet 1",
        "Faaliyet 2",
        "Faaliyet 3",
    ]


def test_removed_goal_takes_everything_below_with_it_and_brings_it_back(coordinator):
    programme, [measure] = make_framework(coordinator)
    goal = measure.parent.parent
    assert queries.below(goal) == queries.Below(outcomes=1, measures=1, needs=0)
    services.remove_element(element=goal, by=coordinator, reason="Yetki büyükşehirde")
    assert numbered(programme) == []
    assert queries.with_counts(Programme.objects.all()).get().measures == 0
    goal.block.section.refresh_from_db()
    documents.restore_section(section=goal.block.section, by=coordinator)
    assert [number for number, _title in numbered(programme)] == ["A1", "H1.1", "F1.1.1"]


def test_goal_cannot_leave_its_section_alone(coordinator):
    _programme, [measure] = make_framework(coordinator)
    for element in (measure.parent, measure.parent.parent):
        with pytest.raises(ValidationError):
            documents.remove_block(block_uid=element.block.uid, by=coordinator)


@pytest.mark.parametrize("state", [s for s in ProgrammeState if s != ProgrammeState.DRAFT])
def test_after_the_draft_the_framework_is_closed(coordinator, state):
    programme, [measure] = make_framework(coordinator)
    Programme.objects.filter(pk=programme.pk).update(state=state)
    measure.programme.refresh_from_db()
    programme.refresh_from_db()
    acts = [
        lambda: make_goal(programme, coordinator),
        lambda: services.move_element(element=measure, direction="up", by=coordinator),
        lambda: services.remove_element(element=measure, by=coordinator, reason="x"),
        lambda: services.edit_measure(measure=measure, base_revision=1, body="", data=MEASURE, by=coordinator),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
    assert Element.objects.count() == 3


def test_two_people_on_one_measure_keep_both_texts(coordinator, officer):
    _programme, [measure] = make_framework(coordinator)
    first = services.edit_measure(
        measure=measure, base_revision=1, body="Bir", data={**MEASURE, "partners": "Muhtarlık"}, by=coordinator
    )
    second = services.edit_measure(
        measure=measure, base_revision=1, body="İki", data={**MEASURE, "source": "Hibe"}, by=officer
    )
    assert (first.state, second.state) == ("saved", "conflict")
    body, data, _is_clean = documents.proposed_merge(conflict=second.conflict)
    assert (data["partners"], data["source"]) == ("Muhtarlık", "Hibe")
    merged = services.edit_measure(
        measure=measure, base_revision=2, body=body, data=data, by=officer, conflict=second.conflict
    )
    assert merged.state == "saved"
    second.conflict.refresh_from_db()
    assert second.conflict.resolved_at is not None


@pytest.mark.django_db(transaction=True)
def test_same_forms_at_the_same_moment_make_one_programme_and_one_element(catalogue, coordinator):
    key = uuid.uuid4()
    assert at_once(*(lambda: make_programme(coordinator, form_key=key) for _time in range(4))) == []
    programme = Programme.objects.get()
    values = {"programme": programme, "parent": None, "heading": "Ulaşım", "by": coordinator, "form_key": uuid.uuid4()}
    assert at_once(*(lambda: services.add_element(data={"title": "Amaç"}, **values) for _time in range(4))) == []
    assert Element.objects.count() == 1
    assert programme.document.sections.count() == 2
    assert Document.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_programmes_of_the_same_name_at_the_same_moment_get_addresses_of_their_own(catalogue, coordinator):
    assert at_once(*(lambda: make_programme(coordinator, form_key=uuid.uuid4()) for _time in range(3))) == []
    assert Programme.objects.values("slug").distinct().count() == 3


@pytest.mark.django_db(transaction=True)
def test_five_people_arranging_at_once_leave_an_order_without_gaps(catalogue, coordinator):
    programme, measures = make_framework(coordinator, measures=5)
    moves = [
        lambda measure=measure, way=way: services.move_element(element=measure, direction=way, by=coordinator)
        for measure, way in zip(measures, ("down", "up", "down", "up", "up"), strict=True)
    ]
    assert at_once(*moves) == []
    found = [number for _title, number in sorted((t, n) for n, t in numbered(programme) if n[0] == "F")]
    assert sorted(found) == [f"F1.1.{n}" for n in range(1, 6)]
