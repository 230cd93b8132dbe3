"""Reads of needs that were merged: where one went, what came to it, with which one it can be merged."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from programming.needs import permissions, queries
from programming.needs.models import Merging, Need
from programming.needs.similar import similar_needs

# As many merged needs as a page names, and as many as a search for the one to merge with offers.
NAMED, OFFERED = 20, 10


@dataclass(frozen=True, slots=True)
class Relatives:
    """The need into which one was merged, and those that were merged into it, newest first; ``is_more`` where there are more."""

    target: Need | None
    merged: Sequence[Need]
    is_more: bool = False


def relatives(user: Any, need: Need) -> Relatives:
    """Return where a need went and what was merged into it, as far as this reader finds it in the list (one query; none for a need from
    ``get_readable`` that has nothing to do with merging).
    """
    if need.merged_into_id is None and not getattr(need, "took_in_others", True):
        return Relatives(None, [])
    around = queries.visible_to(user).filter(Q(pk=need.merged_into_id) | Q(merged_into=need.pk))
    found = list(queries.for_list(around).order_by("-submitted_at", "-pk")[: NAMED + 2])
    target = next((one for one in found if one.pk == need.merged_into_id), None)
    merged = [one for one in found if one is not target]
    return Relatives(target, merged[:NAMED], len(merged) > NAMED)


def story(user: Any, need: Need) -> tuple[QuerySet[Any], ...]:
    """Return the rows of the need's thread about merging (columns ``queries.STORY``), without needs that this reader does not find."""
    visible = queries.visible_to(user).values("pk")
    went = Merging.objects.filter(need=need, into__in=visible)
    came = Merging.objects.filter(into=need, need__in=visible)
    return (
        _rows(went, "at", "merged", F("reason"), F("into__reference")),
        _rows(went.exclude(undone_at=None), "undone_at", "unmerged", F("undone_reason"), F("into__reference")),
        _rows(came, "at", "took_in", Value("", output_field=TextField()), F("need__reference")),
        _rows(
            came.exclude(undone_at=None),
            "undone_at",
            "let_go",
            Value("", output_field=TextField()),
            F("need__reference"),
        ),
    )


def _rows(mergings: QuerySet[Merging], at: str, act: str, note: Any, other: Any) -> QuerySet[Any]:
    nothing = Value("", output_field=TextField())
    return mergings.order_by().values_list(at, Value(act, output_field=TextField()), note, nothing, nothing, other)


def with_merged_count(needs: QuerySet[Need]) -> QuerySet[Need]:
    """Add how many needs were merged into each (``merged_count``); for staff, who answer them together."""
    merged = (
        Need.objects.filter(merged_into=OuterRef("pk")).order_by().values("merged_into").annotate(number=Count("pk"))
    )
    return needs.annotate(merged_count=Coalesce(Subquery(merged.values("number")), 0))


def targets(user: Any, need: Need) -> QuerySet[Need]:
    """Needs that this person finds in the list and into which ``need`` can go: the same rule as ``permissions.can_take_in``."""
    fitting = queries.visible_to(user).filter(state__in=permissions.TAKES_IN, is_example=need.is_example)
    wider = fitting.filter(visibility__in=permissions.WIDER.get(need.visibility, ()))
    return wider.exclude(pk=need.pk)


def proposed(user: Any, need: Need, typed: str) -> list[Need]:
    """Return needs with which this one can be merged: those that match what was typed, else those that resemble it."""
    possible = targets(user, need)
    if typed.strip():
        found = queries.search(possible, typed).order_by("-submitted_at", "-pk")
        return list(queries.with_details(found)[:OFFERED])
    alike = similar_needs(user, title=need.title, body=need.body)
    fitting = set(possible.filter(pk__in=[one.pk for one in alike]).values_list("pk", flat=True))
    return [one for one in alike if one.pk in fitting]


def chosen(user: Any, need: Need, reference: str) -> Need | None:
    """Return the need that was chosen, with all that its page shows, where ``need`` can go into it."""
    found = queries.with_rights(queries.with_details(targets(user, need))).select_related("duty__answered_unit")
    return found.filter(reference=reference).first()
