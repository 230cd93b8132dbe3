"""The states of an assessment and the acts between them."""

from atasehir_portal.transitions import Table, Transition
from programming.assessing import permissions
from programming.assessing.models import AssessmentState

DRAFT, IN_ROUND = AssessmentState.DRAFT, AssessmentState.IN_ROUND

TRANSITIONS = Table(
    "state",
    Transition("put_to_round", (DRAFT,), IN_ROUND, permissions.can_decide),
    Transition("take_back", (IN_ROUND,), DRAFT, permissions.can_decide),
    Transition("adopt", (IN_ROUND,), AssessmentState.ADOPTED, permissions.can_decide),
    Transition("reopen", (AssessmentState.ADOPTED,), DRAFT, permissions.can_decide),
    Transition("give_up", (DRAFT,), AssessmentState.WITHDRAWN, permissions.can_decide),
)
