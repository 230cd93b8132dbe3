"""Several people at the same moment, on a real database, each on a connection of their own."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction

from atasehir_portal.accounts.models import User
from atasehir_portal.documents.models import Version
from atasehir_portal.documents.services import common as documents
from atasehir_portal.rendering.models import Rendering
from atasehir_portal.transitions import NotInThisState
from handbooks import services
from handbooks.digests import draft_of
from handbooks.models import Edition, Handbook, HandbookAct, HandbookEvent, HandbookState
from tests.handbooks.conftest import REASON

pytestmark = pytest.mark.django_db(transaction=True)
TEN = 10


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Do all acts at the same moment; return what they return or raise."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(30)
            return act()
        except (ValidationError, NotInThisState) as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result(90) for done in [pool.submit(run, act) for act in acts]]


def test_ten_requests_make_one_edition(approved: Handbook, publish: Callable[..., Edition]) -> None:
    results = at_once([lambda: publish(approved)] * TEN)
    assert {result.pk for result in results} == {Edition.objects.get().pk}
    assert (Version.objects.count(), Rendering.objects.count()) == (1, 2)  # the PDF and the EPUB
    assert HandbookEvent.objects.filter(act=HandbookAct.PUBLISHED).count() == 1


def test_different_numbers_for_one_text_make_one_edition(approved: Handbook, publish: Callable[..., Edition]) -> None:
    results = at_once([lambda number=number: publish(approved, f"0.{number}") for number in range(1, 6)])
    assert (Edition.objects.count(), Version.objects.count(), Rendering.objects.count()) == (1, 1, 2)
    assert sum(isinstance(result, ValidationError) and result.code == "unchanged" for result in results) == 4


def test_approval_at_once_happens_once(handbook: Handbook, administrator: User) -> None:
    results = at_once([lambda: services.approve(handbook=handbook, by=administrator, reason=REASON)] * 4)
    assert sum(isinstance(result, NotInThisState) for result in results) == 3
    assert handbook.events.filter(act=HandbookAct.APPROVED).count() == 1


def test_publishing_and_opening_at_once_never_publishes_an_open_book(
    approved: Handbook, administrator: User, publish: Callable[..., Edition]
) -> None:
    at_once([lambda: publish(approved), lambda: services.reopen(handbook=approved, by=administrator)])
    approved.refresh_from_db()
    assert approved.state == HandbookState.WRITING
    events = list(approved.events.order_by("at").values_list("act", flat=True))
    if Edition.objects.exists():
        assert events.index(HandbookAct.PUBLISHED) < events.index(HandbookAct.REOPENED)


def test_withdrawing_at_once_happens_once(published: Edition, administrator: User) -> None:
    results = at_once(
        [lambda: services.withdraw_edition(edition=published, by=administrator, reason="Kaynak yanlıştı.")] * 4
    )
    assert sum(isinstance(result, NotInThisState) for result in results) == 3


UNSEEN = "Bu cümleyi kimse onaylamadı."


@contextmanager
def _a_writer_who_is_not_done(handbook: Handbook) -> Iterator[None]:
    """While the block runs, somebody has changed the text and not yet committed; they commit once somebody waits for them."""
    changed = threading.Event()

    def write() -> None:
        try:
            with transaction.atomic():
                document = documents.lock(handbook.document_id)
                block = document.blocks.filter(removed_at=None, kind="paragraph").order_by("pk").first()
                assert block is not None
                document.blocks.filter(pk=block.pk).update(body=UNSEEN)
                changed.set()
                _until_somebody_waits()
        finally:
            changed.set()
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        writer = pool.submit(write)
        assert changed.wait(30)
        yield
        writer.result(90)


def _until_somebody_waits() -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits for the lock of the document")


def test_what_is_written_while_an_edition_is_published_is_not_in_it(
    approved: Handbook, publish: Callable[..., Edition]
) -> None:
    with _a_writer_who_is_not_done(approved), pytest.raises(ValidationError) as refused:
        publish(approved)
    assert refused.value.code == "changed"
    assert not Edition.objects.exists()
    assert not Version.objects.exists()


def test_what_is_written_while_a_book_is_approved_is_in_the_approved_text(
    handbook: Handbook, administrator: User
) -> None:
    with _a_writer_who_is_not_done(handbook):
        approved = services.approve(handbook=handbook, by=administrator, reason=REASON)
    reading, digest = draft_of(approved.document)
    assert approved.approved_digest == digest
    assert UNSEEN in [block.body for block in reading.all_blocks()]
