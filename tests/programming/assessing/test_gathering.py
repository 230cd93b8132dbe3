"""Needs in assessments: taken up, let go, who is told, and what stays out of every list."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from atasehir_portal.notifications.models import Notification
from atasehir_portal.transitions import NotInThisState
from programming.assessing import queries, services
from programming.assessing.models import Assessment, GatheredNeed
from programming.needs.models import Need, NeedState, Visibility
from programming.needs.services import withdraw_need
from tests.programming.assessing.factories import make_assessment, make_tree
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db

REASON = "Başka bir değerlendirmede ele alınıyor."


@pytest.fixture
def assessment(officer):
    return make_assessment(officer)


@pytest.fixture
def need(representative, organisation):
    return make_need(representative, organisation)


def told(user, kind):
    return Notification.objects.filter(recipient=user, kind=kind).count()


def state(need):
    return Need.objects.get(pk=need.pk).state


def test_taken_up_need_is_in_assessment_and_falls_back(assessment, need, officer, representative, stranger):
    link = services.gather_need(assessment=assessment, need=need, by=officer)
    assert services.gather_need(assessment=assessment, need=need, by=officer).pk == link.pk
    other = services.gather_need(assessment=make_assessment(officer, "Başka bir hak sorunu"), need=need, by=officer)
    assert state(need) == NeedState.IN_ASSESSMENT
    assert (told(representative, "need_gathered"), told(stranger, "need_gathered")) == (2, 0)
    # the story says that it was taken up, and not by which text
    assert {event.note for event in need.events.filter(act="gathered")} == {""}
    with pytest.raises(ValidationError):
        services.release_need(link=link, by=officer, reason=" ")
    services.release_need(link=link, by=officer, reason=REASON)
    assert state(need) == NeedState.IN_ASSESSMENT
    services.release_need(link=other, by=officer, reason=REASON)
    assert state(need) == NeedState.SUBMITTED
    assert told(representative, "need_released") == 2
    assert need.events.filter(act="released").first().note == REASON
    with pytest.raises(NotInThisState):
        services.release_need(link=link, by=officer, reason=REASON)


def test_confidential_needs_are_in_no_assessment(
    assessment, need, officer, coordinator, representative, organisation, client_of
):
    secret = make_need(representative, organisation, title="Gizli kalsın", visibility=Visibility.CONFIDENTIAL)
    for typed in ("", "gizli", secret.reference):
        assert secret not in queries.to_gather(officer, assessment, typed)
    for person in (officer, coordinator):
        with pytest.raises(PermissionDenied):
            services.gather_need(assessment=assessment, need=secret, by=person)
    address = reverse("assessing:needs", args=[assessment.reference])
    assert client_of(coordinator).post(address, {"need": secret.reference}).status_code == 404
    assert client_of(coordinator).get(reverse("assessing:gather_from_need", args=[secret.reference])).status_code == 404
    # one that turns confidential leaves every count and page
    cause = make_tree(assessment, officer)[0]
    link = services.gather_need(assessment=assessment, need=need, by=officer)
    services.link_causes(link=link, causes=[cause.uid], by=officer)
    assert queries.needs_by_cause(officer, assessment) == {cause.uid: 1}
    Need.objects.filter(pk=need.pk).update(visibility=Visibility.CONFIDENTIAL)
    need.refresh_from_db()
    assert queries.gathered(officer, assessment) == []
    assert queries.needs_by_cause(officer, assessment) == {}
    assert queries.taken_up(representative, need).is_empty
    assert need.reference not in client_of(officer).get(address).content.decode()


def test_who_may_gather_and_what_no_more(assessment, need, officer, stranger, representative, organisation):
    with pytest.raises(PermissionDenied):
        services.gather_need(assessment=assessment, need=need, by=stranger)
    withdraw_need(need=need, by=representative)
    with pytest.raises(PermissionDenied):
        services.gather_need(assessment=assessment, need=need, by=officer)
    asked = make_need(representative, organisation)
    # an organisation that writes gathers too
    services.invite_organisation(assessment=assessment, organisation=organisation, by=officer)
    found = Assessment.objects.get(pk=assessment.pk)
    assert services.gather_need(assessment=found, need=asked, by=representative).created_by == representative


def test_need_tells_where_it_is_taken_up(assessment, need, officer, representative, organisation, client, client_of):
    services.gather_need(assessment=assessment, need=need, by=officer)
    address = reverse("needs:detail", args=[need.reference])
    # who may not find the draft learns that there is one, and no title
    page = client.get(address).content.decode()
    assert "Bir değerlendirmede" in page
    assert assessment.reference not in page
    assert assessment.document.title not in page
    assert assessment.document.title in client_of(officer).get(address).content.decode()
    services.invite_organisation(assessment=assessment, organisation=organisation, by=officer)
    assert assessment.document.title in client_of(representative).get(address).content.decode()


def test_need_is_taken_up_from_its_own_page(assessment, need, officer, client_of):
    address = reverse("assessing:gather_from_need", args=[need.reference])
    assert assessment.document.title in client_of(officer).get(address).content.decode()
    client_of(officer).post(address, {"assessment": assessment.reference})
    assert GatheredNeed.objects.get().need == need
