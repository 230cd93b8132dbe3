"""What programmes add to coverage: measures for public needs, and what published programmes plan to spend on them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import product

from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.db.models.fields.json import KeyTextTransform

from programming.drafting import money
from programming.drafting.models import NeedLink
from programming.drafting.queries import public_links
from programming.drafting.states import PUBLIC_TEXT

BUDGET = KeyTextTransform("budget", "measure__block__data")
ALL = 0
Cell = tuple[int, int]


def measures_by_group(group_ids: Sequence[int]) -> Mapping[int, int]:
    """Return per group how many measures address public needs of that group (one query)."""
    links = public_links().filter(need__groups__in=group_ids).order_by()
    found = links.values_list("need__groups").annotate(Count("measure", distinct=True))
    return {group: count for group, count in found if group in set(group_ids)}


def measures_by_cell() -> Mapping[Cell, int]:
    """Return per group and right, and over all of them, how many measures address public needs (one query)."""
    return {cell: len(measures) for cell, measures in _crossed(public_links()).items()}


def money_by_group(group_ids: Sequence[int]) -> Mapping[int, Decimal]:
    """Return per group what the measures of published programmes cost that address public needs of that group (one query).

    A measure counts whole with each group that it serves. What a draft plans to spend is for those who write it.
    """
    links = _published().filter(need__groups__in=group_ids).order_by()
    found: dict[int, Decimal] = defaultdict(Decimal)
    for group, _measure, budget in links.values_list("need__groups", "measure", BUDGET).distinct():
        found[group] += _cost(budget)
    return {group: cost for group, cost in found.items() if group in set(group_ids)}


def money_by_cell() -> Mapping[Cell, Decimal]:
    """Return the same per group and right, and over all of them (one query)."""
    return {cell: sum(map(_cost, measures.values()), Decimal(0)) for cell, measures in _crossed(_published()).items()}


def _published() -> QuerySet[NeedLink]:
    return public_links().filter(measure__programme__state__in=PUBLIC_TEXT)


def _crossed(links: QuerySet[NeedLink]) -> dict[Cell, dict[int, str | None]]:
    """Return the measures of each cell with what they say of their cost, under ``ALL`` those of all groups or rights."""
    found: dict[Cell, dict[int, str | None]] = defaultdict(dict)
    for group, right, measure, budget in (
        links.order_by().values_list("need__groups", "need__rights", "measure", BUDGET).distinct()
    ):
        for cell in product({group, ALL} - {None}, {right, ALL} - {None}):
            found[cell][measure] = budget
    return found


def _cost(budget: str | None) -> Decimal:
    try:
        return money.read(budget or "")
    except ValidationError:
        return Decimal(0)  # no cost is said
