"""What the dialogue room holds about a person: the charter they began, versions they wrote down, acceptances they gave or withdrew."""

from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, DateTimeField, F, Q, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import User
from participation.dialogue.models import Acceptance, Charter, CharterVersion

LABELS = {
    "charter": _("Charter"),
    "version": _("Version"),
    "begun_at": _("Begun on"),
    "adopted_at": _("Put into force on"),
    "organisation": _("Organisation"),
    "accepted_at": _("Accepted on"),
    "withdrawn_at": _("Withdrawn on"),
    "name": _("Name"),
}


def export_for(user: User) -> list[dict[str, Any]]:
    """Return as plain data what this person did with the charter (one query). Their texts are in the room of documents."""
    nothing = Value("", output_field=CharField())
    never = Cast(Value(None), DateTimeField())
    begun = Charter.objects.filter(begun_by=user).values_list(
        Value("begun"), "document__title", nothing, nothing, "begun_at", never
    )
    adopted = CharterVersion.objects.filter(adopted_by=user).values_list(
        Value("adopted"), Cast("number", CharField()), nothing, nothing, "adopted_at", never
    )
    given = Acceptance.objects.filter(Q(person=user) | Q(withdrawn_by=user)).values_list(
        Value("given"),
        Cast("charter_version__number", CharField()),
        "organisation__name",
        Case(When(person=user, then=F("person_name")), default=nothing),
        Case(When(person=user, then=F("accepted_at")), default=never),
        Case(When(withdrawn_by=user, then=F("withdrawn_at")), default=never),
    )
    rows = begun.order_by().union(adopted.order_by(), given.order_by(), all=True)
    return [_in_fields(*row) for row in sorted(rows, key=lambda row: (row[0], row[1], row[2], str(row[4])))]


def _in_fields(
    what: str, called: str, organisation: str, name: str, at: datetime | None, withdrawn: datetime | None
) -> dict[str, Any]:
    day = at.isoformat() if at else ""
    if what == "begun":
        return {"charter": called, "begun_at": day}
    if what == "adopted":
        return {"version": called, "adopted_at": day}
    return {
        "version": called,
        "organisation": organisation,
        "name": name,
        "accepted_at": day,
        "withdrawn_at": withdrawn.isoformat() if withdrawn else "",
    }


def erase_for(user: User) -> None:
    """Take the person out of the charter and its acceptances; the organisations' acceptances stay, without the name."""
    Charter.objects.filter(begun_by=user).update(begun_by=None)
    CharterVersion.objects.filter(adopted_by=user).update(adopted_by=None)
    Acceptance.objects.filter(person=user).update(person=None, person_name="")
    Acceptance.objects.filter(withdrawn_by=user).update(withdrawn_by=None)
