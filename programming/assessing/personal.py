"""What the assessing room holds about a person: what they began, adopted, gathered, and whom they invited."""

from typing import Any

from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import User
from programming.assessing.models import Adoption, Assessment, CoWriter, GatheredNeed

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
}


def export_for(user: User) -> list[dict[str, Any]]:
    """Return as plain data what this person did in assessments. Their texts are in the room of documents."""
    begun = Assessment.objects.filter(begun_by=user).values_list("document__title", "begun_at", Value(0), Value(""))
    adopted = Adoption.objects.filter(adopted_by=user)
    rows = adopted.values_list("assessment__document__title", "adopted_at", "number", "note")
    links = GatheredNeed.objects.filter(created_by=user) | GatheredNeed.objects.filter(removed_by=user)
    invited = CoWriter.objects.filter(invited_by=user) | CoWriter.objects.filter(ended_by=user)
    return [
        *(
            {"assessment": title, "number": str(number), "note": note, "adopted_at": at.isoformat()}
            if number
            else {"assessment": title, "begun_at": at.isoformat()}
            for title, at, number, note in begun.union(rows, all=True).order_by("begun_at")
        ),
        *(
            {
                "assessment": link.assessment.document.title,
                "need": link.need.reference,
                "gathered_at": link.created_at.isoformat() if link.created_by_id == user.pk else "",
                "released_at": link.removed_at.isoformat() if link.removed_at and link.removed_by_id == user.pk else "",
            }
            for link in links.select_related("assessment__document", "need").order_by("pk")
        ),
        *(
            {
                "assessment": each.assessment.document.title,
                "organisation": each.organisation.name,
                "invited_at": each.invited_at.isoformat() if each.invited_by_id == user.pk else "",
                "ended_at": each.ended_at.isoformat() if each.ended_at and each.ended_by_id == user.pk else "",
            }
            for each in invited.select_related("assessment__document", "organisation").order_by("pk")
        ),
    ]


def erase_for(user: User) -> None:
    """Take the person out of what they began, adopted, gathered and whom they invited; the assessments stay."""
    Assessment.objects.filter(begun_by=user).update(begun_by=None)
    Adoption.objects.filter(adopted_by=user).update(adopted_by=None)
    GatheredNeed.objects.filter(created_by=user).update(created_by=None)
    GatheredNeed.objects.filter(removed_by=user).update(removed_by=None)
    CoWriter.objects.filter(invited_by=user).update(invited_by=None)
    CoWriter.objects.filter(ended_by=user).update(ended_by=None)
