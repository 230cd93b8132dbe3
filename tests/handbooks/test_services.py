"""Approving, publishing, withdrawing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError, connection, transaction

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import services as documents
from atasehir_portal.documents.models import Block, Version
from atasehir_portal.rendering.models import Rendering, State
from atasehir_portal.transitions import NotInThisState
from handbooks import services
from handbooks.importing import import_handbook
from handbooks.models import Edition, Handbook, HandbookAct, HandbookState
from handbooks.problems import problems_of
from tests.handbooks.conftest import NUMBER, REASON

Publish = Callable[..., Edition]


def first_block(handbook: Handbook) -> Block:
    return Block.objects.get(document=handbook.document, section__anchor="bir-duymak", position=0)


def write(handbook: Handbook, by: User, body: str) -> None:
    """Change a paragraph, as somebody in the workspace does."""
    block = first_block(handbook)
    result = documents.save_block(block_uid=block.uid, base_revision=block.revision, body=body, by=by)
    assert result.state == "saved"


# --- approval ----------------------------------------------------------------------------------------------------------


def test_plan_of_a_chapter_is_named_and_does_not_stop_approval(handbook: Handbook, administrator: User) -> None:
    assert [(problem.where, problem.stops) for problem in problems_of(handbook.document)] == [("2 İz", False)]
    assert services.approve(handbook=handbook, by=administrator, reason=REASON).state == HandbookState.APPROVED


@pytest.mark.parametrize(
    ("body", "message"),
    [("Söz [@yok].", "yok"), ("Söz, [orada](#olmayan).", "#olmayan")],
    ids=["citation", "link"],
)
def test_dangling_reference_stops_approval_and_leads_to_its_block(
    handbook: Handbook, administrator: User, body: str, message: str
) -> None:
    Block.objects.filter(pk=first_block(handbook).pk).update(body=body)
    stopping = [problem for problem in problems_of(handbook.document) if problem.stops]
    assert [problem.where for problem in stopping] == ["1.1 Duymak"]
    assert message in str(stopping[0].message)
    assert str(first_block(handbook).uid) in stopping[0].url
    with pytest.raises(services.HasProblems):
        services.approve(handbook=handbook, by=administrator, reason=REASON)
    handbook.refresh_from_db()
    assert handbook.state == HandbookState.WRITING


def test_picture_without_words_or_without_file_stops_approval(handbook: Handbook, administrator: User) -> None:
    figure = Block.objects.get(document=handbook.document, kind="figure")
    default_storage.delete(figure.data["src"])
    Block.objects.filter(pk=figure.pk).update(data={**figure.data, "alt": " "})
    assert len([problem for problem in problems_of(handbook.document) if problem.stops]) == 2
    with pytest.raises(services.HasProblems):
        services.approve(handbook=handbook, by=administrator, reason=REASON)


def test_text_that_waits_to_be_merged_stops_approval(handbook: Handbook, administrator: User) -> None:
    block = first_block(handbook)
    for body in ("Söz duyulur ve yazılır.", "Söz duyulur, unutulmaz."):
        documents.save_block(block_uid=block.uid, base_revision=1, body=body, by=administrator)
    with pytest.raises(services.HasProblems):
        services.approve(handbook=handbook, by=administrator, reason=REASON)


def test_unnumbered_text_after_the_first_chapter_stops_approval(handbook: Handbook, administrator: User) -> None:
    handbook.document.sections.filter(anchor="iki").update(is_numbered=False)
    assert [problem.where for problem in problems_of(handbook.document) if problem.stops] == ["İz"]


def test_problems_cost_the_same_for_any_number_of_blocks(
    handbook: Handbook, django_assert_max_num_queries: Any
) -> None:
    section = first_block(handbook).section
    Block.objects.bulk_create(
        Block(document=handbook.document, section=section, position=100 + number, body=f"Söz {number} [@k1].")
        for number in range(200)
    )
    with django_assert_max_num_queries(6):
        problems_of(handbook.document)


# --- publishing --------------------------------------------------------------------------------------------------------


def test_publishing_freezes_the_text_and_orders_its_pdf(approved: Handbook, administrator: User) -> None:
    edition = services.publish_edition(handbook=approved, by=administrator, number="0.1", change_note=" İlk  basım. ")
    edition = Edition.objects.get(pk=edition.pk)
    assert (edition.number, edition.change_note, edition.published_by) == ("0.1", "İlk basım.", administrator)
    assert edition.version.number == 1
    assert edition.pdf.state == State.QUEUED
    assert edition.pdf.style == f"handbook-{NUMBER}"
    assert edition.version.digest in edition.pdf.source_html
    assert approved.events.first().act == HandbookAct.PUBLISHED  # type: ignore[union-attr]


def test_printed_text_is_the_frozen_one_and_not_the_draft(
    approved: Handbook, administrator: User, publish: Publish
) -> None:
    edition = publish(approved)
    services.reopen(handbook=approved, by=administrator)
    write(approved, administrator, "Yeni söz.")
    edition.pdf.refresh_from_db()
    assert "Söz duyulur" in edition.pdf.source_html
    assert "Yeni söz" not in edition.pdf.source_html
    assert "Yeni söz" not in str(edition.version.snapshot)


@pytest.mark.parametrize("role", ["coordinator", "officer", "representative"])
def test_others_do_not_publish(approved: Handbook, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(PermissionDenied):
        services.publish_edition(handbook=approved, by=request.getfixturevalue(role), number="0.1", change_note="Söz.")
    assert not Edition.objects.exists()


def test_draft_that_is_not_approved_is_not_published(handbook: Handbook, publish: Publish) -> None:
    with pytest.raises(NotInThisState):
        publish(handbook)
    assert not Version.objects.exists()


def test_text_that_changed_after_approval_is_not_published(approved: Handbook, publish: Publish) -> None:
    Block.objects.filter(pk=first_block(approved).pk).update(body="Söz duyulur, sonra değişir.", revision=2)
    with pytest.raises(ValidationError) as refused:
        publish(approved)
    assert refused.value.code == "changed"
    assert not Version.objects.exists()
    assert not Rendering.objects.exists()


def test_same_order_again_returns_the_edition_that_it_made(approved: Handbook, publish: Publish) -> None:
    assert publish(approved) == publish(approved)
    assert (Edition.objects.count(), Version.objects.count(), Rendering.objects.count()) == (1, 1, 2)


@pytest.mark.parametrize(("number", "note"), [("0.2", "İlk basım."), ("0.1", "Başka söz."), ("1.0", "Başka söz.")])
def test_unchanged_text_is_refused_with_a_reason(approved: Handbook, publish: Publish, number: str, note: str) -> None:
    publish(approved)
    with pytest.raises(ValidationError) as refused:
        publish(approved, number, note)
    assert refused.value.code == "unchanged"
    assert "0.1" in refused.value.messages[0]
    assert Version.objects.count() == 1


def test_text_that_was_changed_and_changed_back_is_unchanged(
    approved: Handbook, administrator: User, publish: Publish
) -> None:
    publish(approved)
    before = first_block(approved).body
    services.reopen(handbook=approved, by=administrator)
    write(approved, administrator, "Söz duyulur, sonra değişir.")
    write(approved, administrator, before)
    services.approve(handbook=approved, by=administrator, reason=REASON)
    with pytest.raises(ValidationError) as refused:
        publish(approved, "0.2")
    assert refused.value.code == "unchanged"


@pytest.mark.parametrize(
    ("number", "note", "fields"),
    [
        ("0.1", "Söz.", {"number"}),
        ("0.2", "", {"change_note"}),
        ("bir", " ", {"number", "change_note"}),
        ("0.0", "Söz.", {"number"}),
        ("0.2", "ş" * 501, {"change_note"}),
    ],
)
def test_number_and_note_are_judged_next_to_their_fields(
    approved: Handbook, administrator: User, publish: Publish, number: str, note: str, fields: set[str]
) -> None:
    publish(approved)
    services.reopen(handbook=approved, by=administrator)
    write(approved, administrator, "Söz duyulur, sonra değişir.")
    services.approve(handbook=approved, by=administrator, reason=REASON)
    with pytest.raises(ValidationError) as refused:
        publish(approved, number, note)
    assert set(refused.value.error_dict) == fields
    assert Version.objects.count() == 1


def test_next_edition_follows_the_first_in_the_chain(approved: Handbook, administrator: User, publish: Publish) -> None:
    first = publish(approved)
    services.reopen(handbook=approved, by=administrator)
    write(approved, administrator, "Söz duyulur, sonra değişir.")
    services.approve(handbook=approved, by=administrator, reason=REASON)
    second = publish(approved, "0.2", "Bir cümle değişti.")
    assert second.version.previous == first.version
    assert second.pdf != first.pdf
    assert documents.verify_chain(approved.document) == []


# --- withdrawal ---------------------------------------------------------------------------------------------------------


def test_withdrawing_needs_a_reason_and_happens_once(published: Edition, administrator: User) -> None:
    with pytest.raises(ValidationError):
        services.withdraw_edition(edition=published, by=administrator, reason="  ")
    services.withdraw_edition(edition=published, by=administrator, reason="Kaynak yanlıştı.")
    published.refresh_from_db()
    assert published.withdrawn_reason == "Kaynak yanlıştı."
    assert published.withdrawn_at is not None
    with pytest.raises(NotInThisState):
        services.withdraw_edition(edition=published, by=administrator, reason="Bir daha.")


def test_others_do_not_withdraw(published: Edition, officer: User) -> None:
    with pytest.raises(PermissionDenied):
        services.withdraw_edition(edition=published, by=officer, reason="Söz.")


def test_same_text_can_be_published_again_after_a_withdrawal(
    published: Edition, approved: Handbook, administrator: User, publish: Publish
) -> None:
    services.withdraw_edition(edition=published, by=administrator, reason="Kapak yanlıştı.")
    with pytest.raises(ValidationError):
        publish(approved, "0.1", "Kapak düzeltildi.")
    assert publish(approved, "0.2", "Kapak düzeltildi.").number == "0.2"


# --- what never changes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"number": "9.9"},
        {"change_note": "Başka."},
        {"front_matter": {}},
        {"published_at": "2020-01-01T00:00:00Z"},
        {"published_by": None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_database_refuses_to_change_an_edition(published: Edition, change: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Edition.objects.filter(pk=published.pk).update(**change)


def test_database_refuses_to_delete_an_edition(published: Edition) -> None:
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from handbooks_edition where id = %s", [published.pk])


def test_database_refuses_to_bring_a_withdrawn_edition_back(published: Edition, administrator: User) -> None:
    services.withdraw_edition(edition=published, by=administrator, reason="Kaynak yanlıştı.")
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Edition.objects.filter(pk=published.pk).update(withdrawn_at=None, withdrawn_reason="")


def test_database_refuses_a_withdrawal_without_reason(published: Edition) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=published.pk).update(withdrawn_at="2026-11-22T00:00:00Z")


def test_account_that_is_deleted_leaves_the_edition_as_it_is(published: Edition, administrator: User) -> None:
    User.objects.filter(pk=administrator.pk).delete()
    assert Edition.objects.get(pk=published.pk).published_by_id == administrator.pk


# --- taking in ----------------------------------------------------------------------------------------------------------


def test_book_that_is_there_stays_as_it_is(handbook: Handbook, source: Path, administrator: User) -> None:
    write(handbook, administrator, "Yeni söz.")
    assert import_handbook(folder=source, number=NUMBER, by=None) is None
    assert Block.objects.filter(document=handbook.document, body="Yeni söz.").exists()


def test_draft_is_replaced_on_request_as_long_as_nothing_was_published(
    handbook: Handbook, source: Path, administrator: User, publish: Publish
) -> None:
    write(handbook, administrator, "Yeni söz.")
    replaced = import_handbook(folder=source, number=NUMBER, by=None, replace=True)
    assert replaced is not None
    assert not Block.objects.filter(body="Yeni söz.").exists()
    publish(services.approve(handbook=replaced, by=administrator, reason=REASON))
    assert import_handbook(folder=source, number=NUMBER, by=None, replace=True) is None
