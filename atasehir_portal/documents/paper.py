"""What came on paper and is typed in by staff: the day on which it came, and the checks that comments and suggestions share."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import User
from atasehir_portal.answering.clock import municipal_day, today
from atasehir_portal.documents import permissions
from atasehir_portal.documents.models import Round
from atasehir_portal.documents.rounds import RoundIsOver, locked

# marks the address of a form in which staff type in what came on paper
QUERY = "kagit"
IN_THE_FUTURE = _("This day has not come yet.")
BEFORE_THE_ROUND = _("The round had not begun on this day.")


def locked_for_paper(round: Round, by: User) -> Round:
    """Lock a round in which something from paper is to be written. Raises PermissionDenied, RoundIsOver."""
    if not permissions.can_type_in(by, round):
        raise PermissionDenied
    found = locked(round)
    if not found.takes_paper:
        raise RoundIsOver
    return found


def moment_of(day: date) -> datetime:
    """Return the moment that is kept for a day on which paper came: now for today, else noon of that day."""
    if day == today():
        return timezone.now()
    return timezone.make_aware(datetime.combine(day, time(12)), timezone.get_default_timezone())


class CameOnField(forms.DateField):
    """The day on which a paper came; the time to answer counts from it."""

    def __init__(self, *, round: Round, **kwargs: Any) -> None:
        self.round = round
        super().__init__(
            label=_("When did it come?"),
            help_text=_("The time to answer counts from this day."),
            initial=today,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            **kwargs,
        )

    def clean(self, value: Any) -> date:
        day: date = super().clean(value)
        if day > today():
            raise forms.ValidationError(IN_THE_FUTURE, code="future")
        if self.round.opened_at is not None and day < min(self.round.opens_on, municipal_day(self.round.opened_at)):
            raise forms.ValidationError(BEFORE_THE_ROUND, code="early")
        return day
