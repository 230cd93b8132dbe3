"""Every act from every state by every role."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from atasehir_portal.accounts.models import User
from atasehir_portal.transitions import NotInThisState
from handbooks import permissions, services
from handbooks.models import Handbook, HandbookAct, HandbookState
from handbooks.states import TRANSITIONS

ROLES = ["administrator", "coordinator", "officer", "representative", "contributor", "stranger", "applicant"]
MAY = {
    ("approve", HandbookState.WRITING): HandbookState.APPROVED,
    ("approve", HandbookState.REVIEW): HandbookState.APPROVED,
    ("reopen", HandbookState.APPROVED): HandbookState.WRITING,
}


def put_into(handbook: Handbook, state: str) -> Handbook:
    """Put the row into a state without an act."""
    digest = "0" * 64 if state == HandbookState.APPROVED else ""
    Handbook.objects.filter(pk=handbook.pk).update(state=state, approved_digest=digest)
    handbook.refresh_from_db()
    return handbook


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", HandbookState.values)
@pytest.mark.parametrize("act", ["approve", "reopen"])
def test_act_is_for_administrators_in_the_right_state(
    handbook: Handbook, act: str, state: str, role: str, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(role)
    put_into(handbook, state)
    service: Any = getattr(services, act)
    target = MAY.get((act, HandbookState(state)))
    if role != "administrator":
        with pytest.raises(PermissionDenied):
            service(handbook=handbook, by=user)
    elif target is None:
        with pytest.raises(NotInThisState):
            service(handbook=handbook, by=user)
    else:
        service(handbook=handbook, by=user)
        state = target
    handbook.refresh_from_db()
    assert handbook.state == state
    allowed = {name for name, source in MAY if source == state} if role == "administrator" else set()
    assert set(TRANSITIONS.possible(user, handbook)) == allowed


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", HandbookState.values)
def test_only_administrators_write_and_nobody_in_an_approved_book(
    handbook: Handbook, state: str, role: str, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(role)
    put_into(handbook, state)
    assert permissions.can_write(user, handbook) == (role == "administrator" and state != HandbookState.APPROVED)
    assert permissions.can_read_draft(user, handbook) == (role in {"administrator", "coordinator", "officer"})


def test_acts_are_recorded_with_who_did_them(handbook: Handbook, administrator: User) -> None:
    services.approve(handbook=handbook, by=administrator)
    services.reopen(handbook=handbook, by=administrator)
    assert [(event.act, event.actor) for event in handbook.events.all()] == [
        (HandbookAct.REOPENED, administrator),
        (HandbookAct.APPROVED, administrator),
        (HandbookAct.IMPORTED, None),
    ]
