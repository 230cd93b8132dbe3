"""Officers write the measures of their own unit in a draft: from the programme's page, and from a need."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from programming.drafting import services
from programming.drafting.models import Element, NeedLink, Programme, ProgrammeState
from programming.needs.models import Need, NeedState, Visibility
from tests.programming.drafting.factories import MEASURE, make_framework, make_goal, make_programme, measure_form
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(coordinator):
    return make_framework(coordinator)


@pytest.fixture
def outcome(draft):
    return draft[1][0].parent


def add_below(element, need=None):
    address = reverse("drafting:add_below", args=[element.programme.slug, element.block.uid])
    return f"{address}?ihtiyac={need.reference}" if need else address


def test_programme_page_leads_those_who_write_measures_to_the_form(
    client_of, coordinator, officer, contributor, outcome
):
    reading = reverse("drafting:detail", args=[outcome.programme.slug])
    for who, is_offered in ((coordinator, True), (officer, True), (contributor, False)):
        text = client_of(who).get(reading).content.decode()
        assert (add_below(outcome) in text) is is_offered
        assert ("H1.1 altına faaliyet ekle" in text) is is_offered
    Programme.objects.update(state=ProgrammeState.PROPOSED)
    assert add_below(outcome) not in client_of(officer).get(reading).content.decode()


def test_officer_adds_a_measure_of_their_unit_once(client_of, officer, unit, outcome):
    browser, data = client_of(officer), measure_form(title="Yeni faaliyet")
    del data["unit"]  # a fixed field is not sent
    assert "Kendi müdürlüğünüzün" in browser.get(add_below(outcome)).content.decode()
    for _twice in range(2):
        response = browser.post(add_below(outcome), data)
    measure = Element.objects.get(title="Yeni faaliyet")
    assert measure.unit == unit
    assert response.url == reverse("drafting:measure", args=[measure.programme.slug, measure.block.uid])
    assert browser.get(response.url).status_code == 200


def test_officer_adds_nothing_for_another_unit(client_of, officer, unit, other_unit, outcome):
    browser = client_of(officer)
    browser.post(add_below(outcome), measure_form(title="Başkası için", unit=other_unit.slug))
    assert Element.objects.get(title="Başkası için").unit == unit
    for slug in (other_unit.slug, ""):
        with pytest.raises(PermissionDenied):
            services.add_element(
                programme=outcome.programme, parent=outcome, data={**MEASURE, "unit": slug}, by=officer
            )


def test_coordinator_writes_for_every_unit(client_of, coordinator, other_unit, outcome):
    client_of(coordinator).post(add_below(outcome), measure_form(title="Her birim", unit=other_unit.slug))
    assert Element.objects.get(title="Her birim").unit == other_unit


def test_officer_adds_no_goal_and_no_outcome(client_of, officer, outcome):
    browser, programme = client_of(officer), outcome.programme
    assert browser.get(add_below(outcome.parent)).status_code == 403
    assert browser.get(reverse("drafting:add_goal", args=[programme.slug])).status_code == 403
    for parent in (None, outcome.parent):
        with pytest.raises(PermissionDenied):
            services.add_element(
                programme=programme, parent=parent, data={"title": "x", "unit": "fen-isleri"}, by=officer
            )


@pytest.mark.parametrize("state", [s for s in ProgrammeState if s != ProgrammeState.DRAFT])
def test_after_the_draft_officers_add_nothing(client_of, officer, outcome, state):
    Programme.objects.update(state=state)
    assert client_of(officer).post(add_below(outcome), measure_form()).status_code == 403
    outcome.refresh_from_db()
    outcome.programme.refresh_from_db()
    with pytest.raises(PermissionDenied):
        services.add_element(programme=outcome.programme, parent=outcome, data=MEASURE, by=officer)


def test_measure_written_from_a_need_addresses_it_in_the_same_act(
    client_of, coordinator, officer, representative, organisation, outcome
):
    need, browser = make_need(representative, organisation), client_of(officer)
    make_goal(make_programme(coordinator, title="Hedefsiz taslak"), coordinator)
    choosing = reverse("drafting:link", args=[need.reference])
    text = browser.get(choosing).content.decode()
    assert "Yeni faaliyet yaz" in text
    assert f"H1.1 {outcome.title}" in text
    chosen = browser.get(choosing, {"outcome": str(outcome.block.uid)})
    address = chosen.url
    assert need.title in browser.get(address).content.decode()
    data = measure_form(title="İhtiyaçtan yazıldı")
    for _twice in range(2):
        response = browser.post(address, data)
        assert response.url == reverse("needs:detail", args=[need.reference])
    link = NeedLink.objects.get()
    assert (link.need, link.measure.title, link.created_by) == (need, "İhtiyaçtan yazıldı", officer)
    need.refresh_from_db()
    assert need.became == "planned"


def test_measure_is_not_added_where_the_need_can_no_longer_be_linked(
    client_of, officer, representative, organisation, outcome
):
    need = make_need(representative, organisation)
    Need.objects.update(state=NeedState.WITHDRAWN)
    response = client_of(officer).post(add_below(outcome, need), measure_form(title="Yazılan kalır"))
    assert response.status_code in (404, 422)
    assert Element.objects.filter(title="Yazılan kalır").count() == NeedLink.objects.count() == 0


@pytest.mark.parametrize("odd", ["x", "%00", "İ-2026-AAAAA", "a" * 500])
def test_need_that_is_none_is_not_found(client_of, officer, outcome, odd):
    assert client_of(officer).get(f"{add_below(outcome)}?ihtiyac={odd}").status_code == (404 if odd != "%00" else 200)


def test_need_that_is_not_theirs_to_read_is_not_found(client_of, officer, representative, organisation, outcome):
    need = make_need(representative, organisation, visibility=Visibility.CONFIDENTIAL)
    assert client_of(officer).get(add_below(outcome, need)).status_code == 404
    assert client_of(officer).post(add_below(outcome, need), measure_form()).status_code == 404


def test_outcome_that_is_none_is_not_found(client_of, officer, representative, organisation, draft):
    choosing = reverse("drafting:link", args=[make_need(representative, organisation).reference])
    for odd in ("", "x", str(uuid.uuid4()), str(draft[1][0].block.uid)):
        assert client_of(officer).get(choosing, {"outcome": odd}).status_code == 404
