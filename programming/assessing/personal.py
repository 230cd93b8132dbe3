"""What the assessing room holds about a person: what they began, adopted, gathered, added, and whom they invited."""

from collections.abc import Iterator
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, Q, Value
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import User
from programming.assessing.models import Adoption, Assessment, CauseFile, CoWriter, GatheredNeed

LABELS = {
    "assessment": _("Assessment"),
    "begun_at": _("Begun on"),
    "adopted_at": _("Adopted on"),
    "number": _("Number"),
    "note": _("Note"),
    "gathered_at": _("Gathered on"),
    "need": _("Need"),
    "released_at": _("Let go on"),
    "invited_at": _("Invited on"),
    "organisation": _("Organisation"),
    "ended_at": _("Taken back on"),
    "file": _("File"),
    "file_added_at": _("Added on"),
}


# Of each table: what the entry is called, when it came to be, what it is about, when it ended; the two days by their own names.
_NAMES = {
    "need": ("gathered_at", "released_at"),
    "organisation": ("invited_at", "ended_at"),
    "file": ("file_added_at", ""),
}


def export_for(user: User) -> list[dict[str, Any]]:
    """Return as plain data what this person did in assessments (2 queries). Their texts are in the room of documents."""
    begun = Assessment.objects.filter(begun_by=user).values_list("document__title", "begun_at", Value(0), Value(""))
    adopted = Adoption.objects.filter(adopted_by=user)
    rows = adopted.values_list("assessment__document__title", "adopted_at", "number", "note")
    return [
        *(
            {"assessment": title, "number": str(number), "note": note, "adopted_at": at.isoformat()}
            if number
            else {"assessment": title, "begun_at": at.isoformat()}
            for title, at, number, note in begun.union(rows, all=True).order_by("begun_at")
        ),
        *_added(user),
    ]


def _added(user: User) -> Iterator[dict[str, Any]]:
    """What this person added to assessments or took away: needs, organisations, files (one query)."""
    title, nobody = "assessment__document__title", Value(None, output_field=BigIntegerField())
    never = Value(None, output_field=DateTimeField())
    links = GatheredNeed.objects.filter(Q(created_by=user) | Q(removed_by=user))
    invited = CoWriter.objects.filter(Q(invited_by=user) | Q(ended_by=user))
    files = CauseFile.objects.filter(added_by=user)
    rows = links.values_list(
        Value("need"), title, "need__reference", "created_at", "created_by", "removed_at", "removed_by"
    ).union(
        invited.values_list(
            Value("organisation"), title, "organisation__name", "invited_at", "invited_by", "ended_at", "ended_by"
        ),
        files.values_list(Value("file"), title, "shows", "added_at", "added_by", never, nobody),
        all=True,
    )
    for name, assessment, what, at, by, until, until_by in rows.order_by("created_at"):
        begun, ended = _NAMES[name]
        said = {"assessment": assessment, name: what, begun: at.isoformat() if by == user.pk else ""}
        if ended:
            said[ended] = until.isoformat() if until and until_by == user.pk else ""
        yield said


def erase_for(user: User) -> None:
    """Take the person out of what they began, adopted, gathered and whom they invited; the assessments stay."""
    Assessment.objects.filter(begun_by=user).update(begun_by=None)
    Adoption.objects.filter(adopted_by=user).update(adopted_by=None)
    GatheredNeed.objects.filter(created_by=user).update(created_by=None)
    GatheredNeed.objects.filter(removed_by=user).update(removed_by=None)
    CoWriter.objects.filter(invited_by=user).update(invited_by=None)
    CoWriter.objects.filter(ended_by=user).update(ended_by=None)
    CauseFile.objects.filter(added_by=user).update(added_by=None)
