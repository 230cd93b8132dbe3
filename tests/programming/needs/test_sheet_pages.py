"""Who finds a spreadsheet of needs, and its pages from the file to the needs."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programming.needs import queries as of_needs
from programming.needs.models import (
    Need,
    NeedBatch,
    NeedBatchRow,
    NeedState,
    Visibility,
)
from programming.needs.sheets import columns, services, undoing, work
from programming.needs.wiring import erase_for, export_for
from tests.programming.needs.batches import BODY, HEAD, UPLOAD, in_csv, made, page, row, taken_in, upload

pytestmark = pytest.mark.django_db


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
    assert undoing.run(batch.pk)
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
