"""Tasks for groups that are not heard: changed, given to another unit, withdrawn with the reason."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from atasehir_portal.catalogue.models import Neighbourhood, RightsHolderGroup
from atasehir_portal.notifications.kinds import kinds
from atasehir_portal.notifications.models import Notification
from atasehir_portal.transitions import NotInThisState
from programming.needs.models import OutreachKind, OutreachTask
from programming.needs.outreach import change_task, close_task, give_task, withdraw_task
from programming.needs.unheard import unheard
from programming.needs.wiring import erase_for, export_for

pytestmark = pytest.mark.django_db
REASON = "Dernekle başka bir toplantıda görüşüldü, ayrıca gidilmeyecek."
DESK = reverse("answering:desk")


@pytest.fixture
def group(catalogue):
    return RightsHolderGroup.objects.get(slug="roman")


@pytest.fixture
def task(coordinator, unit, group):
    day = timezone.localdate() + timedelta(days=10)
    return give_task(
        group=group, kind=OutreachKind.VISIT, unit=unit, due_on=day, by=coordinator, note="Akşam gidilsin."
    )


def said(task, **changes):
    now = {name: getattr(task, name) for name in ("kind", "unit", "due_on", "neighbourhood", "note")}
    return {**now, "base_revision": task.revision, **changes}


def typed(task, **changes):
    found = {"kind": task.kind, "unit": task.unit_id, "due_on": task.due_on.isoformat(), "note": task.note}
    return {**found, "base_revision": task.revision, **changes}


def address(name, task):
    return reverse(f"needs:{name}_task", args=[task.key])


def told(kind):
    return list(Notification.objects.filter(kind=kind).order_by("recipient").values_list("recipient", flat=True))


def test_changed_task_is_told_to_its_unit_and_stands_in_history(client_of, coordinator, officer, task):
    client = client_of(coordinator)
    day = timezone.localdate() + timedelta(days=20)
    place = Neighbourhood.objects.first()
    sent = typed(task, kind="invite", due_on=day.isoformat(), neighbourhood=place.pk, note="Sabah gidilsin.")
    for _click in range(2):
        assert client.post(address("change", task), sent).url == f"{reverse('needs:coverage')}#duyulmayan"
    task.refresh_from_db()
    assert (task.kind, task.due_on, task.neighbourhood, task.note, task.revision) == (
        "invite",
        day,
        place,
        "Sabah gidilsin.",
        2,
    )
    assert told("outreach_changed") == [officer.pk]
    assert kinds.get("outreach_changed").visible(officer, [str(task.key)]) == {str(task.key)}
    with connection.cursor() as cursor:
        cursor.execute(
            "select pgh_label, note from needs_outreachtaskhistory where pgh_obj_id = %s order by pgh_id", [task.pk]
        )
        assert cursor.fetchall() == [("insert", "Akşam gidilsin."), ("update", "Sabah gidilsin.")]


def test_task_given_to_another_unit_is_told_to_both(coordinator, officer, other_officer, other_unit, task, client_of):
    change_task(task=task, by=coordinator, **said(task, unit=other_unit))
    assert (told("outreach_taken_off"), told("outreach_given")) == (
        [officer.pk],
        sorted([officer.pk, other_officer.pk]),
    )
    key = str(task.key)
    assert kinds.get("outreach_given").visible(officer, [key]) == set()
    assert kinds.get("outreach_taken_off").visible(officer, [key]) == {key}
    assert address("close", task) not in client_of(officer).get(DESK).content.decode()
    assert address("close", task) in client_of(other_officer).get(DESK).content.decode()


def test_coordinator_finds_the_tasks_of_all_units_on_the_desk(client_of, coordinator, other_unit, group, task):
    other = give_task(group=group, kind="invite", unit=other_unit, due_on=timezone.localdate(), by=coordinator)
    html = client_of(coordinator).get(DESK).content.decode()
    assert html.index(address("close", other)) < html.index(address("close", task))
    assert "Duyulmayan gruplar için açık görevler" in html
    assert other_unit.name in html


def test_nobody_writes_over_a_change_that_they_have_not_seen(client_of, coordinator, administrator, task):
    seen = typed(task)
    change_task(task=task, by=administrator, **said(task, note="Sabah gidilsin."))
    client = client_of(coordinator)
    answer = client.post(address("change", task), {**seen, "note": "Öğlen gidilsin."})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "bu arada başka biri değiştirdi" in html
    assert "Sabah gidilsin." in html
    assert "Öğlen gidilsin." in html
    again = {**seen, "note": "Öğlen gidilsin.", "base_revision": answer.context["form"]["base_revision"].value()}
    assert client.post(address("change", task), again).status_code == 302
    task.refresh_from_db()
    assert task.note == "Öğlen gidilsin."


def test_new_day_is_not_over_but_an_old_one_may_stay(client_of, coordinator, task):
    over = timezone.localdate() - timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        change_task(task=task, by=coordinator, **said(task, due_on=over))
    assert list(refused.value.error_dict) == ["due_on"]
    OutreachTask.objects.update(due_on=over)
    task.refresh_from_db()
    change_task(task=task, by=coordinator, **said(task, note="Sabah gidilsin."))
    answer = client_of(coordinator).post(address("change", task), typed(task, due_on="yarın", note="Öğlen."))
    assert list(answer.context["form"].errors) == ["due_on"]
    assert "Öğlen." in answer.content.decode()


def test_withdrawn_task_leaves_the_desk_and_stays_with_the_group_with_its_reason(
    client_of, coordinator, officer, group, task
):
    client = client_of(coordinator)
    assert client.post(address("withdraw", task), {"reason": "Kısa"}).status_code == 422
    for _click in range(2):
        assert client.post(address("withdraw", task), {"reason": REASON}).status_code == 302
    task.refresh_from_db()
    assert (task.withdrawn_on, task.withdrawal, task.withdrawn_by) == (timezone.localdate(), REASON, coordinator)
    assert told("outreach_taken_off") == [officer.pk]
    assert address("close", task) not in client_of(officer).get(DESK).content.decode()
    [row] = [row for row in unheard(officer, [group]) if row.group == group]
    assert (row.open_tasks, row.last_closed) == ([], task)
    assert REASON in client_of(officer).get(reverse("needs:coverage")).content.decode()
    for act in (
        lambda: close_task(task=task, by=coordinator, done_on=timezone.localdate(), outcome=REASON),
        lambda: withdraw_task(task=task, by=coordinator, reason="Bambaşka bir cümle yazıldı."),
        lambda: change_task(task=task, by=coordinator, **said(task, note="Geç kalan")),
    ):
        with pytest.raises(NotInThisState):
            act()
    assert client.get(address("change", task)).status_code == 302
    with pytest.raises(IntegrityError), transaction.atomic():
        OutreachTask.objects.update(withdrawal="")
    [withdrawn] = export_for(coordinator)
    assert (withdrawn["withdrawn_by_you"], withdrawn["reason"]) == (True, REASON)
    erase_for(coordinator)
    task.refresh_from_db()
    assert (task.withdrawn_by, task.withdrawal) == (None, REASON)


def test_officers_neither_change_nor_withdraw(client_of, officer, representative, task):
    for user, status in ((officer, 403), (representative, 404)):
        for name in ("change", "withdraw"):
            assert client_of(user).post(address(name, task), typed(task, reason=REASON)).status_code == status
    with pytest.raises(PermissionDenied):
        change_task(task=task, by=officer, **said(task, note="Başka"))
    with pytest.raises(PermissionDenied):
        withdraw_task(task=task, by=officer, reason=REASON)
