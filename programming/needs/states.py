"""The states of a need and the acts between them. The answer itself lives in its duty."""

from atasehir_portal.transitions import Table, Transition
from programming.needs import permissions
from programming.needs.models import NeedState

OPEN = (NeedState.SUBMITTED, NeedState.IN_ASSESSMENT)

TRANSITIONS = Table(
    "state",
    Transition("close", OPEN, NeedState.CLOSED, permissions.can_close),
    Transition("withdraw", OPEN, NeedState.WITHDRAWN, permissions.can_withdraw),
)
