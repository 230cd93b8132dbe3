"""The states of a need and the acts between them. The answer itself lives in its duty."""

from atasehir_portal.transitions import Table, Transition
from programming.needs import permissions
from programming.needs.models import NeedState

OPEN = (NeedState.SUBMITTED, NeedState.IN_ASSESSMENT)

TRANSITIONS = Table(
    "state",
    Transition("close", OPEN, NeedState.CLOSED, permissions.can_close),
    Transition("withdraw", (*OPEN, NeedState.MERGED), NeedState.WITHDRAWN, permissions.can_withdraw),
    Transition("merge", OPEN, NeedState.MERGED, permissions.can_merge),
    Transition("restore_submitted", (NeedState.MERGED,), NeedState.SUBMITTED, permissions.can_unmerge),
    Transition("restore_in_assessment", (NeedState.MERGED,), NeedState.IN_ASSESSMENT, permissions.can_unmerge),
    Transition("restore_closed", (NeedState.MERGED,), NeedState.CLOSED, permissions.can_unmerge),
)
