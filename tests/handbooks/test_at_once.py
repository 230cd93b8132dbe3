"""Several people at the same moment, on a real database, each on a connection of their own."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from atasehir_portal.accounts.models import User
from atasehir_portal.documents.models import Version
from atasehir_portal.rendering.models import Rendering
from atasehir_portal.transitions import NotInThisState
from handbooks import services
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
