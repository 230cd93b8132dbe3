"""Filters of the list of assessments, kept in the address."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from atasehir_portal.catalogue.models import Right, RightsHolderGroup
from atasehir_portal.catalogue.queries import term_choices
from atasehir_portal.widgets import LongSelect
from programming.assessing import queries
from programming.assessing.models import Assessment, AssessmentState


class AssessmentFilter(django_filters.FilterSet):
    """Search, right, group and state."""

    q = django_filters.CharFilter(label=_("Search"), method="find", max_length=200)
    right = django_filters.ChoiceFilter(
        label=_("Right"), field_name="right__slug", empty_label=_("All"), widget=LongSelect
    )
    group = django_filters.ChoiceFilter(
        label=_("For whom"), field_name="groups__slug", empty_label=_("All"), widget=LongSelect
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=AssessmentState.choices, empty_label=_("All"))

    class Meta:
        model = Assessment
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("right", Right), ("group", RightsHolderGroup)):
            self.filters[name].extra["choices"] = term_choices(model)

    def find(self, assessments: QuerySet[Assessment], _name: str, value: str) -> QuerySet[Assessment]:
        return queries.search(assessments, value)
