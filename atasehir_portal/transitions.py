"""Changes of state, in one place.

A room writes its transitions as a literal table in ``states.py``; ``apply`` checks the person, checks the state, changes
the row with a conditional UPDATE (two people pressing at once: one wins, the other is told) and hands back the transition
so that the calling service can record it in the same transaction.

    TRANSITIONS = Table(
        "state",
        Transition("submit", ("draft",), "submitted", can_submit),
        …
    )
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _


class NotInThisState(Exception):
    """The act is not possible in the state the thing is in (by now)."""

    message = _(
        "This has changed in the meantime, so the step is no longer possible. Reload the page to see where it stands."
    )

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: the act, the states it may start from, the state it leads to, and who may do it."""

    name: str
    sources: tuple[str, ...]
    target: str
    allowed: Callable[[Any, Any], bool]


class Table:
    """The transitions of one model's state column."""

    def __init__(self, column: str, *transitions: Transition) -> None:
        self.column = column
        self.transitions = {transition.name: transition for transition in transitions}
        if len(self.transitions) != len(transitions):
            raise ValueError("two transitions have the same name")

    def __getitem__(self, name: str) -> Transition:
        return self.transitions[name]

    def possible(self, user: Any, instance: models.Model) -> list[str]:
        """Return the names of the acts that this person can do on this row as it stands."""
        state = getattr(instance, self.column)
        return [t.name for t in self.transitions.values() if state in t.sources and t.allowed(user, instance)]

    def apply(self, name: str, *, instance: models.Model, user: Any, **values: Any) -> Transition:
        """Do the act ``name``, writing ``values`` in the same UPDATE.

        Raises PermissionDenied where the person may not do it, NotInThisState where the row is not (or no longer) in one
        of the states that the act starts from. Call inside a transaction together with the record of the change.
        """
        transition = self.transitions[name]
        if not transition.allowed(user, instance):
            raise PermissionDenied
        changed = (
            type(instance)
            ._default_manager.filter(pk=instance.pk, **{f"{self.column}__in": transition.sources})
            .update(**{self.column: transition.target}, **values)
        )
        if not changed:
            raise NotInThisState
        for field, value in {self.column: transition.target, **values}.items():
            setattr(instance, field, value)
        return transition
