"""Who finds and opens what; search; the thread."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.urls import reverse
from pytest_django.asserts import assertRedirects

from atasehir_portal.accounts.models import User
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.models import Outcome
from atasehir_portal.catalogue.models import Right, RightsHolderGroup, ServiceArea
from atasehir_portal.notifications.models import Notification
from atasehir_portal.notifications.outbox import compose
from atasehir_portal.notifications.preferences import choose_paces
from programming.needs import queries, services
from programming.needs.models import Became, ConfidentialLook, NeedState, Visibility
from programming.needs.wiring import export_for
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db


def url(need):
    return reverse("needs:detail", args=[need.reference])


def answer(need, officer, coordinator, unit):
    answering.assign(duty=need.duty, by=coordinator, unit=unit, officer=officer)
    answering.answer(duty=need.duty, by=officer, outcome=Outcome.ACCEPTED, reason="Rampalar bu yıl yapılacak.")
    need.refresh_from_db()


@pytest.mark.parametrize(
    ("visibility", "anonymous", "stranger_", "colleague", "staff", "submitter"),
    [
        (Visibility.PUBLIC, 200, 200, 200, 200, 200),
        (Visibility.PARTICIPANTS, 404, 200, 200, 200, 200),
        (Visibility.CONFIDENTIAL, 404, 404, 404, 404, 200),
    ],
)
def test_detail_is_opened_only_by_those_who_may(
    client,
    client_of,
    representative,
    contributor,
    stranger,
    officer,
    organisation,
    visibility,
    anonymous,
    stranger_,
    colleague,
    staff,
    submitter,
):
    need = make_need(representative, organisation, visibility=visibility)

    assert client.get(url(need)).status_code == anonymous
    assert client_of(stranger).get(url(need)).status_code == stranger_
    assert client_of(contributor).get(url(need)).status_code == colleague
    assert client_of(officer).get(url(need)).status_code == staff
    assert client_of(representative).get(url(need)).status_code == submitter


def test_confidential_need_is_in_no_list_search_count_or_csv(
    client_of, representative, organisation, coordinator, administrator, officer
):
    need = make_need(
        representative, organisation, title="Çok gizli bir barınma sorunu var", visibility=Visibility.CONFIDENTIAL
    )
    for user in (representative, coordinator, administrator, officer):
        for address in (reverse("needs:list"), reverse("needs:list") + "?q=barınma", reverse("needs:csv")):
            response = client_of(user).get(address)
            page = (b"".join(response.streaming_content) if response.streaming else response.content).decode()
            assert need.reference not in page
            assert "Çok gizli bir barınma" not in page
    assert queries.totals().heard == 0


def test_confidential_need_opens_for_coordinator_only_after_a_reason(
    client_of, representative, organisation, coordinator
):
    need = make_need(
        representative, organisation, title="Çok gizli bir barınma sorunu var", visibility=Visibility.CONFIDENTIAL
    )
    client = client_of(coordinator)

    closed = client.get(url(need))
    assert closed.status_code == 403
    assert "barınma" not in closed.content.decode()

    look = reverse("needs:look", args=[need.reference])
    short = client.post(look, {"reason": "merak"})
    assert short.status_code == 422
    # the refused form stands at this address: loading it again leads to where it is asked for
    assertRedirects(client.get(look), url(need), fetch_redirect_response=False)

    for _click in range(2):
        taken = client.post(look, {"reason": "Acil barınma için yönlendirme yapacağım."})
        assertRedirects(taken, url(need), fetch_redirect_response=False)
    assert client.get(url(need)).status_code == 200

    own = client_of(representative).get(url(need)).content.decode()
    assert "Acil barınma için yönlendirme" in own


def test_confidential_need_is_read_and_logged_by_its_officer(
    client_of, representative, organisation, coordinator, officer, unit
):
    need = make_need(representative, organisation, visibility=Visibility.CONFIDENTIAL)
    answering.assign(duty=need.duty, by=coordinator, unit=unit, officer=officer)

    page = client_of(officer).get(url(need))
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert ConfidentialLook.objects.filter(need=need, user=officer).count() == 1
    client_of(representative).get(url(need))
    assert ConfidentialLook.objects.filter(user=representative).count() == 0


def test_coordinator_who_takes_a_confidential_need_says_why_and_the_submitter_reads_it(
    client_of, representative, organisation, coordinator
):
    need = make_need(representative, organisation, visibility=Visibility.CONFIDENTIAL)
    client, address = client_of(coordinator), reverse("answering:assign", args=[need.reference])
    taking = {"officer": coordinator.pk, "reason": ""}

    refused = client.post(address, taking)
    assert refused.status_code == 422
    assert "nedenini yazın" in refused.content.decode()
    assert client.get(url(need)).status_code == 403

    assert client.post(address, {**taking, "reason": "Sığınma evlerini ben yürütüyorum."}).status_code == 302
    assert client.get(url(need)).status_code == 200
    own = client_of(representative).get(url(need)).content.decode()
    assert "Sığınma evlerini ben yürütüyorum." in own
    assert coordinator.full_name in own


@pytest.mark.parametrize("typed", ["sağlık", "saglik", "SAĞLIK", "sağlığı", "Sağlık merkezi", "SAGLIK MERKEZI"])
def test_search_finds_as_turkish_people_type(client, representative, organisation, typed):
    need = make_need(representative, organisation, title="Sağlık merkezine giden yol kapalı")
    make_need(representative, organisation, title="Parkta ışık yanmıyor, karanlık")
    page = client.get(reverse("needs:list"), {"q": typed}).content.decode()
    assert need.reference in page
    assert "karanlık" not in page


@pytest.mark.parametrize("typed", ["'", '"', "((", "a & | !", "\\", "%", "<script>", "ı" * 200, "*:*", "-", " "])
def test_search_survives_odd_input(client, typed):
    assert client.get(reverse("needs:list"), {"q": typed}).status_code == 200


def test_list_filters_by_group_neighbourhood_and_answer(
    client, representative, organisation, officer, coordinator, unit
):
    old = make_need(representative, organisation, groups=RightsHolderGroup.objects.filter(slug="yasli"))
    young = make_need(representative, organisation, groups=RightsHolderGroup.objects.filter(slug="genc"))
    answer(old, officer, coordinator, unit)

    def found(**query):
        page = client.get(reverse("needs:list"), query).content.decode()
        return {need.reference for need in (old, young) if need.reference in page}

    assert found(group="yasli") == {old.reference}
    assert found(answer="waiting") == {young.reference}
    assert found(answer="answered") == {old.reference}
    assert found(neighbourhood="icerenkoy") == {old.reference, young.reference}
    assert found(neighbourhood="fetih") == set()


def test_list_filters_by_right_and_service(client, representative, organisation):
    area = ServiceArea.objects.get(slug="kentsel-altyapi")
    road = make_need(representative, organisation, rights=Right.objects.filter(slug="saglik"), service_area=area)
    other = make_need(representative, organisation, rights=Right.objects.filter(slug="egitim"))

    def found(**query):
        page = client.get(reverse("needs:list"), query).content.decode()
        return {need.reference for need in (road, other) if need.reference in page}

    assert found(right="saglik") == {road.reference}
    assert found(right="egitim") == {other.reference}
    assert found(area="kentsel-altyapi") == {road.reference}
    assert found(area="kentsel-altyapi", right="egitim") == set()
    assert found(right="yok") == {road.reference, other.reference}


def test_csv_says_what_was_asked(client, representative, organisation):
    area = ServiceArea.objects.get(slug="kentsel-altyapi")
    said = {"since": "years", "people": "under_100", "urgency": "urgent", "service_area": area}
    make_need(representative, organisation, rights=Right.objects.filter(slug="saglik"), **said)
    csv = b"".join(client.get(reverse("needs:csv")).streaming_content).decode()
    health = Right.objects.get(slug="saglik")
    for words in (health.name, area.name, "Yıllardır", "20–100", "İnsanlar şu anda zarar görüyor", "portal üzerinden"):
        assert words in csv, words


def test_answer_closes_need_and_shows_on_its_page(client, representative, organisation, officer, coordinator, unit):
    need = make_need(representative, organisation)
    answer(need, officer, coordinator, unit)
    page = client.get(url(need)).content.decode()

    assert need.state == NeedState.CLOSED
    assert "Rampalar bu yıl yapılacak." in page
    assert "Kabul edildi" in page


def test_thread_is_in_order_of_time(client, representative, organisation, officer, coordinator, unit):
    need = make_need(representative, organisation)
    answer(need, officer, coordinator, unit)
    knots = queries.thread(need)
    assert [knot.at for knot in knots] == sorted(knot.at for knot in knots)
    assert [knot.act for knot in knots] == ["heard", "assigned", "answered"]


def test_became_is_noted_and_told_once(representative, contributor, organisation):
    need = make_need(representative, organisation)
    for _turn in range(2):
        services.note_became(need=need, became=Became.PLANNED, by=None, act="linked", note="F 1.1.1", event="link-1")
    told = Notification.objects.filter(kind="need_linked", reference=need.reference)
    assert [one.recipient for one in told] == [representative]
    need.refresh_from_db()
    assert need.became == Became.PLANNED


def test_mail_says_nothing_of_the_text_and_is_dropped_when_no_longer_visible(representative, organisation):
    need = make_need(representative, organisation, title="Kaldırım çok dar, geçemiyoruz")
    choose_paces(user=representative, chosen={"became": "now"})
    services.note_became(need=need, became=Became.PLANNED, by=None, act="linked", note="F 1.1.1", event="link-1")
    outbox = Notification.objects.get(kind="need_linked").mail

    message = compose(outbox)
    html = message.alternatives[0][0]
    assert message.to == [representative.email]
    for text in (message.subject, message.body, html):
        assert "Kaldırım" not in text
    assert need.reference in message.body
    assert need.reference in html
    assert mail.outbox == []

    need.submitted_by = None
    need.visibility = Visibility.CONFIDENTIAL
    need.save()
    assert compose(outbox) is None


@pytest.mark.parametrize(
    ("visibility", "lists"),
    [
        ("public", "Herkese açık listelerden çıkar"),
        ("participants", "Katılımcıların gördüğü listelerden çıkar"),
        ("confidential", "Artık yanıtlanmaz."),
    ],
)
def test_withdraw_says_what_it_takes_away(client_of, representative, organisation, visibility, lists):
    need = make_need(representative, organisation, visibility=visibility)
    page = client_of(representative).get(reverse("needs:withdraw", args=[need.reference])).content.decode()
    assert lists in page
    assert ("listelerden" in page) is (visibility != "confidential")


def test_withdraw_takes_need_from_lists(client, client_of, representative, stranger, organisation):
    need = make_need(representative, organisation)
    address = reverse("needs:withdraw", args=[need.reference])

    assert client_of(stranger).get(address).status_code == 403
    assert client_of(stranger).post(address).status_code == 403
    assert client_of(representative).get(address).status_code == 200
    client_of(representative).post(address)

    need.refresh_from_db()
    assert need.state == NeedState.WITHDRAWN
    assert need.duty.withdrawn_at
    assert client.get(url(need)).status_code == 404
    assert client_of(representative).get(url(need)).status_code == 200


@pytest.mark.parametrize("count", [1, 10, 100])
def test_list_queries_do_not_grow(client, django_assert_max_num_queries, representative, organisation, count):
    for number in range(count):
        make_need(representative, organisation, title=f"İhtiyaç numarası {number} burada")
    client.get(reverse("needs:list"))
    with django_assert_max_num_queries(10):
        client.get(reverse("needs:list"))


def test_detail_queries_are_few(
    client_of, django_assert_max_num_queries, representative, organisation, officer, coordinator, unit
):
    need = make_need(representative, organisation)
    answer(need, officer, coordinator, unit)
    client = client_of(officer)
    client.get(url(need))
    with django_assert_max_num_queries(10):
        client.get(url(need))


def test_csv_is_safe_against_formulas(client, representative, organisation):
    make_need(representative, organisation, title="=HYPERLINK(kötü) kaldırım bozuk")
    csv = b"".join(client.get(reverse("needs:csv")).streaming_content).decode()
    assert "'=HYPERLINK" in csv


def test_notice_of_a_need_is_seen_where_the_need_is(representative, organisation):
    public = make_need(representative, organisation)
    hidden = make_need(representative, organisation, visibility=Visibility.CONFIDENTIAL)
    seen = queries.visible_references(AnonymousUser(), [public.reference, hidden.reference])
    assert seen == {public.reference}


def test_what_staff_wrote_down_is_read_no_more_when_they_have_left(client_of, officer):
    need = make_need(officer, visibility=Visibility.CONFIDENTIAL, channel="visit", consent=True)
    assert client_of(officer).get(url(need)).status_code == 200
    assert need.body in str(export_for(officer))

    officer.posts.update(until="2026-01-01T00:00Z", since="2025-01-01T00:00Z")
    left = User.objects.get(pk=officer.pk)
    assert client_of(left).get(url(need)).status_code == 404
    assert export_for(left) == []


@pytest.mark.parametrize("visibility", Visibility)
def test_member_who_left_withdraws_nothing(client_of, representative, organisation, visibility):
    need = make_need(representative, organisation, visibility=visibility)
    representative.memberships.update(left_at="2026-01-01T00:00Z")
    left = User.objects.get(pk=representative.pk)
    assert client_of(left).post(reverse("needs:withdraw", args=[need.reference])).status_code == 403
    need.refresh_from_db()
    assert need.state == NeedState.SUBMITTED
