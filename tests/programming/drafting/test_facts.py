"""What a measure says beside its text, in words: for comparing and proposing it field by field."""

from typing import Any

from atasehir_portal.accounts.models import Unit
from atasehir_portal.documents import diffing, kinds, past
from atasehir_portal.documents.models import Document
from programming.drafting.services import DOCUMENT_KIND


def test_changes_of_a_measure_are_told_in_words(unit: Unit, django_assert_num_queries: Any) -> None:
    document = Document.objects.create(kind=DOCUMENT_KIND, title="Program")
    old = {
        "title": "Rampa yapılır",
        "unit": "",
        "budget": "18400000.00",
        "first_quarter": "2027-Q1",
        "last_quarter": "2027-Q4",
    }
    new = {**old, "unit": unit.slug, "budget": "20000000.00"}
    reading = past.reader(document)
    nodes = [past.node(reading, "measure", "Söz.", data) for data in (old, new)]
    with django_assert_num_queries(1):
        diff = diffing.of_blocks([(nodes[0], nodes[1])] * 3)[0]
    assert len(diff.fields) == 2
    said = " ".join(diffing.in_words(change.html) for change in diff.fields)
    assert "18.400.000" in said
    assert "20.000.000" in said
    assert str(unit) in said
    assert "<strong>Rampa yapılır</strong>" in diff.html


def test_a_kind_that_its_room_gave_up_is_still_compared(db: None) -> None:
    assert kinds.find_block_type("yok", "measure") is None
    assert kinds.find_block_type(DOCUMENT_KIND, "yok") is None
    document = Document.objects.create(kind=DOCUMENT_KIND, title="Program")
    reading = past.reader(document)
    pair = [past.node(reading, "yok", "Söz.", {"sayi": number, "list": [1, {"a": number}]}) for number in (1, 2)]
    diff = diffing.of_blocks([(pair[0], pair[1])])[0]
    assert {change.label for change in diff.fields} == {"sayi", "list"}
