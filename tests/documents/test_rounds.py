"""Rounds: planned on a frozen text, opened, ended by the calendar, closed once everything is answered; what is said in them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from atasehir_portal.answering import services as answering
from atasehir_portal.documents import commenting, round_queries, rounds
from atasehir_portal.documents.models import Comment, Round, RoundState, TakesPart
from atasehir_portal.documents.services import freeze
from atasehir_portal.notifications.models import Notification
from atasehir_portal.transitions import NotInThisState
from tests.handbooks.conftest import handbook, source  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(handbook, administrator, unit):  # noqa: F811
    day = timezone.localdate()
    return rounds.plan_round(
        document=handbook.document,
        by=administrator,
        title="Kitap üzerine",
        summary="Ne düşünüyorsunuz?",
        unit=unit,
        opens_on=day,
        ends_on=day + timedelta(days=14),
        questions=["Açık mı?", " ", "Ne eksik?"],
        version=freeze(document=handbook.document, by=administrator, note="Görüş turu için."),
    )


@pytest.fixture
def running(planned, administrator):
    return rounds.open_round(round=planned, by=administrator)


def test_round_needs_a_book_in_review(handbook, administrator, unit):  # noqa: F811
    day = timezone.localdate()
    with pytest.raises(ValidationError, match="not in review|incelemede değil"):
        rounds.plan_round(
            document=handbook.document, by=administrator, title="x", summary="x", unit=unit, opens_on=day, ends_on=day
        )


def test_text_has_one_round_at_a_time(planned, administrator, unit):
    day = timezone.localdate()
    with pytest.raises(ValidationError) as refused:
        rounds.plan_round(
            document=planned.document,
            by=administrator,
            title="x",
            summary="x",
            unit=unit,
            opens_on=day,
            ends_on=day,
            version=planned.version,
        )
    assert refused.value.code == "one_at_a_time"


def test_planned_round_is_for_staff_alone(planned, officer, representative, client_of):
    assert [question.text for question in planned.questions.all()] == ["Açık mı?", "Ne eksik?"]
    assert client_of(representative).get(planned.get_absolute_url()).status_code == 404
    assert client_of(officer).get(planned.get_absolute_url()).status_code == 200


def test_calendar_opens_and_ends_rounds(planned):
    assert rounds.turn_rounds() == 1
    planned.refresh_from_db()
    assert planned.state == RoundState.OPEN
    assert rounds.turn_rounds() == 0
    yesterday = timezone.localdate() - timedelta(days=1)
    Round.objects.filter(pk=planned.pk).update(opens_on=yesterday, ends_on=yesterday)
    assert rounds.turn_rounds() == 1
    planned.refresh_from_db()
    assert planned.state == RoundState.ANSWERING


def test_opinion_is_answered_by_the_unit_of_the_round(running, representative, organisation, officer, client_of):
    block = running.document.blocks.filter(kind="paragraph").first()
    said = commenting.comment(
        round=running, by=representative, organisation=organisation, block=block, body="Bu söz açık değil."
    )
    assert said.reference.startswith("Y-")
    assert said.duty.unit == running.unit
    assert Notification.objects.filter(recipient=officer, kind="comment_received").exists()
    page = client_of(officer).get(f"/yanit/{said.reference}/yanitla/")
    if page.status_code == 200:
        assert "Bu söz açık değil." in page.content.decode()
    answering.answer(duty=said.duty, by=officer, outcome="accepted", reason="Haklısınız, değişecek.")
    assert Notification.objects.filter(recipient=representative, kind="comment_answered").exists()
    page = client_of(None).get(said.get_absolute_url()).content.decode()
    assert "Haklısınız, değişecek." in page
    assert representative.full_name not in page


def test_person_for_themselves_sees_replies_and_withdraws(running, applicant, officer, client_of):
    said = commenting.comment(round=running, by=applicant, body="Kendi adıma yazıyorum.")
    answering.ask_back(duty=said.duty, by=officer, text="Hangi bölüm?")
    assert client_of(applicant).get(said.get_absolute_url()).status_code == 200
    answering.reply(question=said.duty.questions.get(), by=applicant, text="İkinci bölüm.")
    commenting.withdraw_comment(comment=said, by=applicant)
    assert client_of(None).get(said.get_absolute_url()).status_code == 404
    assert client_of(applicant).get(said.get_absolute_url()).status_code == 200


def test_same_form_twice_is_one_opinion(running, representative, organisation):
    key = uuid4()
    both = [
        commenting.comment(
            round=running, by=representative, organisation=organisation, body="Bir kez söylendi.", form_key=key
        )
        for _turn in range(2)
    ]
    assert both[0] == both[1]
    assert Comment.objects.count() == 1


def test_reply_stays_in_its_thread(running, representative, organisation, stranger, other_organisation):
    said = commenting.comment(round=running, by=representative, organisation=organisation, body="İlk söz burada.")
    first = commenting.reply(comment=said, by=stranger, organisation=other_organisation, body="Biz de katılıyoruz.")
    second = commenting.reply(comment=first, by=representative, organisation=organisation, body="Sağ olun.")
    assert second.parent == said
    assert first.duty is None
    assert Notification.objects.filter(recipient=representative, kind="comment_discussed").exists()


def test_only_organisations_write_where_the_round_says_so(running, representative, organisation, applicant):
    Round.objects.filter(pk=running.pk).update(takes_part=TakesPart.ORGANISATIONS)
    running.refresh_from_db()
    with pytest.raises(PermissionDenied):
        commenting.comment(round=running, by=applicant, body="Kendi adıma.")
    with pytest.raises(PermissionDenied):
        commenting.comment(round=running, by=representative, body="Kendi adıma.")
    assert commenting.comment(round=running, by=representative, organisation=organisation, body="Kuruluşumuz adına.")


def test_round_that_is_over_takes_paper_alone(running, representative, organisation, officer):
    rounds.end_round(round=running, by=None)
    with pytest.raises(rounds.RoundIsOver):
        commenting.comment(round=running, by=representative, organisation=organisation, body="Geç kaldık mı?")
    typed = commenting.type_in(round=running, by=officer, body="Kâğıttan.", question=running.questions.first())
    assert typed.duty.submitter is None
    with pytest.raises(PermissionDenied):
        commenting.type_in(round=running, by=representative, body="Kâğıttan.")


def test_round_closes_once_everything_is_answered(running, representative, organisation, officer, administrator):
    said = commenting.comment(round=running, by=representative, organisation=organisation, body="Yanıt bekliyor.")
    rounds.end_round(round=running, by=None)
    with pytest.raises(rounds.NotAnswered):
        rounds.close_round(round=running, by=administrator)
    answering.answer(duty=said.duty, by=officer, outcome="noted", reason="Not edildi.")
    with pytest.raises(PermissionDenied):
        rounds.close_round(round=running, by=officer)
    closed = rounds.close_round(round=running, by=administrator)
    assert closed.state == RoundState.CLOSED
    assert Notification.objects.filter(recipient=representative, kind="round_closed").exists()
    with pytest.raises(NotInThisState):
        rounds.close_round(round=running, by=administrator)


def test_report_holds_every_input_and_who_took_part(
    running, representative, organisation, applicant, officer, client_of
):
    commenting.comment(round=running, by=representative, organisation=organisation, body="Kuruluştan bir söz.")
    commenting.comment(round=running, by=applicant, body="Kişiden bir söz.")
    commenting.type_in(round=running, by=officer, body="Kâğıttan bir söz.")
    rows = round_queries.took_part(running)
    assert [(row.number, row.inputs) for row in rows] == [(1, 1), (1, 1), (None, 1)]
    page = client_of(None).get(f"/gorus/{running.reference}/rapor/").content.decode()
    for words in ("Kuruluştan bir söz.", "Kişiden bir söz.", "Kâğıttan bir söz."):
        assert words in page
    assert applicant.full_name not in page


@pytest.mark.parametrize("many", [1, 10, 30])
def test_pages_cost_the_same_however_much_was_said(
    running, representative, organisation, many, client_of, django_assert_max_num_queries
):
    block = running.document.blocks.filter(kind="paragraph").first()
    for turn in range(many):
        commenting.comment(
            round=running, by=representative, organisation=organisation, block=block, body=f"{turn}. söz burada."
        )
    client = client_of(representative)
    chapter = round_queries.read_round(running).chapters[0].anchor
    for address, most in ((f"oku/{chapter}/", 12), ("gorusler/", 10), ("rapor/", 11)):
        with django_assert_max_num_queries(most):
            assert client.get(f"/gorus/{running.reference}/{address}").status_code == 200
