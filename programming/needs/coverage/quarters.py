"""The tables of a quarter with needs that are not public: made once by a coordinator, frozen, read by everybody.

A quarter's tables count what was heard in that quarter, so each need is in the tables of one quarter only and nothing can be learned
from the difference between two of them.
"""

import re
from collections.abc import Collection, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from atasehir_portal.accounts.models import User
from atasehir_portal.answering.clock import today
from atasehir_portal.answering.telling import coordinators
from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup, ServiceArea
from atasehir_portal.catalogue.queries import municipality
from atasehir_portal.notifications.services import notify
from programming.needs import permissions
from programming.needs.coverage import classes, printing
from programming.needs.coverage.classes import Record
from programming.needs.coverage.live import bounds, quarter_of, terms
from programming.needs.models import Need, QuarterlyTable, Visibility
from programming.needs.queries import LISTED

_QUARTER = re.compile(r"20[0-9]{2}-[1-4]\Z")
_VOCABULARIES: dict[str, str] = {
    QuarterlyTable.Name.GROUP: "groups",
    QuarterlyTable.Name.RIGHT: "rights",
    QuarterlyTable.Name.AREA: "areas",
    QuarterlyTable.Name.NEIGHBOURHOOD: "neighbourhoods",
}


# --- reading ----------------------------------------------------------------------------------------------------------------------


def published_quarters() -> list[str]:
    """Return the quarters that were published, the newest first."""
    return list(QuarterlyTable.objects.order_by("-quarter").values_list("quarter", flat=True).distinct())


def published(quarter: str) -> list[QuarterlyTable]:
    """Return the frozen tables of a quarter. Raises Http404 where none were published."""
    order = list(_VOCABULARIES)
    found = sorted(
        QuarterlyTable.objects.filter(quarter=quarter).select_related("rendering"),
        key=lambda table: order.index(table.name),
    )
    if not found:
        raise Http404
    return found


def is_published(quarter: str) -> bool:
    """Whether the tables of a quarter were published."""
    return QuarterlyTable.objects.filter(quarter=quarter).exists()


def is_quarter(text: str) -> bool:
    """Whether this is a quarter as it is kept ("2026-4")."""
    return bool(_QUARTER.match(text))


def last_ended() -> str:
    """Return the quarter that ended last."""
    year, number = (int(part) for part in quarter_of(today()).split("-"))
    return f"{year}-{number - 1}" if number > 1 else f"{year - 1}-4"


def to_publish() -> list[str]:
    """Return the quarters that ended, were not published, and in which something was heard; the oldest first (three queries).

    Confidential needs do not make a quarter appear: that somebody spoke in confidence is not to be read from a list of work.
    """
    heard = Need.objects.filter(state__in=LISTED).exclude(visibility=Visibility.CONFIDENTIAL)
    first = heard.order_by("submitted_at").values_list("submitted_at", flat=True).first()
    if first is None:
        return []
    done, ended = set(published_quarters()), last_ended()
    found, quarter = [], quarter_of(timezone.localdate(first, timezone=timezone.get_default_timezone()))
    while quarter <= ended:
        found.append(quarter)
        quarter = quarter_of(timezone.localdate(bounds(quarter)[1], timezone=timezone.get_default_timezone()))
    return [each for each in found if each not in done]


def references_to_publish(user: Any, references: Collection[str]) -> set[str]:
    """Return those quarters that this person may publish, or could have."""
    return {each for each in references if is_quarter(each)} if permissions.can_publish_quarter(user) else set()


def preview(quarter: str) -> list[QuarterlyTable]:
    """Return the tables as they would be published now; nothing is written. Raises ValidationError where they cannot be."""
    _check(quarter)
    return _tables(quarter)


# --- writing ----------------------------------------------------------------------------------------------------------------------


@transaction.atomic
def publish_quarter(*, quarter: str, by: User) -> list[QuarterlyTable]:
    """Freeze and publish the tables of a quarter that has ended. Once: what is published is never computed again.

    Sent twice, the second returns what the first one published. Raises PermissionDenied, and ValidationError where the quarter has not
    ended.
    """
    if not permissions.can_publish_quarter(by):
        raise PermissionDenied
    _check(quarter)
    made = _tables(quarter)
    file = printing.order(quarter, made, is_example=by.is_example)
    for table in made:
        table.published_by, table.rendering, table.is_example = by, file, by.is_example
    # Of two that come at the same moment one waits at the unique rows, and then writes none.
    QuarterlyTable.objects.bulk_create(made, ignore_conflicts=True)
    return published(quarter)


@transaction.atomic
def remind() -> int:
    """Tell coordinators of the quarters that wait to be published, each once. Returns how many quarters wait."""
    waiting = to_publish()
    for quarter in waiting:
        notify(recipients=coordinators(), kind="quarter_ended", reference=quarter, event="ended")
    return len(waiting)


def freeze(
    quarter: str, public: Sequence[Record], layers: Sequence[Sequence[Record]], **more: Any
) -> list[QuarterlyTable]:
    """Return the tables of these needs, not saved: every word in use has its row, in the order of the names."""
    words = terms()
    families = classes.families(
        groups=len(words.groups), rights=len(words.rights), places=len(words.neighbourhoods), areas=len(words.areas)
    )
    threshold = municipality().suppression_threshold
    found = classes.tables(public, layers, families, threshold)
    return [
        QuarterlyTable(
            quarter=quarter,
            name=name,
            threshold=threshold,
            rows=[
                {
                    "slug": word.slug,
                    "name_tr": word.name_tr,
                    "name_en": word.name_en,
                    "public": found[name].get(word.pk, classes.Counted()).public,
                    "others": found[name].get(word.pk, classes.Counted()).others,
                }
                for word in getattr(words, vocabulary)
            ],
            **more,
        )
        for name, vocabulary in _VOCABULARIES.items()
    ]


def _check(quarter: str) -> None:
    if not is_quarter(quarter) or bounds(quarter)[1] > timezone.now():
        raise ValidationError(_("A quarter is published once it has ended."))


def _tables(quarter: str) -> list[QuarterlyTable]:
    """Count what was heard in the quarter and still stands: public needs, those for participants, confidential ones (five queries)."""
    first, after = bounds(quarter)
    heard = Need.objects.filter(state__in=LISTED, submitted_at__gte=first, submitted_at__lt=after)
    said = {
        name: _said(model, heard)
        for name, model in (("groups", RightsHolderGroup), ("rights", Right), ("places", Neighbourhood))
    }
    areas = set(ServiceArea.objects.filter(is_active=True).values_list("pk", flat=True))
    layers: dict[str, list[Record]] = {visibility: [] for visibility in Visibility.values}
    for pk, visibility, area in heard.order_by("pk").values_list("pk", "visibility", "service_area"):
        about = {name: frozenset(words.get(pk, ())) for name, words in said.items()}
        # The calculation for what is not public rests on every need having a group. Where all went out of use, it is not counted.
        if about["groups"] or visibility == Visibility.PUBLIC:
            layers[visibility].append(Record(area=area if area in areas else None, **about))
    return freeze(
        quarter, layers[Visibility.PUBLIC], [layers[Visibility.PARTICIPANTS], layers[Visibility.CONFIDENTIAL]]
    )


def _said(model: Any, heard: Any) -> dict[int, list[int]]:
    """Return the words in use of each need."""
    found: dict[int, list[int]] = {}
    for need, word in model.objects.filter(is_active=True, needs__in=heard).values_list("needs", "pk"):
        found.setdefault(need, []).append(word)
    return found
