"""The only ways from one state of a rendering to another.

Every row of the table is one conditional ``UPDATE`` in ``services``. What leaves ``RUNNING`` is fenced by the claim number as
well, so that a worker which comes back late changes nothing.
"""

from atasehir_portal.rendering.models import State
from atasehir_portal.rendering.permissions import can_retry_rendering
from atasehir_portal.transitions import Table, Transition


def by_a_worker(user: object, rendering: object) -> bool:
    """True for acts of the machinery: no person does them."""
    return user is None


TRANSITIONS = Table(
    "state",
    Transition("claim", (State.QUEUED,), State.RUNNING, by_a_worker),
    Transition("finish", (State.RUNNING,), State.READY, by_a_worker),
    Transition("fail", (State.RUNNING,), State.FAILED, by_a_worker),
    Transition("give_back", (State.RUNNING,), State.QUEUED, by_a_worker),
    Transition("order_again", (State.FAILED,), State.QUEUED, by_a_worker),
    Transition("retry", (State.FAILED,), State.QUEUED, can_retry_rendering),
)
