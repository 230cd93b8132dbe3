"""The states of a duty and the acts that lead from one to the next."""

from atasehir_portal.answering import permissions
from atasehir_portal.transitions import Table, Transition

TRANSITIONS = Table(
    "state",
    Transition("assign", ("open",), "open", permissions.can_assign),
    Transition("assign_while_waiting", ("asked",), "asked", permissions.can_assign),
    Transition("ask_back", ("open",), "asked", permissions.can_ask_back),
    Transition("reply", ("asked",), "open", permissions.can_reply),
    Transition("extend", ("open",), "open", permissions.can_extend),
    Transition("answer", ("open", "asked"), "answered", permissions.can_answer),
    Transition("answer_with", ("open", "asked"), "answered", permissions.can_answer_with),
    Transition("take_back", ("answered",), "open", permissions.can_take_back),
    Transition("take_back_asked", ("answered",), "asked", permissions.can_take_back),
    Transition("withdraw", ("open", "asked"), "withdrawn", permissions.can_withdraw),
)
