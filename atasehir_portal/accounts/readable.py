"""Own data for people to read: the export as headings and rows, in words instead of names of fields."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atasehir_portal.accounts.models import EventAct, MembershipRole, StaffRole
from atasehir_portal.accounts.personal_data import personal_data

LABELS = {
    "accounts": gettext_lazy("Account"),
    "notifications": gettext_lazy("Notifications"),
    "answering": gettext_lazy("Inputs and answers"),
    "documents": gettext_lazy("Texts"),
    "handbooks": gettext_lazy("Handbooks"),
    "dialogue": gettext_lazy("Charter"),
    "needs": gettext_lazy("Needs"),
    "assessing": gettext_lazy("Assessments"),
    "drafting": gettext_lazy("Programmes"),
    "full_name": gettext_lazy("First and last name"),
    "email": gettext_lazy("E-mail address"),
    "language": gettext_lazy("Language"),
    "joined": gettext_lazy("Joined"),
    "last_sign_in": gettext_lazy("Last sign-in"),
    "privacy_notice_shown": gettext_lazy("Privacy notice that was shown"),
    "version": gettext_lazy("Version"),
    "at": gettext_lazy("When"),
    "addresses": gettext_lazy("E-mail addresses"),
    "verified": gettext_lazy("Verified"),
    "primary": gettext_lazy("Main address"),
    "second_factors": gettext_lazy("Second factor"),
    "type": gettext_lazy("Kind"),
    "kind": gettext_lazy("Kind"),
    "since": gettext_lazy("Since"),
    "until": gettext_lazy("Until"),
    "last_used": gettext_lazy("Last used"),
    "last_seen": gettext_lazy("Last seen"),
    "sessions": gettext_lazy("Where you are signed in"),
    "ip": gettext_lazy("Address (IP)"),
    "browser": gettext_lazy("Browser"),
    "memberships": gettext_lazy("Memberships"),
    "organisation": gettext_lazy("Organisation"),
    "role": gettext_lazy("Role"),
    "name_is_public": gettext_lazy("Name shown in public"),
    "left": gettext_lazy("Left"),
    "posts": gettext_lazy("Posts"),
    "unit": gettext_lazy("Unit"),
    "events": gettext_lazy("Changes to the account"),
    "act": gettext_lazy("What happened"),
    "value": gettext_lazy("New value"),
    "reason": gettext_lazy("Reason"),
    "reference": gettext_lazy("Reference"),
    "title": gettext_lazy("Title"),
    "text": gettext_lazy("Text"),
    "body": gettext_lazy("Text"),
    "read_at": gettext_lazy("Read on"),
    "created_at": gettext_lazy("Made"),
    "state": gettext_lazy("State"),
}


# What stands in the export as a code, by the name of its field.
VALUES: dict[str, dict[str, Any]] = {
    "role": {**dict(MembershipRole.choices), **dict(StaffRole.choices)},
    "value": {**dict(MembershipRole.choices), **dict(StaffRole.choices)},
    "act": dict(EventAct.choices),
    "language": dict(settings.LANGUAGES),
    "type": {
        "totp": gettext_lazy("authenticator app"),
        "webauthn": gettext_lazy("security key"),
        "recovery_codes": gettext_lazy("recovery codes"),
    },
}


_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def readable(export: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the export of all rooms as a tree: each node has ``label`` and either ``text`` or ``children``.

    A field is called what its room calls it (``PersonalData.labels``), else what is said here for all rooms.
    """
    found = []
    for name, value in export.items():
        room = personal_data.get(name)
        words = _Words({**LABELS, **room.labels}, {**VALUES, **room.values}) if room else _Words(LABELS, VALUES)
        found.append(_node(name, value, words))
    return found


@dataclass(frozen=True, slots=True)
class _Words:
    """What fields and codes of one room are called."""

    labels: Mapping[str, Any]
    values: Mapping[str, Mapping[Any, Any]]


def _node(name: str, value: Any, words: _Words) -> dict[str, Any]:
    label = str(words.labels.get(name, name.replace("_", " ")))
    if isinstance(value, dict):
        return {"label": label, "children": [_node(below, each, words) for below, each in value.items()]}
    if isinstance(value, list | tuple):
        return {"label": label, "children": [_row(place, row, words) for place, row in enumerate(value, start=1)]}
    return {"label": label, "text": _text(words.values.get(name, {}).get(value, value))}


def _row(place: int, row: Any, words: _Words) -> dict[str, Any]:
    if isinstance(row, dict):
        return {"label": f"{place}.", "children": [_node(name, each, words) for name, each in row.items()]}
    return {"label": f"{place}.", "text": _text(row)}


def _text(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    moment = _moment(value)
    if moment is not None:
        return formats.date_format(timezone.localtime(moment), "j F Y, H.i")
    if isinstance(value, str) and _DAY.fullmatch(value):
        return formats.date_format(dt.date.fromisoformat(value), "j F Y")
    return str(value)


def _moment(value: Any) -> dt.datetime | None:
    """Return the moment that the text stands for; None for any other text."""
    if not isinstance(value, str) or len(value) < 19:
        return None
    try:
        moment = parse_datetime(value)
    except ValueError:
        return None
    return moment if moment is not None and timezone.is_aware(moment) else None
