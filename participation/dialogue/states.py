"""The states of the charter's working text and the acts between them."""

from atasehir_portal.transitions import Table, Transition
from participation.dialogue import permissions
from participation.dialogue.models import CharterState

DRAFT, IN_ROUND, ADOPTED = CharterState.DRAFT, CharterState.IN_ROUND, CharterState.ADOPTED

TRANSITIONS = Table(
    "state",
    Transition("put_to_round", (DRAFT,), IN_ROUND, permissions.can_decide),
    Transition("take_back", (IN_ROUND,), DRAFT, permissions.can_decide),
    Transition("adopt", (IN_ROUND,), ADOPTED, permissions.can_decide),
    Transition("reopen", (ADOPTED,), DRAFT, permissions.can_decide),
    Transition("give_up", (DRAFT,), CharterState.WITHDRAWN, permissions.can_decide),
)
