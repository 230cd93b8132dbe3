"""The acts of staff and submitters as pages: which form, who may, which service, and what is said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import User
from atasehir_portal.answering import forms, permissions, queries, services
from atasehir_portal.answering.clock import today
from atasehir_portal.answering.models import Duty, DutyKind, DutyState
from atasehir_portal.transitions import NotInThisState


@dataclass(frozen=True, slots=True)
class Act:
    """One act: ``allowed`` is about the person, ``now`` about the state of the duty."""

    name: str
    title: str | Promise
    button: str | Promise
    done: str | Promise
    form: type[forms.DutyForm]
    allowed: Callable[[Any, Duty], bool]
    now: Callable[[Duty], bool]
    do: Callable[[Duty, User, dict[str, Any]], Any]


def _reply(duty: Duty, user: User, typed: dict[str, Any]) -> None:
    question = queries.open_question(duty)
    if question is None:
        # Replied meanwhile, or never asked: the service of a closed question would say the same.
        raise NotInThisState
    services.reply(question=question, by=user, text=typed["text"])


def can_still_extend(duty: Duty) -> bool:
    """Whether the time to answer may be extended now: once, and not after the due date."""
    return duty.state == DutyState.OPEN and duty.extended_at is None and today() <= duty.due_on


ACTS = {
    act.name: act
    for act in (
        Act(
            "answer",
            _("Write the answer"),
            _("Give the answer"),
            _("The answer was given. Those who raised the input are told."),
            forms.AnswerForm,
            permissions.can_answer,
            lambda duty: duty.is_open and duty.kind != DutyKind.ORGANISATION,
            lambda duty, user, typed: services.answer(duty=duty, by=user, **typed),
        ),
        Act(
            "ask_back",
            _("Ask a question back"),
            _("Ask the question"),
            _("The question was asked. The clock stands still until the reply."),
            forms.AskBackForm,
            permissions.can_ask_back,
            lambda duty: duty.state == DutyState.OPEN,
            lambda duty, user, typed: services.ask_back(duty=duty, by=user, **typed),
        ),
        Act(
            "reply",
            _("Reply to the question"),
            _("Send the reply"),
            _("Your reply was sent. The clock runs on from tomorrow."),
            forms.ReplyForm,
            permissions.can_reply,
            lambda duty: duty.state == DutyState.ASKED,
            _reply,
        ),
        Act(
            "extend",
            _("Extend the time to answer"),
            _("Extend the time"),
            _("The time to answer was extended. Those who raised the input are told the reason and the new due date."),
            forms.ExtendForm,
            permissions.can_extend,
            can_still_extend,
            lambda duty, user, typed: services.extend(duty=duty, by=user, **typed),
        ),
        Act(
            "assign",
            _("Give to a unit or an officer"),
            _("Assign"),
            _("It was assigned."),
            forms.AssignForm,
            permissions.can_assign,
            lambda duty: duty.is_open,
            lambda duty, user, typed: services.assign(duty=duty, by=user, **typed),
        ),
    )
}


def possible(user: Any, duty: Duty) -> list[str]:
    """Return the names of the acts that this person can do with the duty as it stands."""
    return [act.name for act in ACTS.values() if act.now(duty) and act.allowed(user, duty)]
