"""Confidential needs in what is uploaded, printed and merged: spreadsheets of somebody else, what goes into a PDF, why needs were merged.

Everything that goes into a PDF stands in the database before it is printed, so the tables are looked through as for every other path.
"""

from datetime import timedelta

import pytest
from django.urls import reverse

from atasehir_portal.rendering.models import Rendering
from programming.assessing.services import gather_need
from programming.assessing.services.stages import write_down
from programming.needs import lineage, queries
from programming.needs.coverage import live, quarters
from programming.needs.merging import merge_need, unmerge_need
from programming.needs.models import Merging, Need, Visibility
from programming.needs.paper import order_paper_form
from programming.needs.sheets import services, work
from programming.needs.visibility import change_visibility
from programming.needs.wiring import export_for
from tests.programming.assessing.factories import make_assessment
from tests.programming.needs.batches import BODY, made, page, row
from tests.programming.needs.factories import make_need
from tests.programming.needs.test_confidential_paths import MAY_HOLD, REASON, WORD, tables_with

pytestmark = pytest.mark.django_db
SHEET_PAGES = (
    "sheet",
    "sheet_columns",
    "sheet_report",
    "sheet_progress",
    "sheet_import",
    "sheet_undo",
    "sheet_discard",
)


def test_preview_and_error_report_of_somebody_else_exist_for_nobody(
    client_of, representative, contributor, officer, coordinator, administrator, organisation
):
    secret = row(
        f"{WORD}: evde şiddet var", f"{WORD}: evde şiddet var", BODY, "Yaşlılar", f"{WORD} sokağı", "", "gizli"
    )
    batch = made(representative, organisation, secret)
    own = client_of(representative)
    assert WORD in own.get(page("sheet", batch)).content.decode()
    report = b"".join(own.get(page("sheet_report", batch)).streaming_content).decode()
    assert f";{WORD} sokağı;" not in report  # the value of the cell is left out of the file
    for user in (contributor, officer, coordinator, administrator):
        client = client_of(user)
        for address in (*(page(name, batch) for name in SHEET_PAGES), page("sheet_row", batch, 2)):
            response = client.get(address)
            assert response.status_code == 404, address
            assert WORD not in response.content.decode()
            assert client.post(address).status_code in {302, 404, 405}
    services.correct_row(batch=batch, number=2, by=representative, typed={"neighbourhoods": ""})
    services.order_import(batch=batch, by=representative)
    assert work.run(batch.pk)
    assert tables_with(WORD) <= MAY_HOLD


def test_nothing_that_is_printed_holds_a_word_of_it(representative, organisation, officer, coordinator):
    """One that was always confidential, and one that was gathered by an assessment before it turned so."""
    heard = live.bounds(quarters.last_ended())[0] + timedelta(days=3)
    kept = make_need(representative, organisation, visibility=Visibility.CONFIDENTIAL, title=f"{WORD} bir sorun var")
    turned = make_need(representative, organisation, title=f"{WORD} başka bir sorun")
    assessment = make_assessment(officer)
    gather_need(assessment=assessment, need=turned, by=officer)
    change_visibility(need=turned, by=representative, visibility=Visibility.CONFIDENTIAL)
    Need.objects.update(submitted_at=heard)
    order_paper_form(by=representative, language="tr")
    write_down(assessment=assessment, by=coordinator, note="Kabul edildi.", number=1)
    quarters.publish_quarter(quarter=quarters.last_ended(), by=coordinator)
    assert tables_with(WORD) <= MAY_HOLD
    printed = "".join(Rendering.objects.values_list("source_html", flat=True))
    assert Rendering.objects.count() == 3
    assert not [need for need in (kept, turned) if need.reference in printed]


def test_why_it_was_merged_leaves_the_history_and_is_read_by_nobody_who_may_not_read_both(
    client_of, representative, stranger, organisation, other_organisation, coordinator, administrator
):
    need = make_need(representative, organisation)
    other = make_need(stranger, other_organisation, title="Rampa yapılmadığı için kaldırım kullanılamıyor")
    merge_need(need=need, into=other, by=coordinator, reason=f"İkisi de {WORD} yüzünden.")
    unmerge_need(need=need, by=coordinator, reason=f"Biri {WORD} değilmiş.")
    merge_need(need=need, into=other, by=coordinator, reason=f"Yine de {WORD} yüzünden.")
    assert "needs_merginghistory" in tables_with(WORD)
    need.refresh_from_db()
    change_visibility(need=need, by=coordinator, visibility=Visibility.CONFIDENTIAL, reason=REASON)
    assert tables_with(WORD) == {"needs_merging"}
    assert not Merging.objects.filter(undone_at=None).exists()
    for user in (representative, stranger, coordinator, administrator):
        assert WORD not in str(queries.thread(other, *lineage.story(user, other)))
        assert WORD not in str(export_for(user))
        for name in ("list", "csv"):
            assert WORD not in b"".join(client_of(user).get(reverse(f"needs:{name}"))).decode()
    need.refresh_from_db()
    assert WORD in str(queries.thread(need, *lineage.story(representative, need)))  # who reads both reads why
    change_visibility(need=need, by=representative, visibility=Visibility.PUBLIC)
    assert WORD in str(queries.thread(need, *lineage.story(stranger, need)))
    assert Merging.objects.filter(is_hidden=True).count() == 0
