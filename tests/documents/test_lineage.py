"""Dividing, joining and replacing blocks leaves a trace that leads to the text's new home."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import services
from atasehir_portal.documents.models import Block, BlockLineage

Write = Callable[..., Block]


def _lineage() -> list[tuple[str, str, str]]:
    return list(BlockLineage.objects.order_by("pk").values_list("source__body", "target__body", "kind"))


def test_divided_block_leads_to_its_parts(write: Write, officer: User, texts: Callable[[], list[str]]) -> None:
    block = write("Bir. İki. Üç.")
    write("Son.")
    result = services.split_block(block_uid=block.uid, base_revision=1, parts=["Bir.", "İki.", "Üç."], by=officer)
    assert result.state == "saved"
    assert texts() == ["Bir.", "İki.", "Üç.", "Son."]
    assert _lineage() == [("Bir.", "İki.", "split"), ("Bir.", "Üç.", "split")]
    late = services.split_block(block_uid=block.uid, base_revision=1, parts=["Bir", "iki"], by=officer)
    assert late.conflict is not None
    assert late.conflict.body == "Bir\n\niki"


def test_list_becomes_two_lists_and_a_box_two_boxes(
    write: Write, officer: User, texts: Callable[[], list[str]]
) -> None:
    lst = write("- a\n- b")
    services.split_block(block_uid=lst.uid, base_revision=1, parts=["- a", "- b"], by=officer)
    assert texts() == ["- a", "- b"]
    data = {"box_kind": "warning", "title": "Dikkat"}
    box = write("Bir.\n\nİki.", kind="box", data=data)
    result = services.split_block(block_uid=box.uid, base_revision=1, parts=["Bir.", "İki."], by=officer)
    [other] = result.added
    assert (other.kind, other.body, other.data) == ("box", "İki.", data)
    assert other.revisions.get().data == data


def test_what_has_no_parts_is_not_divided(write: Write, officer: User) -> None:
    table = write("| a |\n| --- |\n| b |", kind="table", data={"caption": "T"})
    with pytest.raises(ValidationError):
        services.split_block(block_uid=table.uid, base_revision=1, parts=["| a |", "| b |"], by=officer)
    with pytest.raises(ValidationError):
        services.split_block(block_uid=table.uid, base_revision=1, parts=[table.body], by=officer)
    with pytest.raises(ValidationError):
        services.split_block(block_uid=write().uid, base_revision=1, parts=["Bir."], by=officer)


@pytest.mark.parametrize(
    ("one", "two", "joined"), [("Bir.", "İki.", "Bir. İki."), ("- a", "- b", "- a\n- b"), ("> a", "> b", "> a\n>\n> b")]
)
def test_joined_blocks_lead_to_the_first(
    write: Write, officer: User, texts: Callable[[], list[str]], one: str, two: str, joined: str
) -> None:
    first, second = write(one), write(two)
    merged = services.merge_blocks(block_uids=[first.uid, second.uid], base_revisions=[1, 1], by=officer)
    assert (merged.pk, merged.body, merged.revision) == (first.pk, joined, 2)
    assert texts() == [joined]
    assert _lineage() == [(two, joined, "merge")]


def test_blocks_that_do_not_belong_together_are_not_joined(write: Write, officer: User) -> None:
    one, _between, three, lst = write("1"), write("2"), write("3"), write("- a")
    for pair in ((one, three), (three, lst)):
        with pytest.raises(ValidationError):
            services.merge_blocks(block_uids=[b.uid for b in pair], base_revisions=[1, 1], by=officer)
    with pytest.raises(services.ChangedMeanwhile):
        services.merge_blocks(block_uids=[one.uid, _between.uid], base_revisions=[1, 2], by=officer)


def test_replaced_block_leads_to_the_new_one(write: Write, officer: User, texts: Callable[[], list[str]]) -> None:
    old = write("Eski.")
    write("Son.")
    new = services.replace_block(
        block_uid=old.uid,
        base_revision=1,
        kind="box",
        body="Yeni.",
        data={"box_kind": "warning", "title": "Dikkat"},
        by=officer,
    )
    assert texts() == ["Yeni.", "Son."]
    assert _lineage() == [("Eski.", "Yeni.", "replace")]
    assert new.revisions.count() == 1
    with pytest.raises(services.ChangedMeanwhile):
        services.replace_block(block_uid=new.uid, base_revision=9, kind="paragraph", body="Başka.", by=officer)


def test_box_that_becomes_text_becomes_its_paragraphs(
    write: Write, officer: User, texts: Callable[[], list[str]]
) -> None:
    box = write("Bir.\n\n- a\n- b", kind="box", data={"box_kind": "warning", "title": "Dikkat"})
    write("Son.")
    services.replace_block(block_uid=box.uid, base_revision=1, kind="paragraph", body=box.body, by=officer)
    assert texts() == ["Bir.", "- a\n- b", "Son."]
    assert {kind for _source, _target, kind in _lineage()} == {"replace"}
    assert len(_lineage()) == 2
