"""Columns of a spreadsheet of needs, and the rules by which its rows are judged."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from atasehir_portal.catalogue.models import Right, RightsHolderGroup
from programming.needs.models import (
    Need,
    NeedBatch,
)
from programming.needs.sheets import columns, queries, services, work
from programming.needs.sheets.reading import Row, Sheet
from tests.programming.needs.batches import BODY, HEAD, UPLOAD, made, problems, row, upload

pytestmark = pytest.mark.django_db


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
