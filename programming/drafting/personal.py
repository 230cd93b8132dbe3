"""What the drafting room holds about a person: which needs and assessments they linked to measures, and took off again."""

from typing import Any

from django.db.models import CharField, Q, Value
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import User
from programming.drafting.models import AssessmentLink, NeedLink
from programming.needs import queries as needs

LABELS = {
    "measure": _("Measure"),
    "need": _("Need"),
    "assessment": _("Assessment"),
    "linked_at": _("Linked on"),
    "unlinked_at": _("Link removed on"),
}


_COLUMNS = ("measure__title", "created_at", "created_by", "removed_at", "removed_by")


def export_for(user: User) -> list[dict[str, Any]]:
    """Return as plain data which links this person made and removed; needs as far as they may read them (one query). Their texts are in
    the room of documents."""
    mine = Q(created_by=user) | Q(removed_by=user)
    nothing = Value("", output_field=CharField())
    to_needs = NeedLink.objects.filter(mine, need__in=needs.readable_by(user))
    rows = to_needs.values_list("need__reference", nothing, *_COLUMNS).union(
        AssessmentLink.objects.filter(mine).values_list(nothing, "assessment__document__title", *_COLUMNS), all=True
    )
    return [
        {
            **({"need": need} if need else {"assessment": assessment}),
            "measure": measure,
            "linked_at": made_at.isoformat() if made_by == user.pk else "",
            "unlinked_at": removed_at.isoformat() if removed_at and removed_by == user.pk else "",
        }
        for need, assessment, measure, made_at, made_by, removed_at, removed_by in rows.order_by("created_at")
    ]


def erase_for(user: User) -> None:
    """Take the person out of the links that they made or removed; the links stay."""
    for model in (NeedLink, AssessmentLink):
        model.objects.filter(created_by=user).update(created_by=None)
        model.objects.filter(removed_by=user).update(removed_by=None)
