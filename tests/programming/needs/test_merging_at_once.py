"""Two people merge, part and hide the same needs at the same moment: whoever comes second meets what the first one made."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command

from atasehir_portal.accounts.models import User
from atasehir_portal.transitions import NotInThisState
from programming.needs.merging import merge_need, unmerge_need
from programming.needs.models import Merging, Need, NeedState, Visibility
from programming.needs.visibility import change_visibility
from tests.programming.drafting.factories import at_once
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "İkisi de aynı kaldırımı anlatıyor."
REFUSED = (ValidationError, PermissionDenied, NotInThisState)


@pytest.fixture(autouse=True)
def _catalogue_afterwards(django_db_blocker: Any) -> Iterator[None]:
    """Tests with real transactions empty the tables; give the next test its catalogue back."""
    yield
    with django_db_blocker.unblock():
        call_command("load_catalogue", verbosity=0)


def of(user: User) -> User:
    """As another process has this person."""
    return User.objects.get(pk=user.pk)


def merging(need: Need, into: Need, by: User) -> Callable[[], Any]:
    mine, theirs, who = Need.objects.get(pk=need.pk), Need.objects.get(pk=into.pk), of(by)
    return lambda: merge_need(need=mine, into=theirs, by=who, reason=WHY)


def parting(need: Need, by: User) -> Callable[[], Any]:
    mine, who = Need.objects.get(pk=need.pk), of(by)
    return lambda: unmerge_need(need=mine, by=who, reason="Biri durağı anlatıyormuş.")


def hiding(need: Need, by: User) -> Callable[[], Any]:
    mine, who = Need.objects.get(pk=need.pk), of(by)
    return lambda: change_visibility(need=mine, by=who, visibility=Visibility.CONFIDENTIAL)


def whole() -> None:
    """Whatever happened: a need is merged where one merging of it holds, and only then; nothing leads in a circle or to what is hidden."""
    held = {row.need_id: row for row in Merging.objects.filter(undone_at=None)}
    for need in Need.objects.select_related("merged_into"):
        assert (need.state == NeedState.MERGED) == (need.pk in held), need.pk
        assert (need.merged_into is not None) == (need.pk in held), need.pk
        if need.merged_into is not None:
            assert need.merged_into.merged_into_id is None
            assert Visibility.CONFIDENTIAL not in {need.visibility, need.merged_into.visibility}


def test_what_is_done_with_two_needs_at_once_is_done_one_after_the_other(
    representative: User,
    stranger: User,
    organisation: Any,
    other_organisation: Any,
    coordinator: User,
    administrator: User,
) -> None:
    """One world for all: emptying the tables after real transactions is dear."""
    first = make_need(representative, organisation)
    second = make_need(stranger, other_organisation, title="Rampa yapılmadığı için kaldırım kullanılamıyor")

    # in opposite directions: one goes into the other, and the second order is refused
    raised = at_once(merging(first, second, coordinator), merging(second, first, administrator))
    assert [type(error) for error in raised if not isinstance(error, REFUSED)] == []
    assert len(raised) == 1
    assert Merging.objects.filter(undone_at=None).count() == 1
    whole()
    [held] = Merging.objects.filter(undone_at=None).select_related("need", "into")
    merged, target = held.need, held.into

    # taken apart while somebody merges them the other way round, twice by two people
    raised = at_once(
        parting(merged, coordinator), merging(target, merged, administrator), parting(merged, administrator)
    )
    assert all(isinstance(error, REFUSED) for error in raised), raised
    whole()
    for row in Merging.objects.filter(undone_at=None).select_related("need"):
        unmerge_need(need=row.need, by=coordinator, reason="Baştan başlanıyor.")

    # merged while one of them turns confidential: whichever comes first, nothing is merged with what is hidden
    raised = at_once(merging(first, second, coordinator), hiding(second, stranger))
    assert all(isinstance(error, REFUSED) for error in raised), raised
    assert Need.objects.get(pk=second.pk).visibility == Visibility.CONFIDENTIAL
    assert not Merging.objects.filter(undone_at=None).exists()
    whole()
