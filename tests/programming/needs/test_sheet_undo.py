"""Needs from a spreadsheet, taken back as a whole or not at all."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from atasehir_portal.accounts.models import Membership
from atasehir_portal.accounts.people import forget
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.models import DutyState
from atasehir_portal.notifications.models import Notification
from atasehir_portal.transitions import NotInThisState
from programming.needs import queries as of_needs
from programming.needs import services as of_one
from programming.needs.models import (
    BatchFailure,
    BatchState,
    Became,
    Need,
    NeedBatch,
    NeedEvent,
    NeedState,
)
from programming.needs.sheets import progress, queries, undoing, work
from tests.programming.needs.batches import page, row, taken_in

pytestmark = pytest.mark.django_db


def taken_back(batch, by):
    undoing.order_undo(batch=batch, by=by)
    return undoing.run(batch.pk)


def told():
    return sorted(Notification.objects.values_list("kind", "recipient"))


def test_batch_is_taken_back_as_one_act_told_once(representative, organisation, coordinator, unit, officer):
    batch = taken_in(
        representative, organisation, row(), row("Parkta ışık yanmıyor"), row("Kreş erken kapanıyor"), row()
    )
    first, second, third, _fourth = undoing.needs_of(batch)
    for need in (first, second):
        answering.assign(duty=need.duty, by=coordinator, unit=unit, officer=officer)
    of_one.withdraw_need(need=third, by=representative)
    Notification.objects.all().delete()
    undoing.order_undo(batch=batch, by=representative)
    assert not undoing.needs_of(batch).filter(state=NeedState.WITHDRAWN).exclude(pk=third.pk).exists()
    undoing.order_undo(batch=batch, by=representative)  # pressed twice
    assert undoing.run(batch.pk)
    assert not undoing.run(batch.pk)
    undoing.order_undo(batch=batch, by=representative)
    batch.refresh_from_db()
    assert batch.state == BatchState.UNDONE
    assert set(undoing.needs_of(batch).values_list("state", "duty__state")) == {
        (NeedState.WITHDRAWN, DutyState.WITHDRAWN)
    }
    assert NeedEvent.objects.filter(act="withdrawn").count() == 4
    assert not of_needs.visible_to(officer).exists()
    assert told() == sorted(
        [
            ("need_batch_undone", officer.pk),
            ("need_batch_undone", coordinator.pk),
            ("need_batch_taken_back", representative.pk),
        ]
    )
    assert queries.references_to_assign(coordinator, [batch.reference]) == set()
    assert queries.references_undone(officer, [batch.reference]) == {batch.reference}
    assert queries.own_references(representative, [batch.reference]) == {batch.reference}
    assert queries.own_references(officer, [batch.reference]) == set()


def test_what_is_touched_between_order_and_work_stops_all_of_it_and_its_author_is_told(
    client_of, representative, organisation, coordinator, unit
):
    batch = taken_in(representative, organisation, row(), row("Parkta ışık yanmıyor"))
    _first, second = undoing.needs_of(batch)
    answering.assign(duty=second.duty, by=coordinator, unit=unit)
    undoing.order_undo(batch=batch, by=representative)
    answering.answer(duty=second.duty, by=coordinator, outcome="noted", reason="Bildiriminiz kayda geçti, teşekkürler.")
    Notification.objects.all().delete()
    assert not undoing.run(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.failure) == (BatchState.IMPORTED, BatchFailure.UNDO_TOUCHED)
    assert not Need.objects.filter(state=NeedState.WITHDRAWN).exists()
    assert told() == [("need_batch_not_taken_back", representative.pk)]
    client = client_of(representative)
    assert "hiçbiri geri alınmadı" in client.get(page("sheet", batch)).content.decode()
    assert second.reference in client.get(page("sheet_undo", batch)).content.decode()


def test_worker_that_stumbles_or_is_killed_leaves_all_needs_as_they_were(representative, organisation, monkeypatch):
    batch = taken_in(representative, organisation, row(), row("Parkta ışık yanmıyor"))
    withdraw_together = undoing.withdraw_together

    class Killed(BaseException):
        pass

    def breaking(error):
        def late(**given):
            withdraw_together(**given)
            raise error

        return late

    monkeypatch.setattr(undoing, "withdraw_together", breaking(RuntimeError("the worker stumbles")))
    assert not taken_back(batch, representative)
    batch.refresh_from_db()
    assert (batch.state, batch.failure) == (BatchState.IMPORTED, BatchFailure.UNDO_ERROR)
    monkeypatch.setattr(undoing, "withdraw_together", breaking(Killed()))
    undoing.order_undo(batch=batch, by=representative)
    woken = []
    monkeypatch.setattr(work, "wake", lambda task, pk, expires: woken.append((task, pk)))
    for _attempt in range(3):
        with pytest.raises(Killed):
            undoing.run(batch.pk)
        undoing.sweep()
    batch.refresh_from_db()
    assert (batch.state, batch.failure) == (BatchState.IMPORTED, BatchFailure.UNDO_ERROR)
    assert woken == [(undoing.UNDO_TASK, batch.pk)] * 2
    assert set(undoing.needs_of(batch).values_list("state", "duty__state")) == {(NeedState.SUBMITTED, DutyState.OPEN)}
    assert Notification.objects.filter(kind="need_batch_not_taken_back").count() == 2
    monkeypatch.setattr(undoing, "withdraw_together", withdraw_together)
    assert taken_back(batch, representative)


def test_page_waits_while_it_is_taken_back(client_of, representative, organisation):
    batch, client = taken_in(representative, organisation), client_of(representative)
    for _press in range(2):
        assert client.post(page("sheet_undo", batch)).url == page("sheet", batch)
    waiting = client.get(page("sheet", batch)).content.decode()
    assert "Tablo geri alınıyor" in waiting
    assert 'data-hx-trigger="every 2s"' in waiting
    assert "HX-Refresh" not in client.get(page("sheet_progress", batch), headers={"HX-Request": "true"})
    batch.refresh_from_db()
    batch.attempts = 1
    progress.note(batch, progress.WITHDRAWING, 0.5)
    assert progress.progress_of(batch).percent == 52
    assert undoing.run(batch.pk)
    assert client.get(page("sheet_progress", batch), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_batch_with_an_answered_or_linked_need_stands_and_says_which(
    client_of, representative, organisation, coordinator, unit
):
    batch = taken_in(representative, organisation, row(), row("Parkta ışık yanmıyor"), row("Kreş erken kapanıyor"))
    answered, linked, free = undoing.needs_of(batch)
    answering.assign(duty=answered.duty, by=coordinator, unit=unit)
    answering.answer(
        duty=answered.duty, by=coordinator, outcome="noted", reason="Bildiriminiz kayda geçti, teşekkürler."
    )
    Need.objects.filter(pk=linked.pk).update(became=Became.PLANNED)
    with pytest.raises(NotInThisState):
        undoing.order_undo(batch=batch, by=representative)
    response = client_of(representative).post(page("sheet_undo", batch))
    assert response.status_code == 409
    text = response.content.decode()
    assert answered.reference in text
    assert linked.reference in text
    assert free.reference not in text
    free.refresh_from_db()
    assert free.state == NeedState.SUBMITTED


def test_nobody_else_and_nobody_who_left_takes_it_back(representative, contributor, organisation):
    batch = taken_in(representative, organisation)
    with pytest.raises(NeedBatch.DoesNotExist):
        undoing.order_undo(batch=batch, by=contributor)
    Membership.objects.filter(user=representative).update(left_at=timezone.now())
    forget(representative)
    with pytest.raises(PermissionDenied):
        undoing.order_undo(batch=batch, by=representative)
    batch = NeedBatch.objects.get()
    NeedBatch.objects.update(state=BatchState.UNDOING)
    assert not undoing.run(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.failure) == (BatchState.IMPORTED, BatchFailure.UNDO_RIGHT)
