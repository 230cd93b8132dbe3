"""Which of the listed needs are for a group, about a right, from a neighbourhood: however many there are, by one index of short rows.

Three tables of links would have to be read far and wide to find the few needs that have all that is asked for.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from programming.needs.models import CoverageCounted, Need


def narrowed(
    needs: QuerySet[Need],
    *,
    group: int | None = None,
    right: int | None = None,
    place: int | None = None,
    answered: bool | None = None,
) -> QuerySet[Need]:
    """Narrow needs to those that have all of these (numbers of the catalogue) and are answered or not.

    ``needs`` are some of those that staff find in the list, as ``queries.visible_to`` gives them to anybody: others are never found.
    """
    asked = {"groups": group, "rights": right, "places": place}
    said: dict[str, Any] = {f"{name}__contains": [number] for name, number in asked.items() if number is not None}
    if answered is not None and not said:
        return needs.filter(duty__answered_at__isnull=not answered)
    if answered is not None:
        said["answered"] = answered
    return _among(needs, said) if said else needs


def like(needs: QuerySet[Need], *, groups: Iterable[int], right: int) -> QuerySet[Need]:
    """Narrow listed needs to those about the right and for one of the groups."""
    return _among(needs, {"rights__contains": [right], "groups__overlap": list(groups)})


def _among(needs: QuerySet[Need], said: dict[str, Any]) -> QuerySet[Need]:
    return needs.filter(pk__in=CoverageCounted.objects.filter(counts=True, **said).values("need_id"))
