"""Needs and measures: linking, removing a link, what becomes of the need, who is told."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from atasehir_portal.answering import services as answering
from atasehir_portal.catalogue.models import Right
from atasehir_portal.documents import services as documents
from atasehir_portal.notifications.models import Notification
from atasehir_portal.notifications.outbox import compose
from atasehir_portal.notifications.preferences import choose_paces
from atasehir_portal.transitions import NotInThisState
from programming.drafting import elements, figures, links, queries, services
from programming.drafting.models import NeedLink, Programme, ProgrammeState
from programming.drafting.states import LINK_TOLD_AS
from programming.needs.models import Became, ConfidentialLook, Need, NeedState, Visibility
from programming.needs.services import withdraw_need
from tests.programming.drafting.factories import at_once, make_framework, make_measure
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db

REASON = "Başka bir programda ele alınıyor."


@pytest.fixture
def need(representative, organisation):
    return make_need(representative, organisation)


@pytest.fixture
def measure(coordinator):
    return make_framework(coordinator)[1][0]


def told(user, kind):
    return Notification.objects.filter(recipient=user, kind=kind).count()


def became(need):
    need.refresh_from_db()
    return need.became


def test_linked_need_is_planned_and_its_raisers_are_told(measure, need, coordinator, representative, stranger):
    link = links.link_need(measure=measure, need=need, by=coordinator)
    assert became(need) == Became.PLANNED
    assert told(representative, "need_linked_draft") == 1
    assert told(stranger, "need_linked_draft") == 0
    event = need.events.get(act="linked")
    # of a draft the public page of the need says no more than that it is planned
    assert (event.actor, event.note) == (coordinator, "")
    assert (link.created_by, link.removed_at) == (coordinator, None)


@pytest.mark.parametrize(
    ("state", "kind", "words"),
    [
        (ProgrammeState.DRAFT, "need_linked_draft", "İhtiyacınız bir program taslağına girdi"),
        (ProgrammeState.PROPOSED, "need_linked_proposal", "İhtiyacınız bir program önerisinde yer alıyor"),
        (ProgrammeState.ADOPTED, "need_linked", "İhtiyacınız programa girdi"),
    ],
)
def test_link_promises_no_more_than_the_programme_s_state(
    measure, need, coordinator, representative, state, kind, words
):
    Programme.objects.update(state=state)
    choose_paces(user=representative, chosen={"became": "now"})
    links.link_need(measure=measure, need=need, by=coordinator)
    assert [told(representative, one) for one in dict.fromkeys(LINK_TOLD_AS.values())].count(1) == 1
    message = compose(Notification.objects.get(recipient=representative, kind=kind).mail)
    assert message.subject.startswith(words)
    assert ("kabul edilen" in message.body.lower()) is (state == ProgrammeState.ADOPTED)


def test_linking_twice_makes_one_link_and_one_message(measure, need, coordinator, officer, representative):
    first = links.link_need(measure=measure, need=need, by=coordinator)
    assert links.link_need(measure=measure, need=need, by=officer) == first
    assert NeedLink.objects.count() == 1
    assert told(representative, "need_linked_draft") == 1
    assert need.events.filter(act="linked").count() == 1


def test_removed_link_falls_back_keeps_its_row_and_is_told(measure, need, coordinator, representative):
    link = links.link_need(measure=measure, need=need, by=coordinator)
    links.unlink_need(link=link, by=coordinator, reason=f"  {REASON}  ")
    assert became(need) == Became.NOTHING_YET
    link.refresh_from_db()
    assert (link.removal_reason, link.removed_by) == (REASON, coordinator)
    assert link.removed_at is not None
    assert need.events.get(act="unlinked").note == REASON
    assert told(representative, "need_unlinked") == 1
    with pytest.raises(NotInThisState):
        links.unlink_need(link=link, by=coordinator, reason=REASON)
    assert told(representative, "need_unlinked") == 1


def test_need_can_be_linked_again_and_is_told_again(measure, need, coordinator, representative):
    for _time in range(2):
        link = links.link_need(measure=measure, need=need, by=coordinator)
        links.unlink_need(link=link, by=coordinator, reason=REASON)
    assert (told(representative, "need_linked_draft"), told(representative, "need_unlinked")) == (2, 2)
    assert NeedLink.objects.count() == 2


@pytest.mark.parametrize("reason", ["", "   ", "\u202e", "x" * 501])
def test_link_is_not_removed_without_a_good_reason(measure, need, coordinator, reason):
    link = links.link_need(measure=measure, need=need, by=coordinator)
    with pytest.raises(ValidationError) as error:
        links.unlink_need(link=link, by=coordinator, reason=reason)
    assert list(error.value.error_dict) == ["reason"]
    assert became(need) == Became.PLANNED


def test_one_of_two_links_keeps_the_need_planned(measure, need, coordinator):
    other = make_measure(measure.parent, coordinator, title="İkinci faaliyet")
    first = links.link_need(measure=measure, need=need, by=coordinator)
    second = links.link_need(measure=other, need=need, by=coordinator)
    links.unlink_need(link=first, by=coordinator, reason=REASON)
    assert became(need) == Became.PLANNED
    links.unlink_need(link=second, by=coordinator, reason=REASON)
    assert became(need) == Became.NOTHING_YET


def in_state(measure, state):
    Programme.objects.filter(pk=measure.programme_id).update(state=state)
    measure.programme.refresh_from_db()


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (ProgrammeState.DRAFT, Became.PLANNED),
        (ProgrammeState.PROPOSED, Became.PLANNED),
        (ProgrammeState.ADOPTED, Became.ADDRESSED),
    ],
)
def test_what_became_of_a_need_follows_the_programme(measure, need, coordinator, state, expected):
    in_state(measure, state)
    links.link_need(measure=measure, need=need, by=coordinator)
    assert became(need) == expected
    note = need.events.get(act="linked").note
    assert note == ("" if state == ProgrammeState.DRAFT else measure.programme.document.title)


def test_superseded_programme_addresses_nothing(measure, need, coordinator):
    links.link_need(measure=measure, need=need, by=coordinator)
    in_state(measure, ProgrammeState.SUPERSEDED)
    assert links.became(need) == Became.NOTHING_YET
    with pytest.raises(PermissionDenied):
        links.link_need(measure=measure, need=need, by=coordinator)


def test_adopted_programme_counts_more_than_a_draft(measure, need, coordinator):
    in_state(measure, ProgrammeState.ADOPTED)
    draft = make_framework(coordinator, title="Sonraki program")[1][0]
    links.link_need(measure=measure, need=need, by=coordinator)
    link = links.link_need(measure=draft, need=need, by=coordinator)
    assert became(need) == Became.ADDRESSED
    links.unlink_need(link=link, by=coordinator, reason=REASON)
    assert became(need) == Became.ADDRESSED


def test_fulfilled_stays_while_an_adopted_measure_addresses_the_need(measure, need, coordinator):
    in_state(measure, ProgrammeState.ADOPTED)
    link = links.link_need(measure=measure, need=need, by=coordinator)
    Need.objects.filter(pk=need.pk).update(became=Became.FULFILLED)
    need.refresh_from_db()
    assert links.became(need) == Became.FULFILLED
    links.unlink_need(link=link, by=coordinator, reason=REASON)
    assert became(need) == Became.NOTHING_YET


def test_removed_measure_drops_its_links_with_the_reason(measure, need, coordinator, representative):
    link = links.link_need(measure=measure, need=need, by=coordinator)
    services.remove_element(element=measure, by=coordinator, reason="Bütçe ayrılamadı, seneye bakılacak")
    link.refresh_from_db()
    assert link.removal_reason == "Bütçe ayrılamadı, seneye bakılacak"
    assert link.removed_by == coordinator
    assert became(need) == Became.NOTHING_YET
    assert told(representative, "need_unlinked") == 1
    # bringing the text back brings no link back: people were told that it fell away
    documents.restore_block(block_uid=measure.block.uid, by=coordinator)
    assert became(need) == Became.NOTHING_YET
    assert NeedLink.objects.filter(removed_at=None).count() == 0


def test_removed_section_drops_the_links_of_all_measures_below(
    measure, need, coordinator, representative, organisation
):
    other = make_need(representative, organisation, title="Durakta oturacak yer yok, beklenemiyor")
    second = make_measure(measure.parent, coordinator, title="Bank")
    links.link_need(measure=measure, need=need, by=coordinator)
    links.link_need(measure=second, need=other, by=coordinator)
    # as the workspace does it, without a reason
    documents.remove_section(section=measure.parent.parent.block.section, by=coordinator)
    assert {became(need), became(other)} == {Became.NOTHING_YET}
    assert told(representative, "need_unlinked") == 2
    for link in NeedLink.objects.all():
        assert link.removal_reason
        assert link.removed_by == coordinator


def test_measure_that_was_taken_out_cannot_be_linked(measure, need, coordinator):
    services.remove_element(element=measure, by=coordinator, reason="Yetki büyükşehirde")
    with pytest.raises(NotInThisState):
        links.link_need(measure=measure, need=need, by=coordinator)


def test_withdrawn_need_cannot_be_linked(measure, need, coordinator, representative):
    withdraw_need(need=need, by=representative)
    with pytest.raises(NotInThisState):
        links.link_need(measure=measure, need=need, by=coordinator)


@pytest.mark.parametrize("state", [NeedState.DRAFT, NeedState.MERGED])
def test_need_that_speaks_through_another_or_not_yet_cannot_be_linked(
    measure, need, coordinator, representative, organisation, state
):
    target = make_need(representative, organisation) if state == NeedState.MERGED else None
    Need.objects.filter(pk=need.pk).update(state=state, merged_into=target)
    with pytest.raises((NotInThisState, PermissionDenied)):
        links.link_need(measure=measure, need=need, by=coordinator)


def test_who_may_link(measure, need, coordinator, administrator, officer, other_officer, representative, stranger):
    """Coordinators all measures, officers those of their own unit, nobody else."""
    for user in (other_officer, representative, stranger):
        with pytest.raises(PermissionDenied):
            links.link_need(measure=measure, need=need, by=user)
    for user in (coordinator, administrator, officer):
        link = links.link_need(measure=measure, need=need, by=user)
        links.unlink_need(link=link, by=user, reason=REASON)
    in_state(measure, ProgrammeState.ADOPTED)
    with pytest.raises(PermissionDenied):
        links.link_need(measure=measure, need=need, by=officer)


# --- confidential needs -----------------------------------------------------------------------------------------------


@pytest.fixture
def confidential(representative, organisation):
    return make_need(representative, organisation, title="Sığınacak yer yok", visibility=Visibility.CONFIDENTIAL)


def test_confidential_need_is_linked_only_by_whoever_may_read_it(measure, confidential, coordinator, officer, unit):
    for user in (coordinator, officer):
        with pytest.raises(PermissionDenied):
            links.link_need(measure=measure, need=confidential, by=user)
    answering.assign(duty=confidential.duty, by=coordinator, unit=unit, officer=officer)
    links.link_need(measure=measure, need=confidential, by=officer)
    assert became(confidential) == Became.PLANNED


def test_confidential_need_is_found_by_its_whole_reference_only(measure, confidential, coordinator, officer, unit):
    answering.assign(duty=confidential.duty, by=coordinator, unit=unit, officer=officer)
    assert queries.linkable_needs(officer, measure, f"i {confidential.reference[2:].lower()}") == [confidential]
    assert queries.linkable_needs(officer, measure, "Sığınacak") == []
    assert queries.linkable_needs(officer, measure, "") == []
    assert queries.linkable_needs(coordinator, measure, confidential.reference) == []


def test_linked_confidential_need_is_counted_and_shown_nowhere_else(
    measure, confidential, coordinator, officer, unit, representative
):
    answering.assign(duty=confidential.duty, by=coordinator, unit=unit, officer=officer)
    links.link_need(measure=measure, need=confidential, by=officer)
    programme = measure.programme
    for user in (coordinator, representative, officer):
        assert queries.framework(user, programme).by_id[measure.pk].needs == 0
    assert queries.links_of_measure(coordinator, measure) == []
    assert [link.need for link in queries.links_of_measure(officer, measure)] == [confidential]
    groups = list(confidential.groups.values_list("pk", flat=True))
    assert figures.measures_by_group(groups) == {}
    assert queries.totals() == queries.Totals(measures=0, needs=0)
    assert queries.below(measure).needs == 0
    # a coordinator who gave a reason sees it for as long as the reason lasts
    ConfidentialLook.objects.create(need=confidential, user=coordinator, reason="Program taslağı için gerekli.")
    assert len(queries.links_of_measure(coordinator, measure)) == 1


# --- finding ----------------------------------------------------------------------------------------------------------


def test_needs_are_found_as_turkish_people_type(measure, coordinator, representative, organisation):
    school = make_need(representative, organisation, title="Okul yolunda IŞIK yok, çocuklar göremiyor")
    ramp = make_need(representative, organisation, title="Kaldırımda rampa yok, geçilemiyor")
    assert queries.linkable_needs(coordinator, measure, "ışıklar") == [school]
    assert queries.linkable_needs(coordinator, measure, "kaldirim") == [ramp]
    assert queries.linkable_needs(coordinator, measure, ramp.reference.replace("İ", "i").replace("-", " ")) == [ramp]
    links.link_need(measure=measure, need=ramp, by=coordinator)
    assert queries.linkable_needs(coordinator, measure, "rampa") == []
    other = make_measure(measure.parent, coordinator, title="İkinci")
    # nothing typed: what no programme plans yet; typed: whatever matches
    assert queries.linkable_needs(coordinator, other, "") == [school]
    assert queries.linkable_needs(coordinator, other, "rampa") == [ramp]


@pytest.mark.parametrize("typed", ["'; drop table needs_need; --", "\x00", "((((", "& | !", "\\", "%", "a" * 5000])
def test_odd_search_finds_nothing_and_breaks_nothing(measure, coordinator, need, typed):
    assert queries.linkable_needs(coordinator, measure, typed) in ([], [need])
    assert list(queries.search_measures(queries.linkable_measures(coordinator, need), typed)) is not None


def test_measures_offered_for_a_need(measure, need, coordinator, officer, other_officer, representative):
    assert list(queries.linkable_measures(coordinator, need)) == [measure]
    assert list(queries.linkable_measures(officer, need)) == [measure]
    assert list(queries.linkable_measures(other_officer, need)) == []
    assert list(queries.linkable_measures(representative, need)) == []
    links.link_need(measure=measure, need=need, by=coordinator)
    assert list(queries.linkable_measures(coordinator, need)) == []


def measure_cost(measure):
    return elements.Measure.of(measure.block.data).budget


# --- figures ----------------------------------------------------------------------------------------------------------


def test_figures_count_measures_once_per_group_and_public_needs_only(
    measure, need, coordinator, representative, organisation
):
    second = make_need(representative, organisation, title="Durakta oturacak yer yok, beklenemiyor")
    participants = make_need(representative, organisation, visibility=Visibility.PARTICIPANTS)
    for one in (need, second, participants):
        links.link_need(measure=measure, need=one, by=coordinator)
    group = need.groups.get().pk
    right = Right.objects.get(slug="saglik")
    need.rights.add(right)
    cells = [(group, right.pk), (group, 0), (0, right.pk), (0, 0)]
    assert figures.measures_by_group([group]) == {group: 1}
    assert figures.measures_by_cell() == dict.fromkeys(cells, 1)
    assert figures.money_by_group([group]) == figures.money_by_cell() == {}, "what a draft plans to spend is not public"
    in_state(measure, ProgrammeState.ADOPTED)
    cost = measure_cost(measure)
    assert figures.money_by_group([group]) == {group: cost}
    assert figures.money_by_cell() == dict.fromkeys(cells, cost)
    assert queries.totals() == queries.Totals(measures=1, needs=2)
    in_state(measure, ProgrammeState.SUPERSEDED)
    assert queries.totals() == queries.Totals(measures=0, needs=0)


# --- at the same moment -----------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_people_linking_at_once_make_one_link(catalogue, measure, need, coordinator, officer, representative):
    raised = at_once(
        *(
            lambda by=by: links.link_need(measure=measure, need=need, by=by)
            for by in (coordinator, officer, coordinator, officer)
        )
    )
    assert raised == []
    assert NeedLink.objects.filter(removed_at=None).count() == 1
    assert told(representative, "need_linked_draft") == 1
    assert became(need) == Became.PLANNED


@pytest.mark.django_db(transaction=True)
def test_link_and_removal_of_another_at_once_leave_the_right_word(catalogue, measure, need, coordinator, officer):
    other = make_measure(measure.parent, coordinator, title="İkinci")
    for _time in range(3):
        link = links.link_need(measure=measure, need=need, by=coordinator)
        raised = at_once(
            lambda link=link: links.unlink_need(link=link, by=coordinator, reason=REASON),
            lambda: links.link_need(measure=other, need=need, by=officer),
        )
        assert raised == []
        assert became(need) == Became.PLANNED
        links.unlink_need(link=NeedLink.objects.get(removed_at=None), by=coordinator, reason=REASON)
        assert became(need) == Became.NOTHING_YET


@pytest.mark.django_db(transaction=True)
def test_link_and_removal_of_its_measure_at_once_agree(catalogue, measure, need, coordinator, officer):
    section = measure.parent.block.section
    for _time in range(4):
        at_once(
            lambda: links.link_need(measure=measure, need=need, by=officer),
            lambda: documents.remove_section(section=section, by=coordinator, reason=REASON),
        )
        assert NeedLink.objects.filter(removed_at=None).count() == 0
        assert became(need) == Became.NOTHING_YET
        section.refresh_from_db()
        documents.restore_section(section=section, by=coordinator)
