"""Similar needs while writing; joining one of them instead; who is told and who is counted."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from atasehir_portal import throttle
from atasehir_portal.accounts.models import Membership, Organisation, User
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.models import Outcome
from atasehir_portal.catalogue.models import Municipality
from atasehir_portal.catalogue.queries import refresh_municipality
from atasehir_portal.notifications.models import Notification
from programming.needs import queries, services
from programming.needs.models import Need, NeedState, NeedSupport, Visibility
from programming.needs.similar import SHOWN, similar_needs
from programming.needs.support import support_need, take_back
from programming.needs.wiring import erase_for, export_for
from tests.programming.needs.factories import address, make_draft, make_need

pytestmark = pytest.mark.django_db
WRITTEN = {"title": "KALDIRIMLARDA RAMPA EKSİK", "body": "Tekerlekli sandalyeyle geçemiyoruz."}


def join(need) -> str:
    return reverse("needs:support", args=[need.reference])


def detail(need) -> str:
    return reverse("needs:detail", args=[need.reference])


def answered(need, officer, coordinator, unit):
    answering.assign(duty=need.duty, by=coordinator, unit=unit, officer=officer)
    answering.answer(duty=need.duty, by=officer, outcome=Outcome.ACCEPTED, reason="Rampalar bu yıl yapılacak.")


# --- similar needs ---------------------------------------------------------------------------------------------------


def test_similar_needs_share_words_as_turkish_people_type_them(representative, stranger, organisation):
    both = make_need(representative, organisation, title="Kaldirimda rampa olmadığı için inemiyoruz")
    make_need(representative, organisation, title="Kaldırım çok dar burada", body="Pazar günü yürünmüyor, zor oluyor.")
    make_need(representative, organisation, title="Parkta lamba yanmıyor", body="Akşam karanlık, oturulmuyor hiç.")
    assert similar_needs(stranger, **WRITTEN) == [both]


@pytest.mark.parametrize("visibility", [Visibility.PARTICIPANTS, Visibility.CONFIDENTIAL])
def test_similar_needs_are_public_ones_whoever_writes(
    representative, stranger, officer, administrator, organisation, visibility
):
    make_need(representative, organisation, visibility=visibility)
    for user in (representative, stranger, officer, administrator):
        assert similar_needs(user, **WRITTEN) == []


def test_withdrawn_needs_resemble_nothing(representative, stranger, organisation):
    services.withdraw_need(need=make_need(representative, organisation), by=representative)
    assert similar_needs(stranger, **WRITTEN) == []


@pytest.mark.parametrize("count", [1, 10, 100])
def test_similar_needs_are_at_most_five_in_one_query(
    django_assert_num_queries, representative, stranger, organisation, count
):
    for number in range(count):
        make_need(representative, organisation, title=f"Kaldırımda rampa yok, {number}. sokakta")
    list(queries.visible_to(stranger)[:1])  # who asks is read once for a request
    with django_assert_num_queries(1):
        found = similar_needs(stranger, **WRITTEN)
    assert len(found) == min(count, SHOWN)


@pytest.mark.parametrize("typed", ["", "or and not", "'", '"', "ve bir ile", "& | ! ( )", "ı" * 300, "12 34"])
def test_odd_words_resemble_nothing_and_raise_nothing(representative, stranger, organisation, typed):
    make_need(representative, organisation)
    assert similar_needs(stranger, title=typed, body=typed) == []


def test_second_step_offers_similar_needs_and_a_confidential_one_never(
    client_of, representative, stranger, organisation, other_organisation
):
    open_one = make_need(representative, organisation)
    hidden = make_need(representative, organisation, visibility=Visibility.CONFIDENTIAL)
    draft = make_draft(stranger, done=[1], **WRITTEN)
    page = client_of(stranger).get(address(draft, 2)).content.decode()
    assert "Buna benzeyen 1 ihtiyaç var" in page
    assert f"{join(open_one)}?taslak={draft.key}" in page
    assert hidden.reference not in page
    assert "Buna benzeyen" not in client_of(stranger).get(address(draft, 3)).content.decode()


# --- joining ---------------------------------------------------------------------------------------------------------


def test_joining_from_a_draft_asks_whether_the_draft_can_go(
    client_of, representative, stranger, organisation, other_organisation
):
    need, draft = make_need(representative, organisation), make_draft(stranger, done=[1], **WRITTEN)
    client = client_of(stranger)
    place = f"{join(need)}?taslak={draft.key}"
    assert need.title in client.get(place).content.decode()
    response = client.post(place, {"organisation": other_organisation.pk})
    assert response.url == reverse("needs:discard", args=[draft.key])
    voice = NeedSupport.objects.get()
    assert (voice.organisation, voice.user) == (other_organisation, stranger)


def test_joined_twice_is_one_voice(client_of, representative, stranger, organisation, other_organisation):
    need, client = make_need(representative, organisation), client_of(stranger)
    for _time in range(2):
        assert client.post(join(need), {"organisation": other_organisation.pk}).url == detail(need)
    assert NeedSupport.objects.count() == 1
    assert "Bu ihtiyaca katıldınız." in client.get(detail(need)).content.decode()


@pytest.mark.django_db(transaction=True)
def test_joined_at_the_same_moment_is_one_voice(representative, stranger, organisation, other_organisation):
    need = make_need(representative, organisation)

    def send(_turn):
        try:
            return support_need(need=need, by=stranger, organisation=other_organisation).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        assert len(set(pool.map(send, range(5)))) == 1
    assert NeedSupport.objects.count() == 1


def test_person_who_acts_for_nobody_joins_as_a_person(client_of, representative, applicant, organisation):
    need, client = make_need(representative, organisation), client_of(applicant)
    assert "organisation" not in client.get(join(need)).context["form"].fields
    assert client.post(join(need)).status_code == 302
    voice = NeedSupport.objects.get()
    assert (voice.organisation, voice.user) == (None, applicant)


def test_who_may_join(
    client, client_of, representative, contributor, stranger, applicant, officer, organisation, other_organisation
):
    need = make_need(representative, organisation)
    participants = make_need(representative, organisation, visibility=Visibility.PARTICIPANTS)
    confidential = make_need(representative, organisation, visibility=Visibility.CONFIDENTIAL)
    assert client.get(join(need)).status_code == 302
    for user in (representative, contributor, officer):
        assert client_of(user).get(join(need)).status_code == 403
        assert client_of(user).post(join(need)).status_code == 403
    assert client_of(applicant).get(join(participants)).status_code == 404
    assert client_of(stranger).get(join(participants)).status_code == 200
    for user in (stranger, applicant):
        assert client_of(user).get(join(confidential)).status_code == 404
    assert client_of(representative).get(join(confidential)).status_code == 403
    assert not NeedSupport.objects.exists()


def test_nobody_joins_for_an_organisation_that_is_not_theirs(representative, stranger, applicant, organisation):
    need = make_need(representative, organisation)
    for by, given in ((stranger, organisation), (applicant, organisation), (stranger, None)):
        with pytest.raises(PermissionDenied):
            support_need(need=need, by=by, organisation=given)


def test_answered_need_takes_no_more_voices(
    client_of, representative, stranger, organisation, other_organisation, officer, coordinator, unit
):
    need = make_need(representative, organisation)
    answered(need, officer, coordinator, unit)
    need.refresh_from_db()
    assert need.state == NeedState.CLOSED
    assert client_of(stranger).post(join(need), {"organisation": other_organisation.pk}).status_code == 403


def test_voice_is_taken_back(client_of, representative, stranger, organisation, other_organisation):
    need, client = make_need(representative, organisation), client_of(stranger)
    support_need(need=need, by=stranger, organisation=other_organisation)
    back = reverse("needs:take_back", args=[need.reference])
    assert "Artık sayılmaz" in client.get(back).content.decode()
    for _time in range(2):
        assert client.post(back).url == detail(need)
    assert not NeedSupport.objects.exists()
    assert client.get(back).url == detail(need)


def test_nobody_takes_back_the_voice_of_another(
    client_of, representative, stranger, applicant, organisation, other_organisation
):
    need = make_need(representative, organisation)
    support_need(need=need, by=stranger, organisation=other_organisation)
    take_back(need=need, by=applicant)
    take_back(need=need, by=representative)
    assert NeedSupport.objects.count() == 1


def test_flood_of_voices_stops(client_of, representative, stranger, organisation, other_organisation, monkeypatch):
    need = make_need(representative, organisation)
    monkeypatch.setattr(throttle, "passes", lambda *_args: False)
    assert client_of(stranger).post(join(need), {"organisation": other_organisation.pk}).status_code == 422
    assert not NeedSupport.objects.exists()


# --- what is said of it ----------------------------------------------------------------------------------------------


def test_number_of_voices_is_said_from_the_threshold_on(client, representative, organisation, catalogue):
    need = make_need(representative, organisation)
    for number in range(5):
        assert "kuruluş ya da kişi katıldı" not in client.get(detail(need)).content.decode()
        one = Organisation.objects.create(name=f"Dernek {number}", slug=f"dernek-{number}", kind="association")
        NeedSupport.objects.create(need=need, organisation=one)
    page = client.get(detail(need)).content.decode()
    assert "Bu ihtiyaca 5 kuruluş ya da kişi katıldı." in page
    assert "Dernek 3" not in page
    Municipality.objects.update(suppression_threshold=6)
    refresh_municipality(Municipality.objects.get())
    assert "kuruluş ya da kişi katıldı" not in client.get(detail(need)).content.decode()


def test_thread_tells_once_when_the_threshold_is_reached_and_never_of_a_confidential_need(
    client, representative, organisation, catalogue
):
    need = make_need(representative, organisation)
    for number in range(6):
        by = User.objects.create_user(email=f"ses{number}@ornek.test", full_name="Ses", password="x")
        support_need(need=need, by=by, organisation=None)
        assert [knot.note for knot in queries.thread(need) if knot.act == "voices"] == ["5"] * (number >= 4)
    take_back(need=need, by=by)
    support_need(need=need, by=by, organisation=None)
    assert "Buraya kadar 5 kuruluş ya da kişi katılmıştı." in client.get(detail(need)).content.decode()
    need.visibility = Visibility.CONFIDENTIAL
    assert "voices" not in {knot.act for knot in queries.thread(need)}


def test_supporters_are_told_when_the_need_is_answered_and_those_who_raised_it_once(
    representative, stranger, applicant, organisation, other_organisation, officer, coordinator, unit
):
    need = make_need(representative, organisation)
    support_need(need=need, by=stranger, organisation=other_organisation)
    support_need(need=need, by=applicant, organisation=None)
    answered(need, officer, coordinator, unit)
    told = Notification.objects.filter(kind="need_supported_answered", reference=need.reference)
    assert {one.recipient for one in told} == {stranger, applicant}
    assert Notification.objects.filter(kind="need_answered", recipient__in=[stranger, applicant]).count() == 0


def test_who_left_the_organisation_is_not_told_in_its_name(
    representative, stranger, contributor, organisation, other_organisation, officer, coordinator, unit
):
    need = make_need(stranger, other_organisation)
    support_need(need=need, by=contributor, organisation=organisation)
    Membership.objects.filter(user=contributor).update(left_at=timezone.now())
    answered(need, officer, coordinator, unit)
    told = Notification.objects.filter(kind="need_supported_answered", reference=need.reference)
    assert [one.recipient for one in told] == [representative]


def test_who_took_the_voice_back_is_not_told(
    representative, stranger, organisation, other_organisation, officer, coordinator, unit
):
    need = make_need(representative, organisation)
    support_need(need=need, by=stranger, organisation=other_organisation)
    take_back(need=need, by=stranger)
    answered(need, officer, coordinator, unit)
    assert not Notification.objects.filter(kind="need_supported_answered").exists()


def test_voices_are_in_one_s_own_data_and_go_with_the_account(
    representative, stranger, applicant, organisation, other_organisation
):
    need = make_need(representative, organisation)
    support_need(need=need, by=stranger, organisation=other_organisation)
    support_need(need=need, by=applicant, organisation=None)
    [own] = export_for(applicant)
    assert own["reference"] == need.reference
    assert "joined_at" in own
    erase_for(applicant)
    erase_for(stranger)
    [left] = NeedSupport.objects.all()
    assert (left.organisation, left.user) == (other_organisation, None)
    assert Need.objects.filter(pk=need.pk).exists()
