"""Merging needs with their lineage, answering them together, and taking them apart again."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from atasehir_portal.answering import services as answering
from atasehir_portal.answering.models import Duty, DutyState
from atasehir_portal.catalogue.queries import refresh_municipality
from atasehir_portal.notifications.models import Notification
from atasehir_portal.transitions import NotInThisState
from programming.needs import lineage, merging, queries, services
from programming.needs.models import Became, Merging, Need, NeedState, NeedSupport, Visibility
from programming.needs.similar import similar_needs
from programming.needs.visibility import change_visibility
from programming.needs.wiring import erase_for, export_for
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db
REASON = "İkisi de aynı kaldırımı anlatıyor."
ANSWER = "Rampalar bu yılın programına alındı."
PARTED = "Biri kaldırımı, öbürü durağı anlatıyormuş."


@pytest.fixture
def need(representative, organisation):
    return make_need(representative, organisation)


@pytest.fixture
def other(stranger, other_organisation):
    return make_need(stranger, other_organisation, title="Rampa yapılmadığı için kaldırım kullanılamıyor")


@pytest.fixture
def merged(need, other, coordinator):
    merging.merge_need(need=need, into=other, by=coordinator, reason=REASON)
    return again(need)


def again(need):
    return Need.objects.select_related("duty", "merged_into").get(pk=need.pk)


def answer(need, by, **more):
    said = {"outcome": "accepted", "reason": ANSWER, **more}
    return answering.answer(duty=Duty.objects.get(need=need), by=by, **said)


def told(user, kind):
    return list(Notification.objects.filter(recipient=user, kind=kind).values_list("reference", flat=True))


def acts(user, need):
    return [(knot.act, knot.other) for knot in queries.thread(need, *lineage.story(user, need))]


def page(client, need):
    return client.get(reverse("needs:detail", args=[need.reference])).content.decode()


# --- merging ----------------------------------------------------------------------------------------------------------


def test_merged_need_keeps_its_duty_says_where_it_went_and_both_raisers_are_told(
    client, merged, other, need, representative, stranger
):
    assert (merged.state, merged.merged_into) == (NeedState.MERGED, other)
    assert (merged.duty.state, merged.duty.due_on) == (DutyState.OPEN, need.duty.due_on)
    assert told(representative, "need_merged") == [need.reference]
    assert told(stranger, "need_took_in") == [other.reference]
    html = page(client, merged)
    assert "Bu ihtiyaç başka bir ihtiyaçla birleştirildi" in html
    assert other.title in html
    assert REASON in html
    assert merged.title in page(client, other)
    assert ("took_in", need.reference) in acts(stranger, other)


def test_answer_to_the_target_answers_what_was_merged_with_figures_of_its_own(
    merged, other, coordinator, representative
):
    answer(other, coordinator, outcome="referred", referred_to="İstanbul Büyükşehir Belediyesi")
    found = again(merged)
    assert (found.state, found.duty.outcome, found.duty.reason) == (NeedState.MERGED, "referred", ANSWER)
    assert found.duty.referred_to == "İstanbul Büyükşehir Belediyesi"
    assert found.duty.days_taken is not None
    assert told(representative, "need_answered") == [found.reference]
    [knot] = [knot for knot in queries.thread(found) if knot.act == "answered"]
    assert knot.note == other.reference
    assert Duty.objects.filter(state=DutyState.ANSWERED).count() == 2


def test_need_that_goes_into_an_answered_one_is_answered_at_once(need, other, coordinator):
    answer(other, coordinator)
    merging.merge_need(need=need, into=other, by=coordinator, reason=REASON)
    assert again(need).duty.reason == ANSWER


def test_open_question_is_closed_by_the_answer_and_open_again_when_it_is_taken_back(need, other, coordinator):
    asked = answering.ask_back(duty=need.duty, by=coordinator, text="Hangi sokakta?")
    merging.merge_need(need=need, into=other, by=coordinator, reason=REASON)
    answer(other, coordinator)
    assert again(need).duty.state == DutyState.ANSWERED
    merging.unmerge_need(need=need, by=coordinator, reason=PARTED)
    found = again(need).duty
    assert (found.state, found.waiting_since, found.due_on) == (
        DutyState.ASKED,
        timezone.localdate(asked.asked_at),
        asked.due_before,
    )


def test_needs_that_were_merged_before_follow_and_go_back_with_it(
    need, other, coordinator, representative, organisation
):
    first = make_need(representative, organisation, title="Kaldırım çok dar")
    merging.merge_need(need=first, into=need, by=coordinator, reason=REASON)
    merging.merge_need(need=need, into=other, by=coordinator, reason=REASON)
    assert again(first).merged_into == other
    assert acts(representative, first)[-1] == ("moved_on", "")
    late = make_need(representative, organisation, title="Kaldırım bozuk")
    merging.merge_need(need=late, into=first, by=coordinator, reason=REASON)
    assert again(late).merged_into == other
    answer(other, coordinator)
    assert again(first).duty.reason == again(late).duty.reason == ANSWER
    merging.unmerge_need(need=need, by=coordinator, reason=PARTED)
    assert again(first).merged_into == need
    assert again(first).duty.state == DutyState.OPEN
    assert again(late).merged_into == other
    assert again(late).duty.state == DutyState.ANSWERED


def test_no_circle_and_no_need_into_itself(need, other, merged, coordinator):
    for one, into in ((other, other), (other, merged)):
        with pytest.raises(ValidationError):
            merging.merge_need(need=one, into=into, by=coordinator, reason=REASON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Need.objects.filter(pk=other.pk).update(state=NeedState.MERGED, merged_into=other.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Need.objects.filter(pk=other.pk).update(merged_into=need.pk)


def test_need_goes_only_where_all_its_readers_can_follow(representative, organisation, coordinator):
    kinds = {kind: make_need(representative, organisation, visibility=kind) for kind in Visibility}
    public, participants, hidden = (kinds[kind] for kind in Visibility)
    for need, into in ((public, participants), (public, hidden), (participants, hidden)):
        with pytest.raises((ValidationError, PermissionDenied)):
            merging.merge_need(need=need, into=into, by=coordinator, reason=REASON)
    with pytest.raises(PermissionDenied):
        merging.merge_need(need=hidden, into=public, by=coordinator, reason=REASON)
    merging.merge_need(need=participants, into=public, by=coordinator, reason=REASON)
    assert again(participants).merged_into == public


def test_who_may_merge(need, other, officer, other_officer, representative, coordinator, unit):
    answering.assign(duty=need.duty, by=coordinator, unit=unit)
    for user in (representative, other_officer):
        with pytest.raises(PermissionDenied):
            merging.merge_need(need=need, into=other, by=user, reason=REASON)
    made = merging.merge_need(need=need, into=other, by=officer, reason=REASON)
    assert merging.merge_need(need=need, into=other, by=officer, reason=REASON) == made
    with pytest.raises(NotInThisState):
        merging.merge_need(need=need, into=other, by=coordinator, reason=REASON)
    with pytest.raises(PermissionDenied):
        merging.unmerge_need(need=need, by=other_officer, reason=PARTED)


def test_what_cannot_be_read_is_named_nowhere(
    client, client_of, merged, other, coordinator, representative, organisation
):
    """A merged need that is not public stands on no page of a public one, and one that turned confidential on none."""
    inner = make_need(representative, organisation, visibility=Visibility.PARTICIPANTS, title="Yalnız katılımcılara")
    merging.merge_need(need=inner, into=other, by=coordinator, reason=REASON)
    assert inner.reference not in page(client, other)
    assert inner.reference in page(client_of(representative), other)
    Need.objects.filter(pk=merged.pk).update(visibility=Visibility.CONFIDENTIAL)
    assert merged.reference not in page(client_of(coordinator), other)
    Need.objects.filter(pk__in=[merged.pk, inner.pk]).update(visibility=Visibility.PUBLIC)
    Need.objects.filter(pk=other.pk).update(visibility=Visibility.CONFIDENTIAL)
    html = page(client, merged)
    assert other.title not in html
    assert other.reference not in html
    assert not lineage.proposed(coordinator, make_need(representative, organisation), other.reference)


def test_voices_are_one_union_without_counting_twice(
    merged, need, other, representative, organisation, applicant, stranger, other_organisation, coordinator
):
    for one in (need, other):
        NeedSupport.objects.create(need=one, user=applicant)
    NeedSupport.objects.create(need=other, organisation=organisation)
    NeedSupport.objects.create(need=need, organisation=other_organisation)  # they raised the other one
    assert queries.get_readable(coordinator, other.reference).voice_count == 2
    inner = make_need(representative, organisation, visibility=Visibility.PARTICIPANTS)
    merging.merge_need(need=inner, into=other, by=coordinator, reason=REASON)
    NeedSupport.objects.create(need=inner, user=stranger)
    assert queries.get_readable(coordinator, other.reference).voice_count == 2


def test_who_raised_a_merged_need_is_told_what_becomes_of_the_other_one(merged, other, coordinator, representative):
    services.note_became(
        need=other, became=Became.ADDRESSED, by=coordinator, act="linked", note="Program", event="deneme"
    )
    assert told(representative, "need_linked") == [merged.reference]


def test_merged_needs_resemble_nothing_any_more(merged, other, stranger):
    assert similar_needs(stranger, title=merged.title, body=merged.body) == [other]


# --- taking apart -----------------------------------------------------------------------------------------------------


def test_need_that_is_taken_out_stands_as_before(client, merged, other, coordinator, representative, stranger):
    due = merged.duty.due_on
    answer(other, coordinator)
    merging.unmerge_need(need=merged, by=coordinator, reason=PARTED)
    found = again(merged)
    assert (found.state, found.merged_into) == (NeedState.SUBMITTED, None)
    assert (found.duty.state, found.duty.due_on, found.duty.outcome) == (DutyState.OPEN, due, "")
    assert told(representative, "need_unmerged") == [merged.reference]
    assert told(stranger, "need_let_go") == [other.reference]
    assert [act for act, _other in acts(representative, found)] == [
        "heard",
        "merged",
        "answered_then",
        "unmerged",
        "taken_back",
    ]
    assert PARTED in page(client, found)
    answer(found, coordinator, reason="Durak da yenilenecek.")
    assert again(found).state == NeedState.CLOSED
    with pytest.raises(NotInThisState):
        merging.unmerge_need(need=found, by=coordinator, reason=PARTED)


def test_answer_of_its_own_stays_when_it_is_taken_out(merged, other, coordinator):
    answer(merged, coordinator, reason="Bu ihtiyacın kendi cevabı.")
    answer(other, coordinator)
    merging.unmerge_need(need=merged, by=coordinator, reason=PARTED)
    found = again(merged)
    assert (found.state, found.duty.reason) == (NeedState.CLOSED, "Bu ihtiyacın kendi cevabı.")
    with pytest.raises(NotInThisState):
        answering.take_back(duty=found.duty, by=coordinator)


def test_withdrawing_the_target_restores_what_was_merged_and_a_merged_one_can_be_withdrawn(
    merged, need, other, coordinator, representative, stranger
):
    services.withdraw_need(need=again(other), by=stranger)
    assert (again(need).state, again(need).merged_into) == (NeedState.SUBMITTED, None)
    assert told(representative, "need_unmerged") == [need.reference]
    third = make_need(stranger, other.organisation)
    merging.merge_need(need=need, into=third, by=coordinator, reason=REASON)
    services.withdraw_need(need=again(need), by=representative)
    assert again(need).state == NeedState.WITHDRAWN
    assert not Merging.objects.filter(undone_at=None).exists()


def test_merged_need_that_was_answered_cannot_be_withdrawn(merged, other, coordinator, representative):
    answer(other, coordinator)
    with pytest.raises(PermissionDenied):
        services.withdraw_need(need=again(merged), by=representative)


# --- pages ------------------------------------------------------------------------------------------------------------


def test_other_need_is_found_and_both_are_read_before_they_are_merged(client_of, need, other, coordinator):
    client, address = client_of(coordinator), reverse("needs:merge", args=[need.reference])
    assert other.title in client.get(address).content.decode()
    found = client.get(address, {"q": "RAMPA yapilmadigi"}).content.decode()
    assert f"?into={other.reference}" in found
    assert f"?into={need.reference}" not in found
    assert client.get(address, {"into": "İ-YOKTUR"}).status_code == 422
    both = f"{address}?into={other.reference}"
    html = client.get(both).content.decode()
    assert need.body in html
    assert other.title in html
    short = client.post(both, {"reason": "Aynı."})
    assert (short.status_code, list(short.context["form"].errors)) == (422, ["reason"])
    assert "Aynı." in short.content.decode()
    for _time in range(2):
        assert client.post(both, {"reason": REASON}).url == reverse("needs:detail", args=[need.reference])
    assert Merging.objects.count() == 1
    apart = reverse("needs:unmerge", args=[need.reference])
    assert other.title in client.get(apart).content.decode()
    for _time in range(2):
        assert client.post(apart, {"reason": PARTED}).status_code == 302
    assert again(need).state == NeedState.SUBMITTED


def test_merging_ends_where_the_readers_of_one_can_no_longer_read_the_other(
    client, merged, other, coordinator, representative, stranger
):
    answer(other, coordinator)
    change_visibility(need=other, by=stranger, visibility=Visibility.CONFIDENTIAL)

    parted = again(merged)
    assert (parted.state, parted.merged_into) == (NeedState.SUBMITTED, None)
    assert (parted.duty.state, parted.duty.reason) == (DutyState.OPEN, "")
    assert told(representative, "need_unmerged") == [parted.reference]
    assert ANSWER not in page(client, parted)
    assert other.title not in page(client, parted)


def test_need_that_turns_confidential_is_merged_no_more(client, merged, other, representative):
    change_visibility(need=merged, by=representative, visibility=Visibility.CONFIDENTIAL)
    assert (again(merged).state, again(merged).merged_into) == (NeedState.SUBMITTED, None)
    assert merged.reference not in page(client, other)


@pytest.mark.parametrize("count", [1, 10, 100])
def test_page_of_the_target_costs_the_same_with_many_merged(
    client_of, django_assert_max_num_queries, other, representative, organisation, coordinator, catalogue, count
):
    made = [make_need(representative, organisation) for _number in range(2)]
    for _number in range(count - 2):
        copy = Need.objects.get(pk=made[1].pk)
        duty = copy.duty
        duty.pk, duty.reference = None, f"İ-DENEME{_number}"
        duty.save()
        copy.pk, copy.reference, copy.form_key, copy.duty = None, duty.reference, None, duty
        copy.save()
    Need.objects.exclude(pk=other.pk).update(state=NeedState.MERGED, merged_into=other)
    client = client_of(coordinator)
    refresh_municipality(catalogue)
    with django_assert_max_num_queries(10):
        html = client.get(reverse("needs:detail", args=[other.reference])).content.decode()
    assert html.count("İ-DENEME") <= 2 * lineage.NAMED


def test_what_staff_merged_is_in_their_own_data_and_stays_without_a_name(merged, coordinator):
    [row] = export_for(coordinator)
    assert (row["reference"], row["merged_by_you"], row["reason"]) == (merged.reference, True, REASON)
    erase_for(coordinator)
    assert Merging.objects.get().by is None
