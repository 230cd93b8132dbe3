"""The states of a round and the acts between them. It opens and ends by itself on its days (``by`` is None then)."""

from typing import Any

from atasehir_portal.documents import permissions
from atasehir_portal.documents.models import Round, RoundState
from atasehir_portal.transitions import Table, Transition


def _runs(user: Any, round: Round) -> bool:
    return user is None or permissions.can_run_round(user, round.document)


ROUND_TRANSITIONS = Table(
    "state",
    Transition("open", (RoundState.PLANNED,), RoundState.OPEN, _runs),
    Transition("end", (RoundState.OPEN,), RoundState.ANSWERING, _runs),
    Transition("close", (RoundState.ANSWERING,), RoundState.CLOSED, permissions.can_close_round),
)
