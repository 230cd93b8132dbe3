"""Filters of the list of organisations that accepted the charter, kept in the address."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from participation.dialogue import queries
from participation.dialogue.models import Acceptance


class AcceptanceFilter(django_filters.FilterSet):
    """Search by the name of the organisation, and which version was accepted."""

    q = django_filters.CharFilter(label=_("Search"), method="find", max_length=200)
    version = django_filters.NumberFilter(
        label=_("Version"), field_name="charter_version__number", min_value=1, max_value=9999
    )

    class Meta:
        model = Acceptance
        fields: list[str] = []

    def find(self, acceptances: QuerySet[Acceptance], _name: str, value: str) -> QuerySet[Acceptance]:
        return queries.search(acceptances, value)
