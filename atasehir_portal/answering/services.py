"""What is done with a duty: one function per act, each in one transaction with its event, its signal and what people are told.

The row is locked first, so of two people who act at once one wins and the other gets ``NotInThisState``. Every function raises
PermissionDenied where the person may not do it, ``NotInThisState`` where the duty no longer stands where the act begins, and
ValidationError (by field) where something is missing.
"""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation, StaffPost, Unit, User
from atasehir_portal.accounts.people import person
from atasehir_portal.answering import opening, permissions, rules, signals, telling
from atasehir_portal.answering.clock import municipal_day, today
from atasehir_portal.answering.models import OPEN_STATES, Duty, DutyAct, DutyEvent, DutyState, Outcome, Question
from atasehir_portal.answering.states import TRANSITIONS
from atasehir_portal.catalogue.models import Authority
from atasehir_portal.catalogue.queries import closed_days
from atasehir_portal.transitions import NotInThisState
from atasehir_portal.workdays import Calculation, Wait, working_days_between

# As many signs as the reason for a look at a confidential need.
SHORTEST_REASON_TO_TAKE = 15
# What an answer says, and who gave it.
ANSWER = (
    "outcome",
    "reason",
    "authority",
    "referred_to",
    "continues",
    "registry_number",
    "registry_date",
    "answered_by",
    "answered_unit",
)


class AlreadyExtended(NotInThisState):
    message = _("The time to answer this has already been extended once. It cannot be extended again.")


class TooLateToExtend(NotInThisState):
    message = _("The due date has passed, so the time to answer can no longer be extended.")


class NothingToGain(NotInThisState):
    message = _("The due date is already the latest day that the law allows. It cannot be extended.")


def open_duty(
    *,
    kind: str,
    reference: str,
    title: str,
    submitter: User | None,
    organisation: Organisation | None,
    unit: Unit | None = None,
    confidential: bool = False,
    received_at: datetime | None = None,
    is_example: bool = False,
) -> Duty:
    """Open the duty to answer an input, due by the rule in force on the day of receipt.

    The title of what is confidential is not kept. Nobody is told: that an input came in is for its own room to say.
    """
    return opening.open_duties(
        kind=kind,
        inputs=[opening.Input(reference, title, confidential)],
        submitter=submitter,
        organisation=organisation,
        unit=unit,
        received_at=received_at,
        is_example=is_example,
    )[0]


def assign(*, duty: Duty, by: User, unit: Unit, officer: User | None = None, reason: str = "") -> Duty:
    """Give an open duty to a unit, or to an officer of that unit. What is confidential always goes to a named officer.

    Whoever takes what is confidential for themselves says why: ``reason`` goes out with the signal, and the room whose
    input it is shows it to the submitter.
    """
    with transaction.atomic():
        # The post before the duty, as when a post ends: then nobody is given work at the moment of leaving.
        works_there = officer is None or (
            StaffPost.objects.select_for_update(of=("self",))
            .filter(user=officer, unit=unit, until=None, user__is_active=True)
            .first()
            is not None
        )
        _lock(duty)
        if not permissions.can_assign(by, duty):
            raise PermissionDenied
        if not unit.is_active:
            raise ValidationError({"unit": _("This unit is no longer in use.")})
        if not works_there:
            raise ValidationError({"officer": _("This person does not work in the chosen unit.")})
        if duty.confidential and officer is None:
            raise ValidationError({"officer": _("A confidential record is given to a named officer. Choose one.")})
        takes_it = permissions.needs_reason_to_take(by, duty, officer)
        if takes_it and len(reason.strip()) < SHORTEST_REASON_TO_TAKE:
            raise ValidationError(
                {"reason": _("You are taking a confidential record yourself. Say why, in at least 15 signs.")}
            )
        if duty.is_open and (duty.unit_id, duty.officer_id) == (unit.pk, officer.pk if officer else None):
            return duty  # it is theirs already: the same form sent twice
        name = "assign_while_waiting" if duty.state == DutyState.ASKED else "assign"
        TRANSITIONS.apply(name, instance=duty, user=by, unit=unit, officer=officer)
        event = _record(duty, DutyAct.ASSIGNED, by)
        signals.duty_assigned.send(Duty, duty=duty, by=by, reason=reason.strip() if takes_it else "")
        telling.tell(recipients=telling.responsible(duty), duty=duty, word="assigned", event=event, by=by)
    return duty


def ask_back(*, duty: Duty, by: User, text: str) -> Question:
    """Ask the submitter a question. From today until the day of the reply the clock stands still."""
    with transaction.atomic():
        _lock(duty)
        asked_at = timezone.now()
        TRANSITIONS.apply("ask_back", instance=duty, user=by, waiting_since=municipal_day(asked_at))
        question = Question.objects.create(
            duty=duty, text=_required(text, "text"), asked_by=by, asked_at=asked_at, due_before=duty.due_on
        )
        event = _record(duty, DutyAct.ASKED_BACK, by)
        signals.question_asked.send(Duty, duty=duty, question=question, by=by)
        telling.tell(recipients=telling.senders(duty), duty=duty, word="asked_back", event=event, by=by)
    return question


def reply(*, question: Question, by: User, text: str) -> Duty:
    """Answer a question asked back. The due date moves by the working days waited, and the clock runs on from tomorrow."""
    duty = question.duty
    with transaction.atomic():
        _lock(duty)
        question.refresh_from_db()
        if question.replied_at:
            raise NotInThisState
        replied_at = timezone.now()
        calculation = _calculation(duty, open_until=municipal_day(replied_at))
        TRANSITIONS.apply(
            "reply",
            instance=duty,
            user=by,
            waiting_since=None,
            due_on=calculation.due,
            calculation=calculation.as_json(),
        )
        question.reply = _required(text, "text")
        question.replied_by = by
        question.replied_at = replied_at
        question.due_after = calculation.due
        question.save(update_fields=["reply", "replied_by", "replied_at", "due_after"])
        event = _record(duty, DutyAct.REPLIED, by)
        signals.question_replied.send(Duty, duty=duty, question=question, by=by)
        telling.tell(recipients=telling.responsible(duty), duty=duty, word="replied", event=event, by=by)
    return duty


def extend(*, duty: Duty, by: User, reason: str) -> Duty:
    """Extend the time to answer once, up to the due date, with a reason that the submitter is told.

    The rule says by how many working days; the bound in calendar days is never passed.
    """
    with transaction.atomic():
        _lock(duty)
        if not permissions.can_extend(by, duty):
            raise PermissionDenied
        if duty.state == DutyState.OPEN:
            if duty.extended_at:
                raise AlreadyExtended
            if today() > duty.due_on:
                raise TooLateToExtend
        calculation = _calculation(duty, extended=True)
        if duty.state == DutyState.OPEN and calculation.due <= duty.due_on:
            raise NothingToGain
        TRANSITIONS.apply(
            "extend",
            instance=duty,
            user=by,
            extended_at=timezone.now(),
            extension_reason=_required(reason, "reason"),
            due_on=calculation.due,
            calculation=calculation.as_json(),
        )
        event = _record(duty, DutyAct.EXTENDED, by, note=duty.extension_reason)
        signals.duty_extended.send(Duty, duty=duty, by=by)
        telling.tell(recipients=telling.senders(duty), duty=duty, word="extended", event=event, by=by)
    return duty


def due_if_extended(duty: Duty) -> date:
    """Return the day on which the answer would be due after an extension (for showing it beforehand)."""
    return _calculation(duty, extended=True).due


def answer(
    *,
    duty: Duty,
    by: User,
    outcome: str,
    reason: str,
    referred_to: str = "",
    registry_number: str = "",
    registry_date: date | None = None,
    authority: Authority | None = None,
    continues: str = "",
) -> Duty:
    """Answer the input with an outcome and its reason; an answer, once given, stays.

    "Referred" names the other body: one of the catalogue, or in words; ``continues`` says what the municipality itself goes on doing. The
    municipality's own document number and date (EBYS), for a referral those of the letter, come together or not at all.
    """
    with transaction.atomic():
        _lock(duty)
        if not permissions.can_answer(by, duty):
            raise PermissionDenied
        _check_answer(outcome, referred_to, registry_number, registry_date, authority)
        refers = outcome == Outcome.REFERRED
        post = person(by).post
        given = {
            "outcome": outcome,
            "reason": _required(reason, "reason"),
            "authority": authority if refers else None,
            "referred_to": referred_to.strip() if refers else "",
            "continues": continues.strip() if refers else "",
            "registry_number": registry_number.strip(),
            "registry_date": registry_date,
            "answered_by": by,
            "answered_unit": duty.unit or (post.unit if post else None),
        }
        _give(duty, by, "answer", given)
    return duty


def answer_with(*, duty: Duty, other: Duty, by: User) -> Duty:
    """Give a duty the answer of another one, into whose input its own was merged: same outcome, reason and document, by the same unit.

    Whether it was merged is for the room of the inputs to say. It counts as an answer of its own, with its own time.
    """
    with transaction.atomic():
        _lock(duty)
        if not other.outcome:
            raise NotInThisState
        _give(duty, by, "answer_with", {name: getattr(other, name) for name in ANSWER}, note=other.reference)
    return duty


def take_back(*, duty: Duty, by: User) -> Duty:
    """Take back an answer that came with another one, because the inputs are taken apart: the duty stands as it stood before, with its
    due date, and where a question was open, the clock stands still since it was asked. An answer of its own stays (NotInThisState).
    """
    with transaction.atomic():
        _lock(duty)
        given = DutyEvent.objects.filter(duty=duty, act=DutyAct.ANSWERED).order_by("pk").last()
        if given is None or not given.note:
            raise NotInThisState
        asked = Question.objects.filter(duty=duty, replied_at=None).first()
        calculation = _calculation(duty)
        TRANSITIONS.apply(
            "take_back_asked" if asked else "take_back",
            instance=duty,
            user=by,
            waiting_since=municipal_day(asked.asked_at) if asked else None,
            due_on=calculation.due,
            calculation=calculation.as_json(),
            outcome="",
            reason="",
            authority=None,
            referred_to="",
            continues="",
            registry_number="",
            registry_date=None,
            answered_by=None,
            answered_unit=None,
            answered_at=None,
            days_taken=None,
        )
        _record(duty, DutyAct.TAKEN_BACK, by)
        signals.answer_taken_back.send(Duty, duty=duty, by=by)
    return duty


def withdraw(*, duty: Duty, by: User) -> Duty:
    """Take the input back before it is answered; nobody has to answer it any more."""
    with transaction.atomic():
        _lock(duty)
        TRANSITIONS.apply("withdraw", instance=duty, user=by, withdrawn_at=timezone.now(), waiting_since=None)
        event = _record(duty, DutyAct.WITHDRAWN, by)
        signals.duty_withdrawn.send(Duty, duty=duty, by=by)
        telling.tell(recipients=telling.responsible(duty), duty=duty, word="withdrawn", event=event, by=by)
    return duty


def set_confidential(*, duty: Duty, confidential: bool, title: str) -> None:
    """Make a duty confidential, without its title, or open it with ``title``. Called within the transaction of the room whose input it is.

    Its officer stays, who knows it already; where only a unit has it, it waits for an officer like every confidential one.
    """
    _lock(duty)
    Duty.objects.filter(pk=duty.pk).update(confidential=confidential, title="" if confidential else title[:200])


def pass_to_unit(*, post: StaffPost, by: User | None) -> list[Duty]:
    """Leave the open duties of an officer whose post has ended to the unit. What is confidential waits for a new officer."""
    with transaction.atomic():
        left = list(Duty.objects.select_for_update().filter(officer=post.user_id, state__in=OPEN_STATES).order_by("pk"))
        for duty in left:
            duty.officer = None
            duty.unit_id = duty.unit_id or post.unit_id
            duty.save(update_fields=["officer", "unit"])
            event = _record(duty, DutyAct.PASSED_TO_UNIT, by)
            signals.duty_assigned.send(Duty, duty=duty, by=by, reason="")
            telling.tell(recipients=telling.responsible(duty), duty=duty, word="assigned", event=event, by=by)
    return left


def _give(duty: Duty, by: User, name: str, given: dict[str, Any], *, note: str = "") -> None:
    """Write the answer down with its day and its time, and tell who has to know. The row is locked."""
    answered_at = timezone.now()
    waited = {}
    if duty.state == DutyState.ASKED:
        calculation = _calculation(duty, open_until=municipal_day(answered_at))
        waited = {"waiting_since": None, "due_on": calculation.due, "calculation": calculation.as_json()}
    TRANSITIONS.apply(
        name,
        instance=duty,
        user=by,
        answered_at=answered_at,
        days_taken=_days_taken(duty, municipal_day(answered_at)),
        **given,
        **waited,
    )
    event = _record(duty, DutyAct.ANSWERED, by, note=note)
    signals.duty_answered.send(Duty, duty=duty, by=by)
    telling.tell(recipients=telling.senders(duty), duty=duty, word="answered", event=event, by=by)


def _lock(duty: Duty) -> None:
    """Lock the row and bring the object up to date, so that every check sees what stands."""
    duty.refresh_from_db(from_queryset=Duty.objects.select_for_update(of=("self",)))
    duty.__dict__.pop("clock", None)


def _record(duty: Duty, act: DutyAct, actor: User | None, *, note: str = "", at: datetime | None = None) -> DutyEvent:
    return DutyEvent.objects.create(duty=duty, act=act, actor=actor, unit=duty.unit, note=note, at=at or timezone.now())


def _required(text: str, field: str) -> str:
    if not text.strip():
        raise ValidationError({field: _("This field is required.")})
    return text.strip()


def _check_answer(
    outcome: str, referred_to: str, registry_number: str, registry_date: date | None, authority: Authority | None
) -> None:
    errors = {}
    if outcome not in Outcome.values:
        errors["outcome"] = _("Choose an outcome.")
    if outcome == Outcome.REFERRED and not referred_to.strip() and authority is None:
        errors["referred_to"] = _("Say which body it is referred to.")
    if registry_number.strip() and registry_date is None:
        errors["registry_date"] = _("A document number comes with its date.")
    if registry_date and not registry_number.strip():
        errors["registry_number"] = _("A document date comes with its number.")
    if errors:
        raise ValidationError(errors)


def _waits(duty: Duty, open_until: date | None = None) -> list[Wait]:
    """Return the times in which the clock stood still; the open question's lasts until ``open_until``."""
    asked = Question.objects.filter(duty=duty).values_list("asked_at", "replied_at").order_by("asked_at")
    found = []
    for asked_at, replied_at in asked:
        last = municipal_day(replied_at) if replied_at else open_until
        if last:
            found.append(Wait(municipal_day(asked_at), last))
    return found


def _calculation(duty: Duty, *, extended: bool = False, open_until: date | None = None) -> Calculation:
    return rules.calculate(
        duty.rule_set,
        duty.received_on,
        extended=extended or duty.extended_at is not None,
        waits=_waits(duty, open_until),
    )


def _days_taken(duty: Duty, answered: date) -> int:
    """Return the working days from receipt to the answer, without the days on which a reply was awaited."""
    return max(
        0,
        working_days_between(
            duty.received_on,
            answered,
            half_day_counts=duty.rule_set.half_day_counts,
            closed=closed_days(),
            waits=_waits(duty, open_until=answered),
        ),
    )
