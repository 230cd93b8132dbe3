"""Coverage as it is now: what was heard for each group and right. The public reads what public needs give, staff what they find in the
list. Confidential needs are in neither.

Not narrowed, or narrowed by one thing, it comes from the kept summary: as quick at two hundred thousand needs as at two thousand.
Narrowed by several things at once, the needs that are left are counted by what each of them last gave to the summary.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import CharField, Sum, Value
from django.utils import timezone

from atasehir_portal.accounts.people import person
from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup, ServiceArea
from atasehir_portal.turkish import SortKey
from programming.needs.models import CoverageCell, Facet

ALL = 0
# Needs that say the same of groups and rights are added up before they are dealt out to the cells.
_COUNT_THEM = """
    SELECT g, r, sum(needs)::bigint, sum(answered)::bigint, sum(people)::bigint
    FROM (
        SELECT groups, rights, count(*) AS needs, sum(answered::integer) AS answered, sum(people::bigint) AS people
        FROM needs_coveragecounted WHERE counts AND {narrowed} GROUP BY groups, rights
    ) alike, unnest(array_append(groups, 0::bigint)) g, unnest(array_append(rights, 0::bigint)) r
    GROUP BY g, r
"""


@dataclass(frozen=True, slots=True)
class Count:
    """What was heard in one cell. ``people`` is the sum of the lower bounds of the ranges that were given: the same people may stand
    behind several needs, and where a need says nothing of people it adds nothing.
    """

    needs: int = 0
    answered: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """The words in use by which coverage is crossed and narrowed, sorted as Turkish sorts."""

    groups: list[RightsHolderGroup]
    rights: list[Right]
    neighbourhoods: list[Neighbourhood]
    areas: list[ServiceArea]


# How the needs are narrowed that are counted one by one.
_NARROWED = {
    Facet.NEIGHBOURHOOD: "places @> ARRAY[%s::bigint]",
    Facet.AREA: "area = %s::bigint",
    Facet.PERIOD: "period = %s",
    Facet.STATE: "state = %s",
    Facet.KIND: "kind = %s",
}

Cells = Mapping[tuple[int, int], Count]
_NOTHING = Count()
_MODELS: dict[str, Any] = {
    "groups": RightsHolderGroup,
    "rights": Right,
    "neighbourhoods": Neighbourhood,
    "areas": ServiceArea,
}


def terms() -> Terms:
    """Return the words of the four vocabularies that are in use (one query)."""
    parts = [
        model._default_manager.filter(is_active=True)
        .order_by()
        .annotate(kind=Value(kind, output_field=CharField()), key=SortKey("name_tr"))
        .values_list("kind", "pk", "slug", "name_tr", "name_en", "key")
        for kind, model in _MODELS.items()
    ]
    found: dict[str, list[Any]] = {kind: [] for kind in _MODELS}
    for kind, pk, slug, turkish, english, _key in sorted(parts[0].union(*parts[1:], all=True), key=lambda row: row[-1]):
        found[kind].append(_MODELS[kind](pk=pk, slug=slug, name_tr=turkish, name_en=english))
    return Terms(**found)


def cells(user: Any, narrowed: Mapping[str, str] | None = None) -> Cells:
    """Return what this person may count, by group and right; ``ALL`` stands for all groups or rights (one query, two where counted).

    ``narrowed`` says what is looked at, by ``Facet``: numbers of the catalogue, a state, a kind of organisation, a quarter ("2026-4").
    Only staff narrow: for everybody else it is left out, so that no filter says more than the public list.
    """
    is_staff = person(user).is_staff_member
    narrowed = {name: value for name, value in (narrowed or {}).items() if value} if is_staff else {}
    if len(narrowed) > 1:
        return _counted(narrowed)
    [(facet, value)] = narrowed.items() or [(Facet.ALL, "")]
    kept = CoverageCell.objects.filter(facet=facet, value=value)
    if not is_staff:
        kept = kept.filter(is_public=True)
    rows = kept.order_by().values_list("group", "right").annotate(Sum("needs"), Sum("answered"), Sum("people"))
    return {(group, right): Count(*counts) for group, right, *counts in rows if counts[0]}


def count(found: Cells, group: int, right: int = ALL) -> Count:
    """Return one cell; nothing was heard where it is missing."""
    return found.get((group, right), _NOTHING)


def _counted(narrowed: Mapping[str, str]) -> Cells:
    """Count what staff find in the list: what each need gave to the summary holds neither more nor less."""
    names = [name for name in _NARROWED if name in narrowed]
    sql = _COUNT_THEM.format(narrowed=" AND ".join(_NARROWED[name] for name in names))
    with connection.cursor() as cursor:
        cursor.execute(sql, [narrowed[name] for name in names])
        return {
            (group, right): Count(heard, answered, people)
            for group, right, heard, answered, people in cursor.fetchall()
        }


def bounds(quarter: str) -> tuple[datetime, datetime]:
    """Return the first moment of a quarter ("2026-4") and the first one after it, in the municipality's time."""
    year, number = (int(part) for part in quarter.split("-"))
    return _midnight(year, 3 * number - 2), _midnight(year + number // 4, 3 * number % 12 + 1)


def quarter_of(day: date) -> str:
    """Return the quarter of a day as it is kept: "2026-4"."""
    return f"{day.year}-{(day.month + 2) // 3}"


def _midnight(year: int, month: int) -> datetime:
    return datetime(year, month, 1, tzinfo=timezone.get_default_timezone())
