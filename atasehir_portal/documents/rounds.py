"""Rounds: a frozen version is put before people, what they say is answered, and the round is closed.

Each act is one transaction. ``by`` is None where the calendar acts.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from atasehir_portal import references
from atasehir_portal.accounts.models import OrganisationState, Unit, User
from atasehir_portal.answering import rules
from atasehir_portal.answering.clock import today
from atasehir_portal.documents import kinds, permissions, round_queries
from atasehir_portal.documents.models import Document, Round, RoundQuestion, RoundState, TakesPart, Version
from atasehir_portal.documents.round_signals import round_closed
from atasehir_portal.documents.round_states import ROUND_TRANSITIONS
from atasehir_portal.documents.services import freeze
from atasehir_portal.documents.services.common import lock
from atasehir_portal.notifications.services import notify
from atasehir_portal.transitions import NotInThisState

ROUND_LETTER = "G"
MOST_QUESTIONS = 10
ONE_AT_A_TIME = _("This text has a round already that is not closed. A text has one round at a time.")
ENDS_BEFORE = _("The last day cannot come before the first.")
IN_THE_PAST = _("This day has passed. Choose today or a later day.")


class RoundIsOver(NotInThisState):
    message = _("This round takes no more opinions. What was said stays readable, with its answers.")


class NotAnswered(ValidationError):
    """A round cannot be closed while ``count`` inputs wait for their answer."""

    def __init__(self, count: int) -> None:
        self.count = count
        words = ngettext(
            "%(count)s input still waits for its answer. The round is closed once everything is answered.",
            "%(count)s inputs still wait for their answer. The round is closed once everything is answered.",
            count,
        )
        super().__init__(words % {"count": count}, code="not_answered")


def plan_round(
    *,
    document: Document,
    by: User,
    title: str,
    summary: str,
    unit: Unit,
    opens_on: date,
    ends_on: date,
    questions: Sequence[str] = (),
    takes_part: str = TakesPart.EVERYBODY,
    version: Version | None = None,
    is_example: bool = False,
) -> Round:
    """Plan a round on the text as it stands now, which is frozen, or on a ``version`` that was frozen before.

    It opens by itself on its first day. Raises PermissionDenied, and ValidationError (by field; without one where the text has a round,
    or is not ready for one).
    """
    if not permissions.can_run_round(by, document):
        raise PermissionDenied
    _check_days(opens_on, ends_on)
    with transaction.atomic():
        present = lock(document.pk)
        if Round.objects.filter(document=document).exclude(state=RoundState.CLOSED).exists():
            raise ValidationError(ONE_AT_A_TIME, code="one_at_a_time")
        if version is None:
            if reason := _not_ready(present):
                raise ValidationError(reason, code="not_ready")
            version = freeze(document=document, by=by, note=title[:500], is_example=is_example)
        planned = Round(
            document=document,
            version=version,
            title=title.strip(),
            summary=summary.strip(),
            unit=unit,
            takes_part=takes_part,
            opens_on=opens_on,
            ends_on=ends_on,
            created_by=by,
            is_example=is_example or document.is_example,
        )
        planned.reference = references.assign(planned, ROUND_LETTER)
        planned.save()
        _ask(planned, questions)
    return planned


def change_round(
    *,
    round: Round,
    by: User,
    title: str,
    summary: str,
    unit: Unit,
    opens_on: date,
    ends_on: date,
    questions: Sequence[str] = (),
    takes_part: str = TakesPart.EVERYBODY,
) -> Round:
    """Change a round that has not begun. Raises PermissionDenied, NotInThisState, ValidationError (by field)."""
    if not permissions.can_run_round(by, round.document):
        raise PermissionDenied
    _check_days(opens_on, ends_on)
    with transaction.atomic():
        found = locked(round)
        if found.state != RoundState.PLANNED:
            raise NotInThisState
        found.title, found.summary, found.unit = title.strip(), summary.strip(), unit
        found.takes_part, found.opens_on, found.ends_on = takes_part, opens_on, ends_on
        found.save()
        found.questions.all().delete()
        _ask(found, questions)
    return found


def discard_round(*, round: Round, by: User) -> None:
    """Give up a round that has not begun; its frozen version stays. Raises PermissionDenied, NotInThisState."""
    if not permissions.can_run_round(by, round.document):
        raise PermissionDenied
    with transaction.atomic():
        found = locked(round)
        if found.state != RoundState.PLANNED:
            raise NotInThisState
        found.delete()


def open_round(*, round: Round, by: User | None) -> Round:
    """Open a planned round, now: its first day is today. Tells those who may take part.

    Raises PermissionDenied, NotInThisState, ValidationError where its last day has passed or too few days are left until then.
    """
    with transaction.atomic():
        found = locked(round)
        if found.state == RoundState.PLANNED and found.ends_on < today():
            raise ValidationError({"ends_on": ValidationError(IN_THE_PAST, code="past")})
        if found.state == RoundState.PLANNED and (too_short := _too_short(today(), found.ends_on)):
            raise ValidationError({"ends_on": too_short})
        ROUND_TRANSITIONS.apply("open", instance=found, user=by, opened_at=timezone.now(), opens_on=today())
        others = [user for user in _who_is_asked() if by is None or user.pk != by.pk]
        notify(
            recipients=others,
            kind="round_opened",
            reference=found.reference,
            event="opened",
            is_example=found.is_example,
        )
    return found


def end_round(*, round: Round, by: User | None) -> Round:
    """End the time in which inputs are taken; they are answered from now on. Raises PermissionDenied, NotInThisState."""
    with transaction.atomic():
        found = locked(round)
        ROUND_TRANSITIONS.apply("end", instance=found, user=by, ended_at=timezone.now())
    return found


def close_round(*, round: Round, by: User) -> Round:
    """Close a round whose every input is answered: its report is made. Tells those who said something.

    Raises PermissionDenied, NotInThisState, NotAnswered.
    """
    with transaction.atomic():
        found = locked(round)
        if found.state == RoundState.ANSWERING and permissions.can_close_round(by, found):
            waiting = round_queries.open_duties(found).count()
            if waiting:
                raise NotAnswered(waiting)
        ROUND_TRANSITIONS.apply("close", instance=found, user=by, closed_at=timezone.now())
        round_closed.send(Round, round=found)
        others = [user for user in round_queries.authors(found) if user.pk != by.pk]
        notify(
            recipients=others,
            kind="round_closed",
            reference=found.reference,
            event="closed",
            is_example=found.is_example,
        )
    return found


def turn_rounds() -> int:
    """Open the rounds whose first day has come and end those whose last day has passed (beat). Returns how many.

    A planned round whose days passed while nobody looked stays planned: whoever runs it gives it new days.
    """
    now, turned = today(), 0
    due = Round.objects.filter(state=RoundState.PLANNED, opens_on__lte=now, ends_on__gte=now)
    over = Round.objects.filter(state=RoundState.OPEN, ends_on__lt=now)
    for rounds, act in ((due, open_round), (over, end_round)):
        for each in rounds.order_by("pk"):
            try:
                act(round=each, by=None)
            except (NotInThisState, ValidationError):
                continue  # somebody was faster, or too few days are left
            turned += 1
    return turned


def locked(round: Round) -> Round:
    """Lock the round's row until the end of the transaction, and return it with its document."""
    return Round.objects.select_for_update(of=("self",), no_key=True).select_related("document").get(pk=round.pk)


def running(round: Round) -> Round:
    """Lock a round in which something is to be written. Raises RoundIsOver where it takes no inputs."""
    found = locked(round)
    if not found.is_running:
        raise RoundIsOver
    return found


def _check_days(opens_on: date, ends_on: date) -> None:
    errors = {}
    if opens_on < today():
        errors["opens_on"] = ValidationError(IN_THE_PAST, code="past")
    if ends_on < opens_on:
        errors["ends_on"] = ValidationError(ENDS_BEFORE, code="order")
    elif too_short := _too_short(opens_on, ends_on):
        errors["ends_on"] = too_short
    if errors:
        raise ValidationError(errors)


def _too_short(opens_on: date, ends_on: date) -> ValidationError | None:
    """Return the error where a round would be shorter than the rules in force on its first day say."""
    least = rules.shortest_consultation(opens_on)
    earliest = opens_on + timedelta(days=least - 1)
    if ends_on >= earliest:
        return None
    words = ngettext(
        "By the rules in force a round lasts at least %(days)s day. Choose %(day)s or a later day.",
        "By the rules in force a round lasts at least %(days)s days. Choose %(day)s or a later day.",
        least,
    )
    return ValidationError(words % {"days": least, "day": date_format(earliest, "j F Y")}, code="too_short")


def _not_ready(document: Document) -> str:
    asked = kinds.get(document.kind).not_ready_for_round
    return str(asked(document)) if asked is not None else ""


def _ask(round: Round, questions: Sequence[str]) -> None:
    texts = [text.strip() for text in questions if text.strip()][:MOST_QUESTIONS]
    RoundQuestion.objects.bulk_create(
        RoundQuestion(round=round, position=position, text=text) for position, text in enumerate(texts, start=1)
    )


def _who_is_asked() -> list[User]:
    """Return the members of verified organisations: who is told that a round opened."""
    members = User.objects.filter(
        memberships__left_at=None, memberships__organisation__state=OrganisationState.VERIFIED, is_active=True
    )
    return list(members.distinct())
