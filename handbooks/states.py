"""The states of a handbook's working draft and the acts between them. Editions stand beside it and never change."""

from atasehir_portal.transitions import Table, Transition
from handbooks import permissions
from handbooks.models import HandbookState

BEING_WRITTEN = (HandbookState.WRITING, HandbookState.REVIEW)

TRANSITIONS = Table(
    "state",
    Transition("send_to_review", (HandbookState.WRITING,), HandbookState.REVIEW, permissions.can_send_to_review),
    Transition("send_back", (HandbookState.REVIEW,), HandbookState.WRITING, permissions.can_send_back),
    Transition("approve", BEING_WRITTEN, HandbookState.APPROVED, permissions.can_approve),
    Transition("reopen", (HandbookState.APPROVED,), HandbookState.WRITING, permissions.can_reopen),
)
