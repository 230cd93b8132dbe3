"""Filters of the list of needs, kept in the address."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup, ServiceArea
from atasehir_portal.catalogue.queries import term_choices
from atasehir_portal.widgets import LongSelect
from programming.needs import queries
from programming.needs.models import Need

ANSWER_CHOICES = [("waiting", _("waiting for an answer")), ("answered", _("answered"))]


class NeedFilter(django_filters.FilterSet):
    """Search, group, neighbourhood, right, service and answer."""

    q = django_filters.CharFilter(label=_("Search"), method="find", max_length=200)
    group = django_filters.ChoiceFilter(
        label=_("For whom"), field_name="groups__slug", empty_label=_("All"), widget=LongSelect
    )
    neighbourhood = django_filters.ChoiceFilter(
        label=_("Neighbourhood"), field_name="neighbourhoods__slug", empty_label=_("All"), widget=LongSelect
    )
    right = django_filters.ChoiceFilter(
        label=_("Right"), field_name="rights__slug", empty_label=_("All"), widget=LongSelect
    )
    area = django_filters.ChoiceFilter(
        label=_("Service"), field_name="service_area__slug", empty_label=_("All"), widget=LongSelect
    )
    answer = django_filters.ChoiceFilter(
        label=_("Answer"), choices=ANSWER_CHOICES, method="by_answer", empty_label=_("All")
    )

    class Meta:
        model = Need
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (
            ("group", RightsHolderGroup),
            ("neighbourhood", Neighbourhood),
            ("right", Right),
            ("area", ServiceArea),
        ):
            self.filters[name].extra["choices"] = term_choices(model)

    def find(self, needs: QuerySet[Need], _name: str, value: str) -> QuerySet[Need]:
        return queries.search(needs, value)

    def by_answer(self, needs: QuerySet[Need], _name: str, value: str) -> QuerySet[Need]:
        return needs.filter(duty__answered_at__isnull=value == "waiting")
