"""What a person's drafts of needs hold, in words, for their own data."""

from collections.abc import Collection, Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Value
from django.db.models.functions import JSONObject

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.bilingual import pick_from
from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup, ServiceArea
from programming.needs.forms.base import numbers
from programming.needs.models import (
    Channel,
    ConsentHow,
    Merging,
    NeedBatch,
    NeedBatchRow,
    NeedDraft,
    NeedState,
    NeedSupport,
    OutreachTask,
    PeopleRange,
    Since,
    Urgency,
    Visibility,
)

_TYPED = ("title", "body", "suggestion", "consent_on")
_CHOSEN: dict[str, Any] = {
    "since": Since,
    "people": PeopleRange,
    "urgency": Urgency,
    "visibility": Visibility,
    "channel": Channel,
    "consent_how": ConsentHow,
}
_TERMS: dict[str, Any] = {
    "service_area": ServiceArea,
    "groups": RightsHolderGroup,
    "neighbourhoods": Neighbourhood,
    "rights": Right,
    "organisation": Organisation,
}
_TICKED = ("notice_told", "consent", "is_public_anyway")


def drafts_for(user: User) -> list[dict[str, Any]]:
    """Return what this person has begun to write, as plain data (one query, and one for all vocabularies where there is a draft)."""
    drafts = list(NeedDraft.objects.filter(author=user).order_by("pk"))
    terms = _names({name: {key for draft in drafts for key in numbers(draft.said.get(name, []))} for name in _TERMS})
    return [_in_words(draft, terms) for draft in drafts]


def _names(chosen: Mapping[str, Collection[int]]) -> dict[str, dict[str, str]]:
    """Return by field what the chosen entries are called (one query; none where nothing was chosen)."""
    found: dict[str, dict[str, str]] = {name: {} for name in chosen}
    rows = [
        _TERMS[name]
        .objects.filter(pk__in=keys)
        .order_by()
        .values_list(Value(name), "pk", *(("name", "name") if name == "organisation" else ("name_tr", "name_en")))
        for name, keys in chosen.items()
        if keys
    ]
    if rows:
        for name, key, name_tr, name_en in rows[0].union(*rows[1:], all=True):
            found[name][str(key)] = pick_from({"name_tr": name_tr, "name_en": name_en})
    return found


def _in_words(draft: NeedDraft, terms: dict[str, dict[str, str]]) -> dict[str, Any]:
    said = draft.said
    found: dict[str, Any] = {"state": NeedState.DRAFT.label, "saved_at": draft.saved_at.isoformat()}
    found |= {name: "".join(said.get(name, [])) for name in _TYPED}
    for name, choices in _CHOSEN.items():
        found[name] = ", ".join(str(dict(choices.choices).get(key, key)) for key in said.get(name, []) if key)
    for name, names in terms.items():
        found[name] = ", ".join(names.get(key, key) for key in said.get(name, []) if key)
    found |= {name: bool("".join(said.get(name, []))) for name in _TICKED}
    return {name: str(value) if not isinstance(value, bool) else value for name, value in found.items()}


def voices_of(user: User) -> list[dict[str, Any]]:
    """Return the needs that this person joined, with the day and for whom."""
    voices = NeedSupport.objects.filter(user=user).order_by("pk")
    rows = voices.values_list("need__reference", "at", "organisation__name")
    return [
        {"reference": reference, "joined_at": at.isoformat(), "organisation": name or ""}
        for reference, at, name in rows
    ]


def outreach_of(user: User) -> list[dict[str, Any]]:
    """Return the tasks for unheard groups that this person gave, closed or withdrew."""
    tasks = OutreachTask.objects.filter(Q(made_by=user) | Q(done_by=user) | Q(withdrawn_by=user)).order_by("pk")
    return [
        {
            "outreach": task.get_kind_display(),
            "groups": task.group.name,
            "neighbourhoods": task.neighbourhood.name if task.neighbourhood else "",
            "unit": task.unit.name,
            "given_by_you": task.made_by_id == user.pk,
            "given_at": task.made_at.isoformat(),
            "due_on": task.due_on.isoformat(),
            "note": task.note,
            "closed_by_you": task.done_by_id == user.pk,
            "done_on": task.done_on.isoformat() if task.done_on else "",
            "outcome": task.outcome,
            "withdrawn_by_you": task.withdrawn_by_id == user.pk,
            "withdrawn_on": task.withdrawn_on.isoformat() if task.withdrawn_on else "",
            "reason": task.withdrawal,
        }
        for task in tasks.select_related("group", "neighbourhood", "unit")
    ]


def mergings_of(user: User) -> list[dict[str, Any]]:
    """Return which needs this person merged or took out again, with their reasons. None of them is confidential."""
    mergings = Merging.objects.filter(Q(by=user) | Q(undone_by=user)).exclude(
        Q(need__visibility=Visibility.CONFIDENTIAL) | Q(into__visibility=Visibility.CONFIDENTIAL)
    )
    return [
        {
            "reference": merging.need.reference,
            "merged_into": merging.into.reference,
            "merged_by_you": merging.by_id == user.pk,
            "merged_at": merging.at.isoformat(),
            "reason": merging.reason if merging.by_id == user.pk else "",
            "parted_by_you": merging.undone_by_id == user.pk,
            "parted_at": merging.undone_at.isoformat() if merging.undone_at else "",
            "note": merging.undone_reason if merging.undone_by_id == user.pk else "",
        }
        for merging in mergings.select_related("need", "into").order_by("pk")
    ]


def forget_mergings(user: User) -> None:
    """Take the person out of what they merged; that it was merged, and why, stays."""
    Merging.objects.filter(by=user).update(by=None)
    Merging.objects.filter(undone_by=user).update(undone_by=None)


def batches_of(user: User) -> list[dict[str, Any]]:
    """Return the spreadsheets that this person uploaded, with what is still kept of their rows (one query)."""
    rows = NeedBatchRow.objects.filter(batch=OuterRef("pk")).order_by("number")
    said = rows.values(said=JSONObject(cells="cells", corrected="corrected"))
    batches = NeedBatch.objects.filter(author=user).annotate(said=ArraySubquery(said)).order_by("pk")
    return [
        {
            "spreadsheet": batch.get_state_display(),
            "saved_at": batch.saved_at.isoformat(),
            "rows": len(batch.said),
            "body": "\n".join(
                "; ".join([*row["cells"], *row["corrected"].values()]) for row in batch.said if row["cells"]
            ),
        }
        for batch in batches
    ]


def forget_outreach(user: User) -> None:
    """Take the person out of the tasks that they gave, closed or withdrew; the tasks stay with their units."""
    OutreachTask.objects.filter(made_by=user).update(made_by=None)
    OutreachTask.objects.filter(done_by=user).update(done_by=None)
    OutreachTask.objects.filter(withdrawn_by=user).update(withdrawn_by=None)
