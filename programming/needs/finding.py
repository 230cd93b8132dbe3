"""How the list finds what its readers ask for, however many needs there are and however common the words.

The database guesses how many needs have all that is asked for, and guesses badly: words of one phrase come up together, and so do groups
and rights. So it is not left to choose. What was found is counted first, to a thousand at most; few are sorted, and where there are many,
the newest needs are walked through until a page is full.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, QuerySet, Value, When

from atasehir_portal.paging import COUNT_STOPS_AT, StoppingPaginator
from programming.needs.models import Need
from programming.needs.queries import visible_to


@dataclass(frozen=True, slots=True)
class Found:
    """How many needs were found, at most ``COUNT_STOPS_AT``, and those needs, still to be sorted."""

    number: int
    is_more: bool
    needs: QuerySet[Need]


def found(user: Any, asked: QuerySet[Need], *, by_content: bool, by_relevance: bool) -> Found:
    """Return what was found (one query). ``asked`` is narrowed from ``visible_to(user)``, ``by_content`` where by words, groups, rights
    or neighbourhoods; everything else the database orders by an index of its own.

    Whoever reads the needs afterwards still reads only those that are visible by then.
    """
    if not by_content:
        counted = StoppingPaginator(asked)
        return Found(counted.count, counted.is_more, asked)
    keys = list(asked.order_by().values_list("pk", flat=True)[: COUNT_STOPS_AT + 1])
    if len(keys) <= COUNT_STOPS_AT:
        return Found(len(keys), False, visible_to(user).filter(pk__in=keys))
    if by_relevance:
        return Found(COUNT_STOPS_AT, True, asked)
    # One need at a time: with the second condition, which is always true, what was found cannot be gathered in a hash beforehand,
    # and a condition within a case cannot become the beginning of the search.
    this_one = asked.order_by().filter(pk=OuterRef("pk"), submitted_at__lte=OuterRef("submitted_at"))
    walked = Case(When(Exists(this_one), then=Value(True)), default=Value(False), output_field=BooleanField())
    return Found(COUNT_STOPS_AT, True, visible_to(user).filter(walked))
