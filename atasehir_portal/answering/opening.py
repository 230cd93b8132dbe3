"""Duties as they begin, one or many at a time, and many that end together because their inputs were taken back."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from atasehir_portal.accounts.models import Organisation, Unit, User
from atasehir_portal.answering import permissions, rules, signals, telling
from atasehir_portal.answering.clock import municipal_day
from atasehir_portal.answering.models import Duty, DutyAct, DutyEvent
from atasehir_portal.answering.states import TRANSITIONS
from atasehir_portal.transitions import NotInThisState

# Rows that are written with one statement.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Input:
    """What is to be answered; ``title`` is not kept where it is confidential."""

    reference: str
    title: str
    is_confidential: bool = False


@transaction.atomic
def open_duties(
    *,
    kind: str,
    inputs: Sequence[Input],
    submitter: User | None,
    organisation: Organisation | None,
    unit: Unit | None = None,
    received_at: datetime | None = None,
    is_example: bool = False,
) -> list[Duty]:
    """Open the duties to answer inputs that came in together, in their order, due by the rule in force on the day of receipt.

    The title of what is confidential is not kept. Nobody is told: that an input came in is for its own room to say. However many they
    are, it takes a few statements.
    """
    received_at = received_at or timezone.now()
    received = municipal_day(received_at)
    rule = rules.in_force(received)
    calculation = rules.calculate(rule, received)
    duties = Duty.objects.bulk_create(
        [
            Duty(
                kind=kind,
                reference=each.reference,
                title="" if each.is_confidential else each.title[:200],
                confidential=each.is_confidential,
                submitter=submitter,
                organisation=organisation,
                unit=unit,
                rule_set=rule,
                received_at=received_at,
                due_on=calculation.due,
                calculation=calculation.as_json(),
                is_example=is_example,
            )
            for each in inputs
        ],
        batch_size=_AT_ONCE,
    )
    _record(duties, DutyAct.RECEIVED, submitter, received_at)
    for duty in duties:
        signals.duty_opened.send(Duty, duty=duty, by=submitter)
    return duties


@transaction.atomic
def withdraw_together(
    *, duties: Collection[Duty], by: User, tell: Callable[[float], None] = lambda share: None
) -> list[User]:
    """Take many inputs back at once, all or none. Returns those who were responsible, each once, for the caller to tell.

    ``tell`` is called now and then with the share that is done (0 to 1). Raises PermissionDenied where the person may not
    withdraw one of them, NotInThisState where one is answered or withdrawn already.
    """
    source = TRANSITIONS["withdraw"]
    found = list(
        Duty.objects.select_for_update(of=("self",))
        .select_related("officer", "unit")
        .filter(pk__in=[duty.pk for duty in duties])
        .order_by("pk")
    )
    if not all(permissions.can_withdraw(by, duty) for duty in found):
        raise PermissionDenied
    now = timezone.now()
    changed = Duty.objects.filter(pk__in=[duty.pk for duty in found], state__in=source.sources).update(
        state=source.target, withdrawn_at=now, waiting_since=None
    )
    if changed != len(duties):
        raise NotInThisState
    _record(found, DutyAct.WITHDRAWN, by, now)
    told: dict[int, User] = {}
    asked: set[tuple[int | None, int | None, bool]] = set()
    for number, duty in enumerate(found):
        if number % _AT_ONCE == 0:
            tell(number / len(found))
        duty.state, duty.withdrawn_at, duty.waiting_since = source.target, now, None
        signals.duty_withdrawn.send(Duty, duty=duty, by=by)
        whose = (duty.unit_id, duty.officer_id, duty.confidential)
        if whose not in asked:
            asked.add(whose)
            told |= {user.pk: user for user in telling.responsible(duty) if user.pk != by.pk}
    return list(told.values())


def _record(duties: Sequence[Duty], act: DutyAct, actor: User | None, at: datetime) -> None:
    DutyEvent.objects.bulk_create(
        [DutyEvent(duty=duty, act=act, actor=actor, unit_id=duty.unit_id, at=at) for duty in duties],
        batch_size=_AT_ONCE,
    )
