"""Every act from every state by every role, also by those who have a task in the book."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from atasehir_portal.accounts.models import User
from atasehir_portal.transitions import NotInThisState
from handbooks import permissions, services
from handbooks.models import Handbook, HandbookAct, HandbookState, HandbookTask, Task
from handbooks.states import TRANSITIONS
from tests.handbooks.conftest import REASON

ROLES = ["administrator", "coordinator", "officer", "representative", "contributor", "stranger", "applicant"]
PEOPLE = [*ROLES, "writer", "reviewer"]
WORDS: dict[str, dict[str, str]] = {
    "approve": {"reason": REASON},
    "reopen": {},
    "send_to_review": {"note": "Dile bakın."},
    "send_back": {"note": "Üçüncü bölümü yazın."},
}
MAY = {
    ("send_to_review", HandbookState.WRITING): HandbookState.REVIEW,
    ("send_back", HandbookState.REVIEW): HandbookState.WRITING,
    ("approve", HandbookState.WRITING): HandbookState.APPROVED,
    ("approve", HandbookState.REVIEW): HandbookState.APPROVED,
    ("reopen", HandbookState.APPROVED): HandbookState.WRITING,
}
ALLOWED = {"administrator": set(WORDS), "writer": {"send_to_review"}}


@pytest.fixture
def somebody(handbook: Handbook, request: pytest.FixtureRequest) -> Callable[[str], User]:
    """One of the people by role; the book has a reviewer whoever it is."""
    reviewer = request.getfixturevalue("other_officer")
    HandbookTask.objects.create(handbook=handbook, user=reviewer, task=Task.REVIEWER)

    def find(role: str) -> User:
        if role == "reviewer":
            return reviewer
        user: User = request.getfixturevalue("officer" if role == "writer" else role)
        if role == "writer":
            HandbookTask.objects.create(handbook=handbook, user=user, task=Task.WRITER)
        return user

    return find


def put_into(handbook: Handbook, state: str) -> Handbook:
    """Put the row into a state without an act."""
    digest = "0" * 64 if state == HandbookState.APPROVED else ""
    Handbook.objects.filter(pk=handbook.pk).update(state=state, approved_digest=digest)
    handbook.refresh_from_db()
    return handbook


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("state", HandbookState.values)
@pytest.mark.parametrize("act", WORDS)
def test_act_is_for_some_in_the_right_state(
    handbook: Handbook, act: str, state: str, role: str, somebody: Callable[[str], User]
) -> None:
    user = somebody(role)
    put_into(handbook, state)
    service: Any = getattr(services, act)
    target = MAY.get((act, HandbookState(state)))
    if act not in ALLOWED.get(role, ()):
        with pytest.raises(PermissionDenied):
            service(handbook=handbook, by=user, **WORDS[act])
    elif target is None:
        with pytest.raises(NotInThisState):
            service(handbook=handbook, by=user, **WORDS[act])
    else:
        service(handbook=handbook, by=user, **WORDS[act])
        state = target
    handbook.refresh_from_db()
    assert handbook.state == state
    possible = {name for name, source in MAY if source == state} & ALLOWED.get(role, set())
    assert set(TRANSITIONS.possible(user, handbook)) == possible


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("state", HandbookState.values)
def test_administrators_and_writers_write_and_nobody_in_an_approved_book(
    handbook: Handbook, state: str, role: str, somebody: Callable[[str], User]
) -> None:
    user = somebody(role)
    put_into(handbook, state)
    writes = role in {"administrator", "writer"} and state != HandbookState.APPROVED
    assert permissions.can_write(user, handbook) == writes
    staff = {"administrator", "coordinator", "officer", "writer", "reviewer"}
    assert permissions.can_read_draft(user, handbook) == (role in staff)
    assert permissions.can_review(user, handbook) == (role == "reviewer")
    assert permissions.can_see_desk(user, handbook) == (role in {"administrator", "writer", "reviewer"})


def test_acts_are_recorded_with_who_did_them(handbook: Handbook, administrator: User) -> None:
    services.approve(handbook=handbook, by=administrator, reason=REASON)
    services.reopen(handbook=handbook, by=administrator)
    assert [(event.act, event.actor, event.note) for event in handbook.events.all()] == [
        (HandbookAct.REOPENED, administrator, ""),
        (HandbookAct.APPROVED, administrator, REASON),
        (HandbookAct.IMPORTED, None, ""),
    ]
