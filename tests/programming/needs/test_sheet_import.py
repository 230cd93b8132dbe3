"""Needs from a spreadsheet, taken in as a whole or not at all."""

from collections import Counter

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from atasehir_portal.accounts.models import Membership
from atasehir_portal.answering.models import Duty, DutyAct, DutyEvent
from atasehir_portal.catalogue.models import RightsHolderGroup
from atasehir_portal.notifications.models import Notification
from programming.needs import queries as of_needs
from programming.needs.models import (
    BatchFailure,
    BatchState,
    Need,
    NeedBatchRow,
    NeedEvent,
)
from programming.needs.sheets import making, services, undoing, work
from tests.programming.needs.batches import BODY, made, problems, row, taken_in
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db


def test_needs_of_a_batch_are_needs_like_any_other(representative, organisation, coordinator, other_organisation):
    alone = make_need(representative, organisation)
    Notification.objects.all().delete()
    batch = taken_in(representative, organisation, row(), row("Parkta ışık yanmıyor"), row("Kreş erken kapanıyor"))
    needs = list(undoing.needs_of(batch))
    assert [need.title for need in needs] == [row()[0], "Parkta ışık yanmıyor", "Kreş erken kapanıyor"]
    first = needs[0]
    same = (
        "state",
        "visibility",
        "channel",
        "organisation_id",
        "submitted_by_id",
        "became",
        "is_example",
        "body",
        "since",
    )
    assert {name: getattr(first, name) for name in same} == {name: getattr(alone, name) for name in same}
    assert [group.slug for group in first.groups.all()] == ["yasli"]
    assert first.duty.due_on == alone.duty.due_on
    assert first.duty.calculation == alone.duty.calculation
    assert first.duty.title == first.title
    for need in needs:
        assert NeedEvent.objects.filter(need=need, act="heard", actor=representative).count() == 1
        assert DutyEvent.objects.filter(duty=need.duty, act=DutyAct.RECEIVED).count() == 1
    NeedHistory = apps.get_model("needs", "NeedHistory")
    assert NeedHistory.objects.filter(pgh_obj__in=needs, pgh_label="insert").count() == 3
    assert of_needs.search(of_needs.visible_to(representative), "parkta ışık").get() == needs[1]
    assert len({need.reference for need in needs}) == 3
    assert Counter(Notification.objects.values_list("kind", "recipient", "reference")) == {
        ("need_batch_submitted", coordinator.pk, batch.reference): 1
    }
    assert not any(each.cells or each.corrected for each in batch.rows.all())


def test_it_costs_the_same_queries_however_many_rows(representative, organisation, coordinator):
    counts = []
    for many in (3, 30):
        batch = made(representative, organisation, *[row() for _number in range(many)])
        services.order_import(batch=batch, by=representative)
        with CaptureQueriesContext(connection) as found:
            assert work.run(batch.pk)
        counts.append(len(found))
    assert counts[1] <= counts[0]  # the first one also reads what is then remembered
    assert Need.objects.count() == 33


def test_row_that_fails_late_leaves_nothing_and_says_so(representative, organisation, coordinator, monkeypatch):
    batch = made(representative, organisation, row(), row("Parkta ışık yanmıyor"))
    services.order_import(batch=batch, by=representative)
    before = Duty.objects.count(), NeedEvent.objects.count(), Notification.objects.count()
    link = making._link

    def break_off(name, needs, terms):
        link(name, needs, terms)
        raise RuntimeError("the worker stumbles")

    monkeypatch.setattr(making, "_link", break_off)
    assert not work.run(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.failure) == (BatchState.CHECKED, BatchFailure.UNEXPECTED)
    assert Need.objects.count() == 0
    assert (Duty.objects.count(), NeedEvent.objects.count(), Notification.objects.count()) == before
    assert batch.rows.filter(need=None).exclude(cells=[]).count() == 2
    monkeypatch.setattr(making, "_link", link)
    services.order_import(batch=batch, by=representative)
    assert work.run(batch.pk)
    assert Need.objects.count() == 2


def test_killed_worker_leaves_it_waiting_and_the_sweep_gives_up_after_three(representative, organisation, monkeypatch):
    batch = made(representative, organisation)
    services.order_import(batch=batch, by=representative)
    woken = []
    monkeypatch.setattr(work, "wake", lambda task, pk, expires: woken.append(pk))

    class Killed(BaseException):
        pass

    def kill(**_given):
        raise Killed

    monkeypatch.setattr(work, "submit_needs", kill)
    for attempt in (1, 2, 3):
        with pytest.raises(Killed):
            work.run(batch.pk)
        batch.refresh_from_db()
        assert (batch.state, batch.attempts) == (BatchState.IMPORTING, attempt)
        work.sweep()
    batch.refresh_from_db()
    assert (batch.state, batch.failure) == (BatchState.CHECKED, BatchFailure.UNEXPECTED)
    assert woken == [batch.pk, batch.pk]
    assert not work.run(batch.pk)
    assert Need.objects.count() == 0


def test_what_changed_between_check_and_work_stops_all_of_it(representative, organisation):
    batch = made(
        representative, organisation, row(), row("Kreş yok, gidilemiyor", "Kreş yok, gidilemiyor", BODY, "gençler")
    )
    services.order_import(batch=batch, by=representative)
    RightsHolderGroup.objects.filter(slug="genc").update(is_active=False)
    assert not work.run(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.failure) == (BatchState.CHECKED, BatchFailure.ROWS)
    assert list(problems(batch)) == [3]
    assert Need.objects.count() == 0
    services.choose_good_rows(batch=batch, by=representative)
    services.order_import(batch=batch, by=representative)
    Membership.objects.filter(user=representative).update(left_at=timezone.now())
    assert not work.run(batch.pk)
    batch.refresh_from_db()
    assert batch.failure == BatchFailure.RIGHT
    assert Need.objects.count() == 0


def test_ordered_and_worked_on_twice_it_is_taken_in_once(representative, organisation, coordinator):
    batch = taken_in(representative, organisation)
    services.order_import(batch=batch, by=representative)
    assert not work.run(batch.pk)
    assert Need.objects.count() == 1
    assert Notification.objects.filter(kind="need_batch_submitted").count() == 1


def test_only_chosen_rows_are_taken_in_and_none_with_problems(representative, organisation):
    batch = made(representative, organisation, row(), row("Kısa"), row("Parkta ışık yanmıyor"))
    with pytest.raises(ValidationError):
        services.order_import(batch=batch, by=representative)
    services.choose_rows(batch=batch, by=representative, shown=[2, 3, 4], chosen=[4])
    services.order_import(batch=batch, by=representative)
    assert work.run(batch.pk)
    assert Need.objects.get().title == "Parkta ışık yanmıyor"
    assert NeedBatchRow.objects.count() == 1
