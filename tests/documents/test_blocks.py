"""Writing, adding, moving, removing blocks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, connection, transaction

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.documents import services
from atasehir_portal.documents.models import Block, BlockConflict, BlockRevision, Document, Section

Write = Callable[..., Block]
Texts = Callable[[], list[str]]


def _save(block: Block, body: str, by: User, base: int | None = None, **given: Any) -> services.SaveResult:
    return services.save_block(
        block_uid=block.uid, base_revision=block.revision if base is None else base, body=body, by=by, **given
    )


def test_save_writes_text_and_history(write: Write, officer: User, unit: Any) -> None:
    block = write()
    result = _save(block, "İkinci söz.", officer, reason="  Daha\nkısa ")
    assert result.state == "saved"
    assert (result.block.revision, result.block.body) == (2, "İkinci söz.")
    first, second = block.revisions.all()
    assert (first.number, first.body) == (1, "İlk söz.")
    assert (second.number, second.body, second.reason, second.author, second.unit) == (
        2, "İkinci söz.", "Daha kısa", officer, unit,
    )  # fmt: skip


def test_save_for_an_organisation_says_so(write: Write, representative: User, organisation: Organisation) -> None:
    block = write()
    _save(block, "Derneğin sözü.", representative, organisation=organisation)
    revision = block.revisions.last()
    assert revision is not None
    assert (revision.author, revision.organisation, revision.unit) == (representative, organisation, None)


def test_save_without_change_writes_nothing(write: Write, officer: User) -> None:
    block = write()
    assert _save(block, "İlk söz.\r\n", officer).state == "unchanged"
    assert block.revisions.count() == 1


def test_same_form_sent_twice_saves_once(write: Write, officer: User) -> None:
    block = write()
    assert _save(block, "Yeni.", officer).state == "saved"
    assert _save(block, "Yeni.", officer, base=1).state == "unchanged"
    assert block.revisions.count() == 2
    assert not BlockConflict.objects.exists()


def test_second_writer_of_a_block_is_kept_as_conflict(write: Write, officer: User, other_officer: User) -> None:
    block = write()
    _save(block, "Birinci yazan.", officer)
    result = _save(block, "İkinci yazan.", other_officer, base=1, reason="Neden")
    assert result.is_conflict
    assert result.block.body == "Birinci yazan."
    conflict = result.conflict
    assert conflict is not None
    assert (conflict.body, conflict.base_revision, conflict.found_revision, conflict.author, conflict.reason) == (
        "İkinci yazan.", 1, 2, other_officer, "Neden",
    )  # fmt: skip
    again = _save(block, "İkinci yazan.", other_officer, base=1)
    assert again.conflict == conflict


def test_save_on_a_removed_block_is_kept_as_conflict(write: Write, officer: User, other_officer: User) -> None:
    block = write()
    services.remove_block(block_uid=block.uid, by=other_officer)
    result = _save(block, "Geç kalan söz.", officer, base=1)
    assert result.conflict is not None
    assert result.conflict.body == "Geç kalan söz."


def test_pasted_paragraphs_become_blocks(write: Write, officer: User, texts: Texts) -> None:
    block = write("Bir.")
    write("Son.")
    result = _save(block, "Bir.\n\nİki.\n- üç\n- dört\n\n> beş", officer)
    assert texts() == ["Bir.", "İki.", "- üç\n- dört", "> beş", "Son."]
    assert [b.kind for b in result.added] == ["paragraph", "list", "quotation"]
    assert set(block.descendants.values_list("kind", flat=True)) == {"split"}
    # the same form once more adds nothing
    assert _save(block, "Bir.\n\nİki.\n- üç\n- dört\n\n> beş", officer, base=1).state == "unchanged"
    assert len(texts()) == 5


def test_kind_of_running_text_follows_what_is_written(write: Write, officer: User) -> None:
    block = write("Bir.")
    assert _save(block, "- bir", officer).block.kind == "list"
    assert block.revisions.get(number=2).kind == "list"


@pytest.mark.parametrize(
    "body",
    [
        "", "  \n ", "# Başlık", "Söz\n# Başlık", ":::box", "Söz\n:::", "<!-- -->", "---", "```\nkod\n```",
        "| a |\n|---|\n| b |", "- # Başlık", "a" * 20_001, "\x00", "\u202e",
    ],
)  # fmt: skip
def test_text_that_a_block_cannot_hold_is_refused_by_field(write: Write, officer: User, body: str) -> None:
    block = write()
    with pytest.raises(ValidationError) as error:
        _save(block, body, officer)
    assert set(error.value.error_dict) == {"body"}
    assert block.revisions.count() == 1


def test_data_is_judged_by_kind(write: Write, officer: User) -> None:
    with pytest.raises(ValidationError) as error:
        write("metin", kind="table", data={"caption": "", "number_columns": "x"})
    assert set(error.value.error_dict) == {"body", "caption", "number_columns"}
    block = write(
        "| a | b |\n|---|---|\n| c | 1 |", kind="table", data={"caption": " Sayılar ", "number_columns": "2, 2"}
    )
    assert block.data == {"caption": "Sayılar", "source": "", "number_columns": [2]}
    with pytest.raises(ValidationError):
        write(kind="figure", body="", data={"src": "pictures/a/b.svg"})
    with pytest.raises(ValidationError):
        write(kind="box", data={"box_kind": "başka", "title": "T"})
    with pytest.raises(ValidationError):
        write(kind="paragraph", data={"gizli": 1})
    with pytest.raises(LookupError):
        write(kind="goal")


def test_blocks_are_added_where_they_are_wanted(write: Write, texts: Texts) -> None:
    first = write("1")
    write("3")
    write("2", after=first)
    write("0", first=True)
    write("4\n\n5")
    assert texts() == ["0", "1", "2", "3", "4", "5"]


def test_block_after_one_that_moved_away_is_refused(write: Write, document: Document, officer: User) -> None:
    block = write("1")
    other = services.add_section(document=document, parent=None, title="Başka", by=officer)
    services.move_block(block_uid=block.uid, section=other, by=officer)
    with pytest.raises(ValidationError):
        write("2", after=block)


def test_removed_block_can_be_brought_back(write: Write, officer: User, texts: Texts) -> None:
    one, two, three = write("1"), write("2"), write("3")
    services.remove_block(block_uid=two.uid, base_revision=1, by=officer, reason="Tekrar")
    services.remove_block(block_uid=two.uid, by=officer)
    assert texts() == ["1", "3"]
    services.restore_block(block_uid=two.uid, by=officer)
    services.restore_block(block_uid=two.uid, by=officer)
    assert texts() == ["1", "2", "3"]
    assert list(two.revisions.values_list("number", "removed", "reason")) == [
        (1, False, ""),
        (2, True, "Tekrar"),
        (3, False, ""),
    ]
    assert (one.revisions.count(), three.revisions.count()) == (1, 1)


def test_block_that_changed_is_not_removed_unseen(write: Write, officer: User, texts: Texts) -> None:
    block = write("1")
    _save(block, "1 ve daha fazlası", officer)
    with pytest.raises(services.ChangedMeanwhile):
        services.remove_block(block_uid=block.uid, base_revision=1, by=officer)
    assert texts() == ["1 ve daha fazlası"]


def test_blocks_move_within_and_between_sections(
    write: Write, document: Document, section: Section, officer: User, texts: Texts
) -> None:
    one, two, three = write("1"), write("2"), write("3")
    services.move_block(block_uid=three.uid, section=section, by=officer)
    assert texts() == ["3", "1", "2"]
    services.move_block(block_uid=three.uid, section=section, after=two, by=officer)
    assert texts() == ["1", "2", "3"]
    services.move_block(block_uid=one.uid, section=section, after=one, by=officer)
    other = services.add_section(document=document, parent=None, title="Başka", by=officer)
    services.move_block(block_uid=one.uid, section=other, by=officer)
    assert texts() == ["2", "3"]
    assert one.revisions.count() == 1
    stranger = services.create_document(kind="deneme", title="Başka belge", by=officer)
    elsewhere = services.add_section(document=stranger, parent=None, title="Uzak", by=officer)
    with pytest.raises(ValidationError):
        services.move_block(block_uid=two.uid, section=elsewhere, by=officer)


def test_block_that_moved_meanwhile_stays_where_it_is(
    write: Write, section: Section, document: Document, officer: User, texts: Texts
) -> None:
    one, two, three = write("1"), write("2"), write("3")
    seen = services.Place(section.uid, one.uid)  # of the second
    services.move_block_one(block_uid=two.uid, up=False, by=officer, seen=seen)
    assert texts() == ["1", "3", "2"]
    for move in (
        lambda: services.move_block_one(block_uid=two.uid, up=True, by=officer, seen=seen),
        lambda: services.move_block(block_uid=two.uid, section=section, by=officer, seen=seen),
    ):
        with pytest.raises(services.MovedMeanwhile):
            move()
    other = services.add_section(document=document, parent=None, title="Öteki", by=officer)
    services.remove_block(block_uid=three.uid, by=officer)
    services.remove_section(section=other, by=officer)
    for target, after in ((section, three), (other, None)):
        with pytest.raises(services.MovedMeanwhile):
            services.move_block(block_uid=two.uid, section=target, after=after, by=officer)
    with pytest.raises(services.MovedMeanwhile):
        services.move_block_one(block_uid=three.uid, up=True, by=officer)
    assert texts() == ["1", "2"]


def test_blocks_step_over_removed_ones(write: Write, officer: User, texts: Texts) -> None:
    one, two, _three = write("1"), write("2"), write("3")
    services.remove_block(block_uid=two.uid, by=officer)
    services.move_block_one(block_uid=one.uid, up=False, by=officer)
    assert texts() == ["3", "1"]
    services.move_block_one(block_uid=one.uid, up=False, by=officer)
    assert texts() == ["3", "1"]
    services.move_block_one(block_uid=one.uid, up=True, by=officer)
    assert texts() == ["1", "3"]


def test_earlier_state_comes_back_as_new_revision(write: Write, officer: User) -> None:
    block = write("Bir.")
    _save(block, "- bir", officer)
    result = services.restore_revision(block_uid=block.uid, number=1, base_revision=2, by=officer)
    assert (result.block.revision, result.block.kind, result.block.body) == (3, "paragraph", "Bir.")
    late = services.restore_revision(block_uid=block.uid, number=2, base_revision=2, by=officer)
    assert late.is_conflict


def test_document_notes_the_time_of_its_last_change(
    write: Write, document: Document, officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    block = write()
    before = Document.objects.get(pk=document.pk).changed_at
    with django_capture_on_commit_callbacks(execute=True):
        _save(block, "Yeni.", officer)
    assert Document.objects.get(pk=document.pk).changed_at > before


def test_kind_is_told_of_every_change(kind: Any, write: Write, section: Section, officer: User) -> None:
    from dataclasses import replace

    from atasehir_portal.documents import kinds
    from atasehir_portal.documents.block_types import ENGINE_TYPES

    told: list[tuple[int, bool]] = []
    block_type = replace(
        ENGINE_TYPES["paragraph"], changed=lambda block: told.append((block.revision, block.removed_at is not None))
    )
    kinds.register(replace(kind, block_kinds={**ENGINE_TYPES, "paragraph": block_type}))
    block = write()
    _save(block, "Yeni.", officer)
    services.move_block(block_uid=block.uid, section=section, by=officer)
    services.remove_block(block_uid=block.uid, by=officer)
    services.restore_block(block_uid=block.uid, by=officer)
    assert told == [(1, False), (2, False), (2, False), (3, True), (4, False)]


def test_database_keeps_what_a_revision_said(write: Write) -> None:
    block = write()
    with pytest.raises(InternalError), transaction.atomic():
        BlockRevision.objects.filter(block=block).update(body="Değiştirilmiş.")
    # who wrote it may be forgotten
    BlockRevision.objects.filter(block=block).update(author=None, unit=None)


def test_positions_are_unique_at_the_end_of_the_transaction(write: Write) -> None:
    one, two = write("1"), write("2")
    Block.objects.filter(pk=one.pk).update(position=two.position)
    with pytest.raises(Exception, match="documents_block_position"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
