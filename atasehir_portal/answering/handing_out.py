"""Giving several inputs at one sitting to a unit or an officer: each in a transaction of its own, with what became of each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from atasehir_portal.accounts.models import Unit, User
from atasehir_portal.answering import permissions, queries, services, together
from atasehir_portal.answering.models import Duty, DutyKind
from atasehir_portal.transitions import NotInThisState


@dataclass(frozen=True, slots=True)
class NotGiven:
    """One input that could not be given, and why."""

    duty: Duty
    why: str


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What became of inputs that were given together, in their order."""

    given: list[Duty] = field(default_factory=list)
    not_given: list[NotGiven] = field(default_factory=list)


def can_be_given(user: Any, duty: Duty) -> bool:
    """Whether the duty can be one of several: what is confidential is given by itself, an application to nobody."""
    return not duty.confidential and duty.kind != DutyKind.ORGANISATION and permissions.can_assign(user, duty)


def chosen(user: Any, references: Iterable[str]) -> list[Duty]:
    """Return the chosen duties that this person may give, whatever their state, in their order; as many as a page shows. One query."""
    wanted = list(dict.fromkeys(together.reference_of(reference) for reference in references))[: together.MOST]
    found = queries.with_details(queries.visible_to(user).filter(reference__in=wanted, confidential=False))
    by_reference = {duty.reference: duty for duty in found if can_be_given(user, duty)}
    return [by_reference[reference] for reference in wanted if reference in by_reference]


def assign_each(*, by: User, duties: Iterable[Duty], unit: Unit, officer: User | None) -> HandedOut:
    """Give each duty to the unit, or to an officer of it. What can no longer be given stops nothing of the rest; what is theirs already,
    as where the form was sent twice, is given.
    """
    done = HandedOut()
    for duty in duties:
        try:
            services.assign(duty=duty, by=by, unit=unit, officer=officer)
        except (NotInThisState, PermissionDenied) as error:
            done.not_given.append(NotGiven(duty, str(error) or str(NotInThisState())))
        except ValidationError as error:
            done.not_given.append(NotGiven(duty, " ".join(error.messages)))
        else:
            done.given.append(duty)
    return done
