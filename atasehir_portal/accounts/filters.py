"""Search and filters of lists, kept in the address."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import (
    AccountEvent,
    EventAct,
    Organisation,
    OrganisationKind,
    OrganisationState,
    StaffPost,
    StaffRole,
    Unit,
)
from atasehir_portal.accounts.people import person
from atasehir_portal.catalogue.models import Neighbourhood, RightsHolderGroup
from atasehir_portal.catalogue.queries import matching
from atasehir_portal.turkish import SortKey


class OrganisationFilter(django_filters.FilterSet):
    """Search, kind, group, neighbourhood; for staff also the state."""

    q = django_filters.CharFilter(label=_("Search"), method="find", max_length=100)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=OrganisationKind.choices, empty_label=_("All"))
    group = django_filters.ModelChoiceFilter(
        label=_("Speaks for"),
        field_name="groups",
        to_field_name="slug",
        queryset=RightsHolderGroup.objects.none(),
        empty_label=_("All"),
    )
    neighbourhood = django_filters.ModelChoiceFilter(
        label=_("Neighbourhood"),
        field_name="neighbourhoods",
        to_field_name="slug",
        queryset=Neighbourhood.objects.none(),
        empty_label=_("All"),
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=OrganisationState.choices, empty_label=_("All"))

    class Meta:
        model = Organisation
        fields: list[str] = []

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("group", RightsHolderGroup), ("neighbourhood", Neighbourhood)):
            self.filters[name].queryset = model.objects.filter(is_active=True).order_by(SortKey("name_tr"))
        if not person(user).is_staff_member:
            del self.filters["state"]

    def find(self, rows: QuerySet[Organisation], _name: str, value: str) -> QuerySet[Organisation]:
        return matching(rows, value, "name", "description")


class StaffFilter(django_filters.FilterSet):
    """Search, unit and role."""

    q = django_filters.CharFilter(label=_("Search"), method="find", max_length=100)
    unit = django_filters.ModelChoiceFilter(
        label=_("Unit"), to_field_name="slug", queryset=Unit.objects.none(), empty_label=_("All")
    )
    role = django_filters.ChoiceFilter(label=_("Role"), choices=StaffRole.choices, empty_label=_("All"))

    class Meta:
        model = StaffPost
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["unit"].queryset = Unit.objects.order_by(SortKey("name_tr"))

    def find(self, rows: QuerySet[StaffPost], _name: str, value: str) -> QuerySet[StaffPost]:
        return matching(rows, value, "user__full_name", "user__email", "unit__name_tr")


class EventFilter(django_filters.FilterSet):
    """Search in names, and what happened."""

    q = django_filters.CharFilter(label=_("Search"), method="find", max_length=100)
    act = django_filters.ChoiceFilter(label=_("What happened"), choices=EventAct.choices, empty_label=_("All"))

    class Meta:
        model = AccountEvent
        fields: list[str] = []

    def find(self, rows: QuerySet[AccountEvent], _name: str, value: str) -> QuerySet[AccountEvent]:
        return matching(rows, value, "user__full_name", "actor__full_name", "organisation__name", "unit__name_tr")
