"""Needs from a spreadsheet: columns, rules, corrections, taken in as a whole or not at all, taken back as a whole."""

import io
import uuid
from collections import Counter
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from atasehir_portal.accounts.models import Membership
from atasehir_portal.accounts.people import forget
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.models import Duty, DutyAct, DutyEvent, DutyState
from atasehir_portal.catalogue.models import Right, RightsHolderGroup
from atasehir_portal.notifications.models import Notification
from atasehir_portal.transitions import NotInThisState
from programming.needs import queries as of_needs
from programming.needs.models import (
    BatchFailure,
    BatchState,
    Became,
    Need,
    NeedBatch,
    NeedBatchRow,
    NeedEvent,
    NeedState,
    Visibility,
)
from programming.needs.sheets import columns, making, queries, services, undoing, work
from programming.needs.sheets.reading import Row, Sheet
from programming.needs.wiring import erase_for, export_for
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db
HEAD = ["Ne eksik", "Açıklama", "Kimin için", "Mahalle", "Kişi sayısı", "Kim okuyabilir", "Hizmet alanı"]
BODY = "Randevusuna giden yaşlılar araç yoluna inmek zorunda kalıyor."
UPLOAD = reverse("needs:sheets")


def row(title="Kaldırımda rampa yok, geçilemiyor", *more):
    given = [title, BODY, "yaşlılar", "içerenköy", "60", ""]
    return [*more, *given[len(more) :]] if more else given


def made(by, organisation, *rows, head=HEAD, is_named=True):
    sheet = Sheet(list(head), [Row(number, list(cells)) for number, cells in enumerate(rows or [row()], start=2)])
    batch = services.take_in_sheet(sheet=sheet, by=by, organisation=organisation)
    if is_named:
        services.name_columns(batch=batch, by=by, mapping=batch.mapping)
    return batch


def taken_in(by, organisation, *rows):
    batch = made(by, organisation, *rows)
    services.order_import(batch=batch, by=by)
    assert work.run(batch.pk)
    batch.refresh_from_db()
    return batch


def problems(batch):
    return {each.number: each.problems for each in batch.rows.all() if each.problems}


def page(name, batch, *more):
    return reverse(f"needs:{name}", args=[batch.key, *more])


def upload(content, organisation, name="tablo.csv", key=None):
    file = SimpleUploadedFile(name, content)
    return {"form_key": key or uuid.uuid4(), "organisation": organisation.pk if organisation else "", "file": file}


def in_csv(*rows):
    return "\r\n".join(";".join(cells) for cells in rows).encode("cp1254")


# --- columns and rules ------------------------------------------------------------------------------------------------


def test_columns_are_recognised_by_their_headings_in_either_language():
    assert columns.proposed(HEAD) == {
        "title": 0,
        "body": 1,
        "groups": 2,
        "neighbourhoods": 3,
        "people": 4,
        "visibility": 5,
        "service_area": 6,
    }
    for language in ("tr", "en"):
        with translation.override(language):
            assert list(columns.proposed(columns.template_head())) == list(columns.NAMES)
    assert columns.proposed(["", "Sıra no", "KONU"]) == {"title": 2}


def test_template_can_be_filled_in_and_its_example_row_is_left_out(client_of, representative, organisation):
    client = client_of(representative)
    response = client.get(reverse("needs:sheet_template"), {"bicim": "xlsx"})
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert "Gençler (15–29)" in [cell.value for cell in book.worksheets[1]["A"]]
    book.active.append([row()[0], BODY, "Yaşlılar; Gençler"])
    file = io.BytesIO()
    book.save(file)
    client.post(UPLOAD, upload(file.getvalue(), organisation, "dolu.xlsx"))
    batch = NeedBatch.objects.get()
    services.name_columns(batch=batch, by=representative, mapping=batch.mapping)
    assert [(each.number, each.is_chosen) for each in batch.rows.all()] == [(2, False), (3, True)]
    assert list(problems(batch)) == [2]
    assert queries.counts(batch).can_begin
    template = b"".join(client.get(reverse("needs:sheet_template")).streaming_content).decode()
    assert template.startswith("\ufeffNe eksik (tek cümle);")


def test_rows_are_judged_by_the_rules_of_the_four_steps(representative, organisation):
    head = [str(column.name) for column in columns.COLUMNS]
    good = {"title": row()[0], "body": BODY, "groups": "yasli"}
    wrong = [
        {"title": "Kısa"},
        {"body": ""},
        {"groups": "uzaylılar; Gençler"},
        {"neighbourhoods": "Kadıköy"},
        {"people": "çok"},
        {"people": "-5"},
        {"urgency": "belki"},
        {"channel": "Ziyarette", "consent": "evet", "consent_how": "spoken"},
        {"consent": "belki"},
        {"channel": "visit", "notice_told": "x", "consent": "x", "consent_how": "spoken", "consent_on": "31.02.2026"},
        {"channel": "visit", "notice_told": "x", "consent": "x", "consent_how": "spoken", "consent_on": "09.03.2001"},
    ]
    rows = [[{**good, **each}.get(name, "") for name in head] for each in wrong]
    batch = made(representative, organisation, *rows, head=head)
    found = problems(batch)
    assert [sorted(found.get(number, {})) for number in range(2, 2 + len(wrong))] == [
        ["title"],
        ["body"],
        ["groups"],
        ["neighbourhoods"],
        ["people"],
        ["people"],
        ["urgency"],
        ["consent_on", "notice_told"],
        ["consent"],
        ["consent_on"],
        ["consent_on"],
    ]
    assert found[4]["groups"] == ["“uzaylılar” listede yok."]
    harmed = RightsHolderGroup.objects.filter(leads_to_special_data=True, is_active=True).first()
    batch = made(
        representative, organisation, row("Kaldırımda rampa yok", "Kaldırımda rampa yok", BODY, harmed.name_tr)
    )
    assert list(problems(batch)[2]) == ["is_public_anyway"]


def test_staff_say_how_they_heard_it(officer):
    assert list(problems(made(officer, None))[2]) == ["channel"]


def test_names_numbers_and_days_are_taken_as_people_write_them(officer):
    head = [column.name for column in columns.COLUMNS]
    day = timezone.localdate()
    right = Right.objects.get(slug="kultur_spor")
    said = {
        "title": "  Parkta   ışık\tyanmıyor ",
        "body": BODY,
        "groups": "YAŞLILAR, genc;\nGençler",
        "neighbourhoods": "ICERENKOY",
        "rights": f"{right.name_tr}; {right.name_en}",
        "people": "1.234,5",
        "since": "Yıllardır",
        "urgency": "soon",
        "channel": "paper",
        "notice_told": "EVET",
        "consent": "x",
        "consent_how": "written",
        "consent_on": f"{day:%d.%m.%Y}",
    }
    batch = made(officer, None, [said.get(name, "") for name in head], head=head)
    assert problems(batch) == {}
    services.order_import(batch=batch, by=officer)
    assert work.run(batch.pk)
    need = Need.objects.get()
    assert (need.title, need.people, need.since, need.urgency) == (
        "Parkta ışık yanmıyor",
        "under_2000",
        "years",
        "soon",
    )
    assert sorted(need.groups.values_list("slug", flat=True)) == ["genc", "yasli"]
    assert [each.slug for each in (*need.rights.all(), *need.neighbourhoods.all())] == ["kultur_spor", "icerenkoy"]
    assert (need.consent, need.consent_how, need.consent_on) == (True, "written", day)


def test_notes_of_reading_are_problems_until_something_is_typed_instead(representative, organisation):
    sheet = Sheet(HEAD, [Row(2, row()[:2], {2: "merged", 4: "formula", 9: "error"})])
    batch = services.take_in_sheet(sheet=sheet, by=representative, organisation=organisation)
    services.name_columns(batch=batch, by=representative, mapping=batch.mapping)
    assert {name: len(sentences) for name, sentences in problems(batch)[2].items()} == {"groups": 1, "people": 1}
    typed = {"groups": "Gençler", "people": "", "title": row()[0]}
    assert list(services.correct_row(batch=batch, number=2, by=representative, typed=typed)) == ["people"]
    assert services.correct_row(batch=batch, number=2, by=representative, typed={"people": "40"}) == {}


def test_column_is_chosen_once_and_what_is_needed_has_one(representative, organisation):
    batch = made(representative, organisation, is_named=False)
    with pytest.raises(ValidationError) as refused:
        services.name_columns(batch=batch, by=representative, mapping={"title": 0, "body": 0})
    assert set(refused.value.error_dict) == {"body", "groups"}
    with pytest.raises(ValidationError):
        services.name_columns(batch=batch, by=representative, mapping={**batch.mapping, "title": 70})


# --- taken in ---------------------------------------------------------------------------------------------------------


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


# --- taken back -------------------------------------------------------------------------------------------------------


def test_batch_is_taken_back_as_one_act_told_once(representative, organisation, coordinator, unit, officer):
    batch = taken_in(representative, organisation, row(), row("Parkta ışık yanmıyor"), row("Kreş erken kapanıyor"))
    first, second, _third = undoing.needs_of(batch)
    for need in (first, second):
        answering.assign(duty=need.duty, by=coordinator, unit=unit, officer=officer)
    Notification.objects.all().delete()
    assert undoing.undo_batch(batch=batch, by=representative) == 3
    assert set(undoing.needs_of(batch).values_list("state", "duty__state")) == {
        (NeedState.WITHDRAWN, DutyState.WITHDRAWN)
    }
    assert NeedEvent.objects.filter(act="withdrawn").count() == 3
    assert not of_needs.visible_to(officer).exists()
    assert sorted(Notification.objects.values_list("kind", "recipient")) == sorted(
        [("need_batch_undone", officer.pk), ("need_batch_undone", coordinator.pk)]
    )
    assert undoing.undo_batch(batch=batch, by=representative) == 0
    assert queries.references_to_assign(coordinator, [batch.reference]) == set()
    assert queries.references_undone(officer, [batch.reference]) == {batch.reference}


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
        undoing.undo_batch(batch=batch, by=representative)
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
        undoing.undo_batch(batch=batch, by=contributor)
    Membership.objects.filter(user=representative).update(left_at=timezone.now())
    forget(representative)
    with pytest.raises(PermissionDenied):
        undoing.undo_batch(batch=batch, by=representative)


# --- who, and what others see -----------------------------------------------------------------------------------------


def test_batch_is_its_authors_alone(
    client_of, representative, contributor, coordinator, administrator, stranger, organisation
):
    batch = made(representative, organisation)
    for user in (contributor, coordinator, administrator, stranger):
        client = client_of(user)
        for name in (
            "sheet",
            "sheet_columns",
            "sheet_report",
            "sheet_progress",
            "sheet_import",
            "sheet_undo",
            "sheet_discard",
        ):
            assert client.get(page(name, batch)).status_code == 404, name
        assert client.get(page("sheet_row", batch, 2)).status_code == 404
        assert "Tabloyu sil" not in client.get(UPLOAD).content.decode()
    with pytest.raises(PermissionDenied):
        made(stranger, organisation)


def test_confidential_row_is_in_no_report_list_or_notice(client_of, representative, organisation, officer, coordinator):
    secret = row("Gizlikonu: evde şiddet var", "Gizlikonu: evde şiddet var", BODY, "Yaşlılar", "Kadıköy", "", "gizli")
    batch = made(representative, organisation, secret)
    report = client_of(representative).get(page("sheet_report", batch))
    lines = b"".join(report.streaming_content).decode()
    assert "Kadıköy” listede yok" in lines
    assert ";Kadıköy;" not in lines
    services.correct_row(batch=batch, number=2, by=representative, typed={"neighbourhoods": ""})
    services.order_import(batch=batch, by=representative)
    assert work.run(batch.pk)
    need = Need.objects.get()
    assert (need.visibility, need.duty.title, need.duty.confidential) == (Visibility.CONFIDENTIAL, "", True)
    for user in (representative, officer, coordinator):
        assert not of_needs.visible_to(user).exists()
    assert "Gizlikonu" not in client_of(coordinator).get(reverse("notifications:list")).content.decode()
    assert "no-store" in client_of(representative).get(page("sheet", NeedBatch.objects.get()))["Cache-Control"]


def test_what_is_kept_is_given_out_swept_and_erased(representative, organisation):
    batch = made(representative, organisation)
    kept = [each for each in export_for(representative) if "spreadsheet" in each]
    assert [each["rows"] for each in kept] == [1]
    assert row()[0] in kept[0]["body"]
    assert services.sweep_batches() == 0
    old = timezone.now() - timedelta(days=services.KEPT_DAYS + 1)
    NeedBatch.objects.update(saved_at=old)
    assert services.sweep_batches() == 1
    done = taken_in(representative, organisation)
    waiting = made(representative, organisation)
    NeedBatch.objects.update(saved_at=old)
    erase_for(representative)
    assert list(NeedBatch.objects.values_list("pk", "author")) == [(done.pk, None)]
    assert not NeedBatchRow.objects.filter(batch__in=[batch.pk, waiting.pk]).exists()
    assert services.sweep_batches() == 0


# --- pages ------------------------------------------------------------------------------------------------------------


def test_from_file_to_needs_through_the_pages(client_of, representative, organisation):
    client, key = client_of(representative), uuid.uuid4()
    content = in_csv(HEAD, row(), row("Kısa"))
    answer = client.post(UPLOAD, upload(content, organisation, key=key))
    assert client.post(UPLOAD, upload(content, organisation, key=key)).url == answer.url
    batch = NeedBatch.objects.get()
    assert answer.url == page("sheet_columns", batch)
    assert client.get(page("sheet", batch)).url == answer.url
    assert client.post(answer.url, {**batch.mapping, "title": ""}).status_code == 422
    assert client.post(answer.url, batch.mapping).url == page("sheet", batch)
    preview = client.get(page("sheet", batch), {"yalniz": "sorunlu"}).content.decode()
    assert "(A3)" in preview
    assert row()[0] not in preview
    assert client.post(page("sheet_import", batch)).status_code == 422
    short = {"title": "Daha", "body": BODY, "groups": "genc"}
    assert client.post(page("sheet_row", batch, 3), short).status_code == 422
    shown = client.get(page("sheet_row", batch, 3)).content.decode()
    assert 'value="Daha"' in shown
    fields = dict.fromkeys(columns.NAMES, "") | {"title": "Parkta ışık yok", "body": BODY, "groups": "Gençler"}
    assert client.post(page("sheet_row", batch, 3), fields).url == page("sheet", batch)
    client.post(page("sheet", batch), {"act": "choose", "shown": ["2", "3"], "chosen": ["3"]})
    assert client.post(page("sheet_import", batch)).status_code == 302
    waiting = client.get(page("sheet_progress", batch), headers={"HX-Request": "true"})
    assert "HX-Refresh" not in waiting
    assert 'data-hx-trigger="every 2s"' in client.get(page("sheet", batch)).content.decode()
    assert work.run(batch.pk)
    assert client.get(page("sheet_progress", batch), headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert Need.objects.get().reference in client.get(page("sheet", batch)).content.decode()
    assert client.post(page("sheet_undo", batch)).status_code == 302
    assert Need.objects.get().state == NeedState.WITHDRAWN
    assert client.get(page("sheet", batch)).status_code == 200


def test_file_that_cannot_be_read_is_refused_beside_the_field(client_of, officer):
    answer = client_of(officer).post(UPLOAD, upload(b"\xd0\xcf\x11\xe0" + b"\x00" * 99, None, "eski.xls"))
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"] == [
        "Bu, eski bir Excel dosyası (.xls) ya da parolalı bir dosya. Parolasız XLSX olarak kaydedin."
    ]


def test_deleted_batch_is_gone_and_one_that_is_taken_in_stays(client_of, representative, organisation):
    batch = made(representative, organisation)
    client = client_of(representative)
    for _click in range(2):
        assert client.post(page("sheet_discard", batch)).url == UPLOAD
    assert not NeedBatchRow.objects.exists()
    done = taken_in(representative, organisation)
    client.post(page("sheet_discard", done))
    assert NeedBatch.objects.get() == done


def test_preview_and_list_cost_the_same_whatever_they_hold(client_of, representative, organisation):
    client, counts = client_of(representative), []
    for many in (1, 40):
        batch = made(representative, organisation, *[row("Kısa") for _number in range(many)])
        for address in (page("sheet", batch), UPLOAD, page("sheet_row", batch, 2)):
            client.get(address)
            with CaptureQueriesContext(connection) as found:
                assert client.get(address).status_code == 200
            counts.append(len(found))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 10
