"""Search and filters of a list of entries, kept in the address."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from atasehir_portal.bilingual import Term
from atasehir_portal.catalogue.models import Neighbourhood
from atasehir_portal.catalogue.queries import matching
from atasehir_portal.turkish import SortKey

STATES = [("active", _("In use")), ("retired", _("Retired"))]
SORTS = {"name": _("By name"), "position": _("By order")}


class EntryFilter(django_filters.FilterSet):
    """Search, state and sorting of any vocabulary; made with its section."""

    q = django_filters.CharFilter(label=_("Search"), method="find", max_length=100)
    state = django_filters.ChoiceFilter(label=_("State"), choices=STATES, method="by_state", empty_label=_("All"))
    sort = django_filters.ChoiceFilter(label=_("Sorted"), choices=list(SORTS.items()), method="by_sort")

    class Meta:
        model = Neighbourhood  # replaced by the rows that are given
        fields: list[str] = []

    def __init__(self, *args: Any, section: Any, **kwargs: Any) -> None:
        self.section = section
        self.usual = "position" if section.by_position else "name"
        super().__init__(*args, **kwargs)
        # The usual order is the empty choice, so that a list nobody has sorted has no filter in its address.
        other = next(name for name in SORTS if name != self.usual)
        self.filters["sort"].extra |= {"empty_label": SORTS[self.usual], "choices": [(other, SORTS[other])]}

    def filter_queryset(self, rows: QuerySet[Term]) -> QuerySet[Term]:
        rows = super().filter_queryset(rows)
        return rows if self.form.cleaned_data.get("sort") else self.by_sort(rows, "sort", self.usual)

    def find(self, rows: QuerySet[Term], _name: str, value: str) -> QuerySet[Term]:
        return matching(rows, value, *self.section.search)

    def by_state(self, rows: QuerySet[Term], _name: str, value: str) -> QuerySet[Term]:
        return rows.filter(is_active=value == "active")

    def by_sort(self, rows: QuerySet[Term], _name: str, value: str) -> QuerySet[Term]:
        order = ["position"] if value == "position" else []
        return rows.order_by(*order, SortKey("name_tr"), "pk")
