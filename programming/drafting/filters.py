"""Filters of the list of programmes, kept in the address."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from programming.drafting import queries
from programming.drafting.models import Programme, ProgrammeState


class ProgrammeFilter(django_filters.FilterSet):
    """Search, state, and a year that the programme covers."""

    q = django_filters.CharFilter(label=_("Search"), method="find", max_length=200)
    state = django_filters.ChoiceFilter(label=_("State"), choices=ProgrammeState.choices, empty_label=_("All"))
    year = django_filters.NumberFilter(label=_("Year"), method="by_year", min_value=1900, max_value=2200)

    class Meta:
        model = Programme
        fields: list[str] = []

    def find(self, programmes: QuerySet[Programme], _name: str, value: str) -> QuerySet[Programme]:
        return queries.search(programmes, value)

    def by_year(self, programmes: QuerySet[Programme], _name: str, value: object) -> QuerySet[Programme]:
        return programmes.filter(first_year__lte=value, last_year__gte=value)
