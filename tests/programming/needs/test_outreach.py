"""Groups that were not heard lately, as each reader may know it; tasks to go to them, given and closed."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from atasehir_portal.answering import services as answering
from atasehir_portal.catalogue.models import Neighbourhood, RightsHolderGroup
from atasehir_portal.catalogue.queries import refresh_municipality
from atasehir_portal.notifications.kinds import kinds
from atasehir_portal.notifications.models import Notification
from atasehir_portal.transitions import NotInThisState
from programming.needs import services
from programming.needs.models import Need, OutreachKind, OutreachTask, Visibility
from programming.needs.outreach import close_task, give_task
from programming.needs.unheard import HEARD_WITHIN, unheard
from programming.needs.wiring import erase_for, export_for
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db
OUTCOME = "Muhtarla görüşüldü; pazar yerinde bir buluşma kararlaştırıldı."
HEADING = "Sesi duyulmayan gruplar"
QUERIES = 10


def group(slug="roman"):
    return RightsHolderGroup.objects.get(slug=slug)


def rows(user):
    active = list(RightsHolderGroup.objects.filter(is_active=True))
    return {row.group.slug: row for row in unheard(user, active)}


def task(by, unit, **more):
    given = {"group": group(), "kind": OutreachKind.VISIT, "unit": unit, "due_on": timezone.localdate(), **more}
    return give_task(by=by, **given)


def typed(by_unit, **changes):
    day = timezone.localdate() + timedelta(days=10)
    return {"kind": "invite", "unit": by_unit.pk, "due_on": day.isoformat(), "note": "Kürtçe konuşulsun.", **changes}


def giving(slug="roman"):
    return reverse("needs:give_task", args=[slug])


def closing(found):
    return reverse("needs:close_task", args=[found.key])


def page(client):
    return client.get(reverse("needs:coverage")).content.decode()


def heard(need, days):
    Need.objects.filter(pk=need.pk).update(submitted_at=timezone.now() - timedelta(days=days))


# --- who is unheard ---------------------------------------------------------------------------------------------------


def test_group_is_unheard_for_staff_after_twelve_months(representative, organisation, officer):
    need = make_need(representative, organisation)
    assert "yasli" not in rows(officer)
    assert rows(officer)["roman"].last_heard is None
    heard(need, HEARD_WITHIN.days - 1)
    assert "yasli" not in rows(officer)
    heard(need, HEARD_WITHIN.days + 1)
    assert rows(officer)["yasli"].last_heard == timezone.localdate() - HEARD_WITHIN - timedelta(days=1)


def test_need_of_participants_counts_for_staff_and_a_withdrawn_one_does_not(representative, organisation, officer):
    make_need(representative, organisation, visibility=Visibility.PARTICIPANTS)
    assert "yasli" not in rows(officer)
    withdrawn = make_need(representative, organisation, groups=[group()])
    services.withdraw_need(need=withdrawn, by=representative)
    assert rows(officer)["roman"].last_heard is None


def test_nothing_of_a_confidential_need_shows_to_anybody(
    client, client_of, representative, organisation, officer, coordinator, administrator, unit
):
    everybody = [client, *(client_of(user) for user in (representative, officer, coordinator, administrator))]
    staff = (officer, coordinator, administrator)
    before = [rows(user) for user in staff]
    pages = [page(each).partition("<h1")[2].partition("</main>")[0] for each in everybody]
    need = make_need(representative, organisation, groups=[group()], visibility=Visibility.CONFIDENTIAL)
    answering.assign(duty=need.duty, by=coordinator, unit=unit, officer=officer)
    assert [rows(user) for user in staff] == before
    assert [page(each).partition("<h1")[2].partition("</main>")[0] for each in everybody] == pages


def test_need_that_turns_confidential_is_dated_no_more(representative, organisation, officer):
    need = make_need(representative, organisation, groups=[group()])
    heard(need, HEARD_WITHIN.days + 30)
    assert rows(officer)["roman"].last_heard is not None
    Need.objects.filter(pk=need.pk).update(visibility=Visibility.CONFIDENTIAL)
    assert rows(officer)["roman"].last_heard is None


def test_only_staff_see_the_section_and_others_what_they_saw_before(
    client, client_of, representative, organisation, officer, coordinator, unit
):
    task(coordinator, unit, note="Akşam saatinde görüşülsün.")
    for reader in (client, client_of(representative)):
        found = page(reader)
        assert "Henüz duyulmayanlar" in found
        assert HEADING not in found
        assert "Akşam saatinde" not in found
    for user in (officer, coordinator):
        found = page(client_of(user))
        assert "Henüz duyulmayanlar" not in found
        assert HEADING in found
        assert "Akşam saatinde görüşülsün." in found
        assert "Henüz bir ihtiyaç bildirilmedi." in found
    assert unheard(representative, [group()]) == []


def test_section_says_when_every_group_was_heard(client_of, representative, organisation, officer):
    make_need(representative, organisation, groups=list(RightsHolderGroup.objects.all()))
    assert "Son on iki ayda her grup için bir ihtiyaç bildirildi." in page(client_of(officer))


def test_open_task_stays_in_sight_when_the_group_was_heard_or_is_retired(
    client_of, representative, organisation, coordinator, unit
):
    task(coordinator, unit)
    task(coordinator, unit, group=group("evsiz"))
    make_need(representative, organisation, groups=[group()])
    RightsHolderGroup.objects.filter(slug="evsiz").update(is_active=False)
    found = rows(coordinator)
    assert not found["roman"].is_unheard
    assert len(found["evsiz"].open_tasks) == 1
    html = page(client_of(coordinator))
    assert "görev hâlâ açık" in html
    assert giving("evsiz") not in html
    assert client_of(coordinator).get(giving("evsiz")).status_code == 404


@pytest.mark.parametrize("count", [1, 10, 100])
def test_section_costs_the_same_with_many_tasks(
    client_of, django_assert_max_num_queries, coordinator, unit, count, catalogue
):
    for number in range(count):
        found = task(coordinator, unit, neighbourhood=Neighbourhood.objects.first())
        if number % 3 == 2:
            close_task(task=found, by=coordinator, done_on=timezone.localdate(), outcome=OUTCOME)
    client = client_of(coordinator)
    refresh_municipality(catalogue)
    with django_assert_max_num_queries(10) as caught:
        client.get(reverse("needs:coverage"))
    assert len(caught) == QUERIES


# --- giving -----------------------------------------------------------------------------------------------------------


def test_coordinator_gives_a_task_and_it_stands_with_the_group(client_of, coordinator, unit):
    client = client_of(coordinator)
    assert giving() in page(client)
    response = client.post(giving(), typed(unit))
    assert response.url == f"{reverse('needs:coverage')}#duyulmayan"
    [made] = OutreachTask.objects.all()
    assert (made.group, made.kind, made.unit, made.made_by) == (group(), "invite", unit, coordinator)
    html = page(client)
    assert "Bir kuruluşu davet et" in html
    assert "Kürtçe konuşulsun." in html
    assert coordinator.full_name not in html.partition("<h1")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    "changes", [{"due_on": "2026-01-02"}, {"due_on": "yarın"}, {"kind": ""}, {"unit": "0"}, {"neighbourhood": "0"}]
)
def test_bad_input_is_said_at_its_field_and_nothing_is_lost(client_of, coordinator, unit, changes):
    response = client_of(coordinator).post(giving(), typed(unit, **changes))
    assert response.status_code == 422
    [name] = changes
    assert list(response.context["form"].errors) == [name]
    assert "Kürtçe konuşulsun." in response.content.decode()
    assert not OutreachTask.objects.exists()


def test_form_sent_twice_makes_one_task_and_the_key_of_another_person_none_of_theirs(
    client_of, coordinator, administrator, unit
):
    key = str(uuid.uuid4())
    for _time in range(2):
        assert client_of(coordinator).post(giving(), typed(unit, form_key=key)).status_code == 302
    assert OutreachTask.objects.count() == 1
    assert client_of(administrator).post(giving(), typed(unit, form_key=key)).status_code == 302
    assert OutreachTask.objects.count() == 2


def test_who_may_give_a_task(client, client_of, representative, applicant, officer, administrator, unit):
    assert client.get(giving()).status_code == 302
    for user, status in ((representative, 404), (applicant, 404), (officer, 403), (administrator, 200)):
        assert client_of(user).get(giving()).status_code == status
        sent = client_of(user).post(giving(), typed(unit)).status_code
        assert sent == (302 if status == 200 else status)
    with pytest.raises(PermissionDenied):
        task(officer, unit)
    assert OutreachTask.objects.count() == 1


def test_unit_is_told_and_finds_the_task_on_its_desk_until_it_is_closed(
    client_of, coordinator, officer, other_officer, unit
):
    found = task(coordinator, unit)
    [notice] = Notification.objects.filter(kind="outreach_given")
    assert (notice.recipient, notice.reference) == (officer, str(found.key))
    assert kinds.get("outreach_given").visible(other_officer, [str(found.key)]) == set()
    desk = reverse("answering:desk")
    assert closing(found) in client_of(officer).get(desk).content.decode()
    assert closing(found) not in client_of(other_officer).get(desk).content.decode()
    assert (
        "Müdürlüğünüze duyulmayan bir grup için yeni bir görev verildi"
        in client_of(officer).get(reverse("notifications:list")).content.decode()
    )
    close_task(task=found, by=officer, done_on=timezone.localdate(), outcome=OUTCOME)
    assert closing(found) not in client_of(officer).get(desk).content.decode()
    assert kinds.get("outreach_given").visible(officer, [str(found.key)]) == set()


def test_task_is_not_given_for_a_day_that_is_over(coordinator, unit):
    with pytest.raises(ValidationError):
        task(coordinator, unit, due_on=timezone.localdate() - timedelta(days=1))


# --- closing ----------------------------------------------------------------------------------------------------------


def test_officer_of_the_unit_closes_it_and_what_came_of_it_is_read(client_of, coordinator, officer, unit):
    found, client = task(coordinator, unit), client_of(officer)
    assert closing(found) in page(client)
    today = timezone.localdate()
    response = client.post(closing(found), {"done_on": today.isoformat(), "outcome": OUTCOME})
    assert response.url == f"{reverse('needs:coverage')}#duyulmayan"
    found.refresh_from_db()
    assert (found.done_on, found.outcome, found.done_by) == (today, OUTCOME, officer)
    html = page(client)
    assert OUTCOME in html
    assert closing(found) not in html


def test_who_may_close_a_task(client, client_of, representative, other_officer, coordinator, officer, unit):
    found = task(coordinator, unit)
    assert client.get(closing(found)).status_code == 302
    for user, status in ((representative, 404), (other_officer, 403), (officer, 200), (coordinator, 200)):
        assert client_of(user).get(closing(found)).status_code == status
    assert closing(found) not in page(client_of(other_officer))
    said = {"done_on": timezone.localdate().isoformat(), "outcome": OUTCOME}
    assert client_of(representative).post(closing(found), said).status_code == 404
    assert client_of(other_officer).post(closing(found), said).status_code == 403
    with pytest.raises(PermissionDenied):
        close_task(task=found, by=other_officer, done_on=timezone.localdate(), outcome=OUTCOME)
    found.refresh_from_db()
    assert found.done_on is None


def test_task_is_closed_once(client_of, coordinator, officer, unit):
    found = task(coordinator, unit)
    stale = OutreachTask.objects.get(pk=found.pk)
    close_task(task=found, by=officer, done_on=timezone.localdate(), outcome=OUTCOME)
    with pytest.raises(NotInThisState):
        close_task(task=stale, by=coordinator, done_on=timezone.localdate(), outcome="Bambaşka bir cümle yazıldı.")
    again = client_of(coordinator).post(closing(found), {"done_on": "2026-01-02", "outcome": "Bambaşka bir cümle."})
    assert again.status_code == 302
    assert client_of(coordinator).get(closing(found)).status_code == 302
    found.refresh_from_db()
    assert found.outcome == OUTCOME


def test_closing_says_what_is_wrong_and_keeps_what_was_typed(client_of, coordinator, unit):
    found = task(coordinator, unit)
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = client_of(coordinator).post(closing(found), {"done_on": tomorrow.isoformat(), "outcome": OUTCOME})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["done_on"]
    assert OUTCOME in response.content.decode()
    response = client_of(coordinator).post(closing(found), {"done_on": timezone.localdate().isoformat(), "outcome": ""})
    assert list(response.context["form"].errors) == ["outcome"]


def test_database_holds_no_closed_task_without_what_came_of_it(coordinator, unit):
    found = task(coordinator, unit)
    for wrong in ({"done_on": timezone.localdate()}, {"outcome": OUTCOME}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OutreachTask.objects.filter(pk=found.pk).update(**wrong)


def test_overdue_task_is_marked(client_of, coordinator, unit):
    found = task(coordinator, unit)
    assert not found.is_overdue
    assert "Gecikti" not in page(client_of(coordinator))
    OutreachTask.objects.filter(pk=found.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    assert "Gecikti" in page(client_of(coordinator))


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_states_of_a_task_are_kept(coordinator, unit):
    found = task(coordinator, unit)
    close_task(task=found, by=coordinator, done_on=timezone.localdate(), outcome=OUTCOME)
    with connection.cursor() as cursor:
        cursor.execute(
            "select pgh_label, outcome from needs_outreachtaskhistory where pgh_obj_id = %s order by pgh_id", [found.pk]
        )
        assert cursor.fetchall() == [("insert", ""), ("state", OUTCOME)]


def test_tasks_are_in_one_s_own_data_and_stay_without_a_name(coordinator, officer, unit):
    found = task(coordinator, unit)
    close_task(task=found, by=officer, done_on=timezone.localdate(), outcome=OUTCOME)
    [given], [closed] = export_for(coordinator), export_for(officer)
    assert (given["given_by_you"], given["closed_by_you"]) == (True, False)
    assert (closed["given_by_you"], closed["closed_by_you"]) == (False, True)
    assert given["outcome"] == OUTCOME
    erase_for(coordinator)
    erase_for(officer)
    found.refresh_from_db()
    assert (found.made_by, found.done_by, found.outcome) == (None, None, OUTCOME)
