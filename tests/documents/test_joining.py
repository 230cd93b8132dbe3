"""Neighbours that become one keep every word, title, source and anchor; what cannot become one says the true reason."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import joining, services
from atasehir_portal.documents.joining import Joinable
from atasehir_portal.documents.models import Block, BlockLineage
from atasehir_portal.markdown import elements, render

Write = Callable[..., Block]
TABLE = "| Mahalle | Kişi |\n| --- | --- |\n"


def _joined(kind: str, one: tuple[str, dict[str, Any]], two: tuple[str, dict[str, Any]]) -> Joinable:
    return joining.joined(Joinable(kind, *one), Joinable(kind, *two), "tr")


def _refusal(kind: str, one: tuple[str, dict[str, Any]], two: tuple[str, dict[str, Any]]) -> str:
    with pytest.raises(ValidationError) as refused:
        _joined(kind, one, two)
    return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    ("one", "two", "together"),
    [
        ("- a", "- b", "- a\n- b"),
        ("- a\n- b", "1. c\n2. d", "- a\n- b\n- c\n- d"),
        ("1. a\n2. b", "- c\n  - alt\n- d", "1. a\n2. b\n3. c\n   - alt\n4. d"),
        ("- a", "10. b\n    sürüyor\n11. c", "- a\n- b\n  sürüyor\n- c"),
        ("- a", "* b", "- a\n- b"),
        ("1. a", "1) b", "1. a\n2. b"),
        ("1. a", "1. b", "1. a\n1. b"),
    ],
)
def test_lists_become_one_list_whatever_their_marks(one: str, two: str, together: str) -> None:
    found = _joined("list", (one, {}), (two, {}))
    assert found.body == together
    assert len(elements(found.body)) == 1


def test_second_box_leaves_its_title_in_bold_and_its_anchor() -> None:
    one = ("Bir.", {"box_kind": "warning", "title": "Dikkat"})
    two = ("İki.", {"box_kind": "warning", "title": "*Süre* [a_b]", "anchor": "sure"})
    found = _joined("box", one, two)
    assert found.data == {"box_kind": "warning", "title": "Dikkat", "anchor": "sure"}
    assert "<strong>*Süre* [a_b]</strong>" in render(found.body)
    assert found.body.startswith("Bir.\n\n**")
    assert found.body.endswith("**\n\nİki.")
    # a box that was divided becomes what it was
    assert _joined("box", one, ("İki.", dict(one[1]))).body == "Bir.\n\nİki."


def test_boxes_of_different_kinds_and_with_two_anchors_stay_two() -> None:
    one = ("Bir.", {"box_kind": "warning", "title": "Dikkat", "anchor": "bir"})
    assert "türü farklı" in _refusal("box", one, ("İki.", {"box_kind": "legal", "title": "Yasa"}))
    both = _refusal("box", one, ("İki.", {"box_kind": "warning", "title": "Dikkat", "anchor": "iki"}))
    assert "#bir" in both
    assert "#iki" in both


def test_tables_keep_captions_sources_and_columns() -> None:
    one = (f"{TABLE}| A | 1 |", {"caption": "Nüfus.", "source": "TÜİK", "number_columns": [2]})
    two = (f"{TABLE}| B | 2 |", {"caption": "Konut", "source": "Belediye.", "anchor": "konut"})
    found = _joined("table", one, two)
    assert found.body == f"{TABLE}| A | 1 |\n| B | 2 |"
    assert found.data == {
        "caption": "Nüfus; Konut",
        "source": "TÜİK; Belediye",
        "number_columns": [2],
        "anchor": "konut",
    }
    assert "farklı" in _refusal("table", one, ("| Ay | Kişi |\n| --- | --- |\n| Ocak | 3 |", {"caption": "Ay"}))


def test_figures_say_why_they_stay_two() -> None:
    assert "İki şekil birleştirilemez" in _refusal("figure", ("", {}), ("", {}))


def test_divided_table_repeats_its_headings_and_joined_again_is_what_it_was(write: Write, officer: User) -> None:
    data = {"caption": "Nüfus.", "source": "TÜİK", "number_columns": [2], "anchor": "nufus"}
    table = write(f"{TABLE}| A | 1 |\n| B | 2 |\n| C | 3 |", kind="table", data=data)
    parts = [f"{TABLE}| A | 1 |", f"{TABLE}| B | 2 |\n| C | 3 |"]
    result = services.split_block(block_uid=table.uid, base_revision=1, parts=parts, by=officer)
    [second] = result.added
    assert (result.block.body, result.block.data) == (parts[0], data)
    expected = {"caption": "Nüfus (devamı)", "source": "TÜİK", "number_columns": [2]}
    assert (second.kind, second.body, second.data) == ("table", parts[1], expected)
    assert second.revisions.get().data == expected
    assert BlockLineage.objects.get().kind == "split"

    whole = services.merge_blocks(block_uids=[table.uid, second.uid], base_revisions=[2, 1], by=officer)
    assert (whole.body, whole.data) == (table.body, data)
    assert whole.revisions.order_by("number").last().data == data
    assert set(BlockLineage.objects.values_list("kind", flat=True)) == {"split", "merge"}


def test_table_that_changed_meanwhile_is_kept_as_one_table(write: Write, officer: User) -> None:
    table = write(f"{TABLE}| A | 1 |\n| B | 2 |", kind="table", data={"caption": "N"})
    services.save_block(block_uid=table.uid, base_revision=1, body=f"{TABLE}| A | 9 |", by=officer)
    late = services.split_block(
        block_uid=table.uid, base_revision=1, parts=[f"{TABLE}| A | 1 |", f"{TABLE}| B | 2 |"], by=officer
    )
    assert late.conflict is not None
    assert late.conflict.body == f"{TABLE}| A | 1 |\n| B | 2 |"


def test_joined_boxes_are_stored_with_the_title_of_both(write: Write, officer: User) -> None:
    one = write("Bir.", kind="box", data={"box_kind": "warning", "title": "Dikkat"})
    two = write("İki.", kind="box", data={"box_kind": "warning", "title": "Süre", "anchor": "sure"})
    whole = services.merge_blocks(block_uids=[one.uid, two.uid], base_revisions=[1, 1], by=officer)
    assert whole.body == "Bir.\n\n**Süre**\n\nİki."
    assert whole.data["anchor"] == "sure"
    assert whole.revisions.order_by("number").last().data["anchor"] == "sure"
