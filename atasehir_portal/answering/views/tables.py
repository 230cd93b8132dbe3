"""Lists of duties as tables for a file."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from atasehir_portal.answering.models import Duty
from atasehir_portal.keyset import NEWER, OLDER

CSV_ROWS = 10_000


def csv_url(request: HttpRequest, name: str, *arguments: str) -> str:
    """Return where the same list, as filtered, is had as a file."""
    query = request.GET.copy()
    for key in ("page", OLDER, NEWER):
        query.pop(key, None)
    address = reverse(name, args=arguments)
    return f"{address}?{query.urlencode()}" if query else address


def table(duties: list[Duty]) -> tuple[list[str], Iterator[list[Any]]]:
    """Head and lines for a file. Who works on it stays in the municipality: units are named, persons are not."""
    head = [
        _("Reference"),
        _("Kind"),
        _("Title"),
        _("Organisation"),
        _("Unit"),
        _("Received on"),
        _("Answer due"),
        _("Where it stands"),
        _("Outcome"),
        _("Answered on"),
    ]
    return head, (_line(duty) for duty in duties)


def _line(duty: Duty) -> list[Any]:
    return [
        duty.reference,
        duty.get_kind_display(),
        duty.title,
        duty.organisation or "",
        duty.unit.name if duty.unit else "",
        duty.received_on,
        duty.due_on,
        duty.get_state_display(),
        duty.get_outcome_display(),
        duty.answered_on,
    ]
