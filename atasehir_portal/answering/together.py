"""Answering several like inputs at one sitting: each gets its own answer, in a transaction of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied

from atasehir_portal.accounts.models import User
from atasehir_portal.answering import permissions, queries, services
from atasehir_portal.answering.models import Duty, DutyKind
from atasehir_portal.references import normalise
from atasehir_portal.transitions import NotInThisState

# As many as a page of the desk shows.
MOST = 20


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of answers that were sent together, in their order: given, and not given because of what happened meanwhile
    (answered by somebody else, withdrawn, taken from the person's unit)."""

    given: list[Duty] = field(default_factory=list)
    meanwhile: list[Duty] = field(default_factory=list)


def can_join(user: Any, duty: Duty) -> bool:
    """Whether the duty can be one of several: what is confidential is answered alone, an application on its own page."""
    return not duty.confidential and duty.kind != DutyKind.ORGANISATION and permissions.can_answer(user, duty)


def reference_of(typed: str) -> str:
    """Return a reference as it is kept, from how it came in a request."""
    return normalise(typed.replace("\x00", ""))


def chosen(user: Any, references: Iterable[str]) -> dict[str, Duty]:
    """Return the duties that were chosen and can be answered by this person, whatever their state, by reference and in their
    order; the first ``MOST`` of them. One query.
    """
    wanted = list(dict.fromkeys(reference_of(reference) for reference in references))[:MOST]
    found = queries.with_details(queries.visible_to(user).filter(reference__in=wanted, confidential=False))
    by_reference = {duty.reference: duty for duty in found if can_join(user, duty)}
    return {reference: by_reference[reference] for reference in wanted if reference in by_reference}


def answer_each(*, by: User, answers: Sequence[tuple[Duty, dict[str, Any]]]) -> Sent:
    """Give each duty its answer (the fields of ``services.answer``), each in one transaction of its own.

    What can no longer be answered stops nothing of the rest. An answer that this person gave a moment ago in the same words is
    given: the form was sent twice. Raises ValidationError where an answer is not good enough; check them before.
    """
    sent = Sent()
    for duty, answer in answers:
        try:
            services.answer(duty=duty, by=by, **answer)
        except (NotInThisState, PermissionDenied):
            duty.refresh_from_db()
            same = (duty.answered_by_id, duty.outcome, duty.reason) == (
                by.pk,
                answer["outcome"],
                answer["reason"].strip(),
            )
            (sent.given if same else sent.meanwhile).append(duty)
        else:
            sent.given.append(duty)
    return sent
