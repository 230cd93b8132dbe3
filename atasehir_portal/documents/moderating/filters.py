"""Filters of what was reported, kept in the address."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from atasehir_portal.documents import round_queries
from atasehir_portal.documents.models import HarmKind, Moderation, ModerationState, Report, Round
from atasehir_portal.documents.models.moderation import HIDING, OVER, WAITING

WAITS = "waiting"
STANDINGS = [
    (WAITS, _("waits for a decision")),
    ("reported", _("reported")),
    ("appealed", _("appealed")),
    ("hidden", _("hidden")),
    ("over", _("left or shown again")),
]
STATES = {
    WAITS: WAITING,
    "reported": (ModerationState.REPORTED,),
    "appealed": (ModerationState.APPEALED,),
    "hidden": HIDING,
    "over": OVER,
}


class ModerationFilter(django_filters.FilterSet):
    """Where it stands, why it was reported or hidden, in which round."""

    standing = django_filters.ChoiceFilter(
        label=_("Where it stands"), choices=STANDINGS, method="by_standing", empty_label=_("All")
    )
    reason = django_filters.ChoiceFilter(
        label=_("Reason"), choices=HarmKind.choices, method="by_reason", empty_label=_("All")
    )
    round = django_filters.ModelChoiceFilter(
        label=_("Round"),
        to_field_name="reference",
        queryset=Round.objects.none(),
        method="by_round",
        empty_label=_("All"),
    )

    class Meta:
        model = Moderation
        fields: list[str] = []

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of = Moderation.objects.order_by()
        concerned = Q(pk__in=of.values("comment__round")) | Q(pk__in=of.values("suggestion__round"))
        rounds = round_queries.visible_to(user).filter(concerned)
        self.filters["round"].queryset = rounds
        self.form.fields["round"].label_from_instance = lambda found: found.title

    def by_standing(self, found: QuerySet[Moderation], _name: str, value: str) -> QuerySet[Moderation]:
        return found.filter(state__in=STATES[value])

    def by_reason(self, found: QuerySet[Moderation], _name: str, value: str) -> QuerySet[Moderation]:
        reported = Report.objects.filter(kind=value).order_by().values("moderation")
        return found.filter(Q(kind=value) | Q(kind="", pk__in=reported))

    def by_round(self, found: QuerySet[Moderation], _name: str, value: Round) -> QuerySet[Moderation]:
        return found.filter(Q(comment__round=value) | Q(suggestion__round=value))
