"""Measures and the assessments on which they rest: linked, shown on both sides and on the thread, told, removed."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from atasehir_portal.notifications.models import Notification
from atasehir_portal.transitions import NotInThisState
from programming.assessing import services as assessing
from programming.assessing.models import Assessment, AssessmentState, GatheredNeed
from programming.drafting import grounds, links, personal, services
from programming.drafting.models import AssessmentLink, Programme, ProgrammeState
from programming.needs.models import Became, Need, NeedState, Visibility
from tests.programming.assessing.factories import adopt_at_once, make_assessment
from tests.programming.drafting.factories import make_framework
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db

REASON = "Bulgular başka bir faaliyette ele alınıyor."


@pytest.fixture
def measure(coordinator):
    return make_framework(coordinator)[1][0]


@pytest.fixture
def gathered(officer, representative, organisation):
    """An adopted assessment with a need in it."""
    assessment = make_assessment(officer)
    need = make_need(representative, organisation)
    assessing.gather_need(assessment=assessment, need=need, by=officer)
    adopt_at_once(assessment, officer)
    return assessment, need


def told(kind):
    return Notification.objects.filter(kind=kind).count()


def test_linked_once_told_and_removed_with_a_reason(measure, gathered, coordinator, representative):
    assessment, need = gathered
    link = grounds.link_assessment(measure=measure, assessment=assessment, by=coordinator)
    assert grounds.link_assessment(measure=measure, assessment=assessment, by=coordinator).pk == link.pk
    assert told("need_measure_rests") == 1
    assert need.events.get(act="measure_rests").note == ""
    need.refresh_from_db()
    # what became of the need follows from a measure that addresses it, not from the assessment
    assert need.became == Became.NOTHING_YET
    with pytest.raises(PermissionDenied):
        grounds.unlink_assessment(link=link, by=representative, reason=REASON)
    with pytest.raises(ValidationError):
        grounds.unlink_assessment(link=link, by=coordinator, reason=" ")
    grounds.unlink_assessment(link=link, by=coordinator, reason=REASON)
    with pytest.raises(NotInThisState):
        grounds.unlink_assessment(link=link, by=coordinator, reason=REASON)
    assert told("need_measure_left") == 1
    assert need.events.get(act="measure_left").note == REASON
    again = grounds.link_assessment(measure=measure, assessment=assessment, by=coordinator)
    assert again.pk != link.pk
    mine = personal.export_for(coordinator)
    assert [bool(row["unlinked_at"]) for row in mine if "assessment" in row] == [True, False]
    # with the measure its links go, and are told
    services.remove_element(element=measure, by=coordinator, reason="Faaliyet birleştirildi.")
    again.refresh_from_db()
    assert again.removal_reason == "Faaliyet birleştirildi."
    assert told("need_measure_left") == 2


def test_only_what_was_adopted_and_only_by_who_writes_the_measure(
    measure, gathered, coordinator, officer, representative
):
    assessment, _need = gathered
    written = make_assessment(officer, "Henüz yazılan değerlendirme")
    with pytest.raises(NotInThisState):
        grounds.link_assessment(measure=measure, assessment=written, by=coordinator)
    with pytest.raises(PermissionDenied):
        grounds.link_assessment(measure=measure, assessment=assessment, by=representative)
    assert [found.pk for found in grounds.linkable(coordinator, measure)] == [assessment.pk]
    Programme.objects.filter(pk=measure.programme_id).update(state=ProgrammeState.SUPERSEDED)
    with pytest.raises(PermissionDenied):
        grounds.link_assessment(measure=measure, assessment=assessment, by=coordinator)


def test_shown_on_both_sides_and_on_the_thread_to_whoever_may_read_both(
    measure, gathered, coordinator, client, client_of
):
    assessment, need = gathered
    other = make_assessment(coordinator, "Başka bir hak sorunu, hiç ihtiyaç yok")
    adopt_at_once(other, coordinator)
    inside = client_of(coordinator)
    add = reverse("drafting:link_assessment", args=[measure.programme.slug, measure.block.uid])
    links.link_need(measure=measure, need=need, by=coordinator)
    # the one that takes up what the measure addresses stands first, though the other was adopted later
    assert [row.shared for row in inside.get(add).context["page_obj"]] == [1, None]
    links.unlink_need(link=measure.need_links.get(), by=coordinator, reason=REASON)
    assert inside.post(add, {"assessment": assessment.reference}).status_code == 302
    pages = [
        reverse("drafting:measure", args=[measure.programme.slug, measure.block.uid]),
        reverse("assessing:version", args=[assessment.reference, 1]),
        reverse("needs:detail", args=[need.reference]),
    ]
    said = [assessment.document.title, measure.title, measure.title]
    for page, words in zip(pages, said, strict=True):
        assert words in inside.get(page).content.decode()
    # a draft is read by those who write it
    assert client.get(pages[0]).status_code == 404
    for page in pages[1:]:
        assert measure.title not in client.get(page).content.decode()
    Programme.objects.filter(pk=measure.programme_id).update(state=ProgrammeState.PROPOSED)
    for page, words in zip(pages, said, strict=True):
        assert words in client.get(page).content.decode()
    # addressed directly, it stands on the thread once
    links.link_need(measure=measure, need=need, by=coordinator)
    assert client.get(pages[2]).content.decode().count(f"{measure.title}</a>") == 1


def test_confidential_need_is_not_told_and_not_on_a_thread(measure, gathered, coordinator):
    assessment, need = gathered
    Need.objects.filter(pk=need.pk).update(visibility=Visibility.CONFIDENTIAL)
    grounds.link_assessment(measure=measure, assessment=assessment, by=coordinator)
    need.refresh_from_db()
    assert told("need_measure_rests") == 0
    assert not need.events.filter(act="measure_rests").exists()
    assert grounds.behind(coordinator, need) == []
    assert [row.shared for row in grounds.linkable(coordinator, make_other(coordinator))] == [None]


def make_other(by):
    return make_framework(by, title="Başka program")[1][0]


def test_pages_cost_the_same_with_ten_links(gathered, coordinator, client_of):
    assessment, need = gathered
    client = client_of(coordinator)
    _programme, measures = make_framework(coordinator, title="On faaliyetli program", measures=10)
    first = measures[0]
    addresses = [
        reverse("drafting:measure", args=[first.programme.slug, first.block.uid]),
        reverse("drafting:link_assessment", args=[first.programme.slug, first.block.uid]),
        reverse("assessing:detail", args=[assessment.reference]),
        reverse("assessing:version", args=[assessment.reference, 1]),
        reverse("needs:detail", args=[need.reference]),
    ]

    def costs():
        found = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as caught:
                client.get(address)
            found.append(len(caught))
        return found

    # answered, addressed and in an assessment: a page with all that it can hold
    links.link_need(measure=make_other(coordinator), need=need, by=coordinator)
    Need.objects.filter(pk=need.pk).update(state=NeedState.CLOSED)
    grounds.link_assessment(measure=first, assessment=assessment, by=coordinator)
    few = costs()
    for number, measure in enumerate(measures[1:]):
        grounds.link_assessment(measure=measure, assessment=assessment, by=coordinator)
        more = make_assessment(coordinator, f"Bir hak sorunu daha {number}")
        Assessment.objects.filter(pk=more.pk).update(state=AssessmentState.ADOPTED)
        adopt_at_once(more, coordinator)
        GatheredNeed.objects.create(assessment=more, need=need)
        AssessmentLink.objects.create(measure=first, assessment=more)
    assert costs() == few
    assert max(few) <= 10, few
