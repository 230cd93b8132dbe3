"""From the draft to the adopted version: who reads and writes when, the round, the version and its paper."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from atasehir_portal.documents import rounds
from atasehir_portal.documents.models import Round, Version
from atasehir_portal.documents.services.versions import verify_chain
from atasehir_portal.notifications.models import Notification
from atasehir_portal.transitions import NotInThisState
from programming.assessing import paper, permissions, queries, services
from programming.assessing.models import Assessment, AssessmentState
from programming.needs.models import NeedState, Visibility
from tests.programming.assessing.factories import make_assessment, make_parts, make_tree
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db

NOTE = "Mayıs turundan sonraki ilk sürüm."


def fresh(assessment):
    return Assessment.objects.select_related("document", "right").get(pk=assessment.pk)


def round_over(assessment, by, unit):
    """A round that was planned, opened and closed."""
    planned = rounds.plan_round(
        document=fresh(assessment).document,
        by=by,
        title="Ne dersiniz?",
        summary="Görüşünüzü yazın.",
        unit=unit,
        opens_on=timezone.localdate(),
        ends_on=timezone.localdate(),
    )
    planned = rounds.open_round(round=planned, by=by)
    planned = rounds.end_round(round=planned, by=by)
    return rounds.close_round(round=planned, by=by)


def test_who_reads_and_writes_when(officer, coordinator, representative, stranger, organisation):
    assessment = make_assessment(officer)
    assert not queries.visible_to(stranger).exists()
    assert not permissions.can_read_text(representative, assessment)
    invited = services.invite_organisation(assessment=assessment, organisation=organisation, by=officer)
    assert services.invite_organisation(assessment=assessment, organisation=organisation, by=officer).pk == invited.pk
    assert Notification.objects.filter(recipient=representative, kind="assessment_invited").count() == 1
    assessment = fresh(assessment)
    assert permissions.can_write(representative, assessment)
    assert queries.visible_to(representative).get() == assessment
    services.put_to_round(assessment=assessment, by=coordinator)
    assessment = fresh(assessment)
    assert permissions.can_read_text(representative, assessment)
    assert (permissions.can_write(representative, assessment), permissions.can_write(officer, assessment)) == (
        False,
        True,
    )
    services.end_co_writing(invitation=invited, by=officer)
    assert not permissions.can_read_text(representative, fresh(assessment))
    for act in (services.put_to_round, services.take_back, services.reopen):
        with pytest.raises(PermissionDenied):
            act(assessment=assessment, by=officer)
    with pytest.raises(NotInThisState):
        services.reopen(assessment=assessment, by=coordinator)


def test_adopted_after_its_round_frozen_and_printed(
    officer, coordinator, representative, organisation, unit, client, client_of
):
    assessment = make_assessment(officer)
    make_tree(assessment, officer)
    make_parts(assessment, officer)
    open_need = make_need(representative, organisation)
    inside = make_need(representative, organisation, visibility=Visibility.PARTICIPANTS)
    for need in (open_need, inside):
        services.gather_need(assessment=assessment, need=need, by=officer)
    with pytest.raises(ValidationError):
        round_over(assessment, coordinator, unit)  # not put to a round yet
    services.put_to_round(assessment=assessment, by=coordinator)
    with pytest.raises(ValidationError):
        services.adopt(assessment=assessment, by=coordinator, note=NOTE)  # no round was closed
    round_over(assessment, coordinator, unit)
    with pytest.raises(ValidationError):
        services.adopt(assessment=assessment, by=coordinator, note=" ")
    adoption = services.adopt(assessment=assessment, by=coordinator, note=NOTE)
    assert (adoption.number, fresh(assessment).state) == (1, AssessmentState.ADOPTED)
    assert verify_chain(assessment.document) == []
    html = adoption.pdf.source_html
    for words in ("data:image/svg+xml", "Kök neden", "30 × 4", "Fen İşleri", "karşılanmıyor", adoption.version.digest):
        assert words in html, words
    # on paper only what everybody reads
    assert open_need.reference in html
    assert inside.reference not in html
    # everybody reads it; nobody writes
    assert not permissions.can_write(coordinator, fresh(assessment))
    page = client.get(reverse("assessing:version", args=[assessment.reference, 1])).content.decode()
    assert "<svg" in page
    assert "30 × 4" in page
    # the next version is written while the adopted one stays
    services.reopen(assessment=assessment, by=coordinator)
    address = reverse("assessing:detail", args=[assessment.reference])
    assert client.get(address).url == reverse("assessing:version", args=[assessment.reference, 1])
    assert client.get(reverse("assessing:edit", args=[assessment.reference])).status_code == 404
    with pytest.raises(ValidationError):
        services.give_up(assessment=fresh(assessment), by=coordinator, reason="Artık gerek yok.")
    services.put_to_round(assessment=assessment, by=coordinator)
    with pytest.raises(ValidationError):
        services.adopt(assessment=assessment, by=coordinator, note=NOTE)  # a round for each version
    assert paper.html_of(queries.get_adoption(fresh(assessment), 1)) == html
    assert Version.objects.filter(document=assessment.document).count() == 2


def test_running_round_stops_taking_back_and_adopting(officer, coordinator, unit, client):
    assessment = make_assessment(officer)
    services.put_to_round(assessment=assessment, by=coordinator)
    day = timezone.localdate()
    about = {"title": "Tur", "summary": "Özet", "unit": unit, "opens_on": day, "ends_on": day}
    planned = rounds.plan_round(document=fresh(assessment).document, by=coordinator, **about)
    assert client.get(reverse("assessing:detail", args=[assessment.reference])).status_code == 404
    rounds.open_round(round=planned, by=coordinator)
    for act in (services.take_back, services.adopt):
        with pytest.raises(ValidationError):
            act(assessment=assessment, by=coordinator, **({"note": NOTE} if act is services.adopt else {}))
    page = client.get(reverse("assessing:detail", args=[assessment.reference])).content.decode()
    assert Round.objects.get().get_absolute_url() in page
    assert 'id="durum"' not in page


def test_given_up_with_a_reason_lets_its_needs_go(officer, coordinator, representative, organisation):
    assessment = make_assessment(officer)
    need = make_need(representative, organisation)
    services.gather_need(assessment=assessment, need=need, by=officer)
    with pytest.raises(ValidationError):
        services.give_up(assessment=assessment, by=coordinator, reason="")
    services.give_up(assessment=assessment, by=coordinator, reason="Başka bir değerlendirmeyle birleşti.")
    need.refresh_from_db()
    assert (need.state, fresh(assessment).state) == (NeedState.SUBMITTED, AssessmentState.WITHDRAWN)
    assert not permissions.can_write(officer, fresh(assessment))
