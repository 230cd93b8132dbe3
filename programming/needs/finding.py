"""How the list finds what its readers ask for, however many needs there are and however common the words.

The database guesses how many needs have all that is asked for, and guesses badly: words of one phrase come up together, and so do groups
and rights; and it takes it that they come up at all times alike. So it is not left to choose. What was found is counted first, to a
thousand at most. Few are sorted. Where there are many, and they come up among the newest needs, those are walked through until a page is
full; otherwise many are sorted, too.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber

from atasehir_portal.paging import COUNT_STOPS_AT, StoppingPaginator
from programming.needs.models import Need
from programming.needs.queries import visible_to

# Among so many of the newest needs, so many that were found are enough to walk through them: more than one in a hundred.
NEWEST, ENOUGH = 500, 5
# More than will ever be found; with a bound, all of it is found before it is sorted.
EVERYTHING = 10**9


@dataclass(frozen=True, slots=True)
class Found:
    """How many needs were found, at most ``COUNT_STOPS_AT``, and those needs, still to be sorted."""

    number: int
    is_more: bool
    needs: QuerySet[Need]


def find(user: Any, asked: QuerySet[Need], *, by_content: bool, by_relevance: bool) -> Found:
    """Return what was found (one query). ``asked`` is narrowed from ``visible_to(user)``, ``by_content`` where by words, groups, rights
    or neighbourhoods; everything else the database orders by an index of its own.

    Whoever reads the needs afterwards still reads only those that are visible by then.
    """
    if not by_content:
        counted = StoppingPaginator(asked)
        return Found(counted.count, counted.is_more, asked)
    visible = visible_to(user)
    newest = visible.order_by("-submitted_at", "-pk").values("pk")[:NEWEST]
    # One need at a time: with the second condition, which is always true, what was found cannot be gathered in a hash beforehand,
    # and a condition within a case cannot become the beginning of the search.
    this_one = asked.order_by().filter(pk=OuterRef("pk"), submitted_at__lte=OuterRef("submitted_at"))
    is_found = Case(When(Exists(this_one), then=Value(True)), default=Value(False), output_field=BooleanField())
    near = visible.filter(is_found, pk__in=newest).order_by().values(all=Value(1)).annotate(number=Count("pk"))
    # asked only where the bound is passed: the row behind it is the one that says it
    is_beyond = When(place__gt=COUNT_STOPS_AT, then=Subquery(near.values("number")))
    rows = asked.order_by().annotate(place=Window(RowNumber()), near=Case(is_beyond, output_field=IntegerField()))
    found = list(rows.values_list("pk", "near")[: COUNT_STOPS_AT + 1])
    if len(found) <= COUNT_STOPS_AT:
        return Found(len(found), False, visible.filter(pk__in=[key for key, _near in found]))
    if by_relevance:
        return Found(COUNT_STOPS_AT, True, asked)
    if (found[-1][1] or 0) >= ENOUGH:
        return Found(COUNT_STOPS_AT, True, visible.filter(is_found))
    return Found(COUNT_STOPS_AT, True, visible.filter(pk__in=asked.order_by().values("pk")[:EVERYTHING]))
