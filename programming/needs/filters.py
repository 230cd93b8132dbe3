"""Filters of the list of needs, kept in the address."""

from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation, OrganisationKind, OrganisationState
from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup, ServiceArea
from atasehir_portal.catalogue.queries import Vocabulary, vocabularies
from atasehir_portal.turkish import SortKey
from atasehir_portal.widgets import LongSelect
from programming.needs import narrowing, queries
from programming.needs.models import Need

ANSWER_CHOICES = [("waiting", _("waiting for an answer")), ("answered", _("answered"))]


STATE_CHOICES = [(state.value, state.label) for state in queries.LISTED]
ORDER_CHOICES = [("relevance", _("the best matches first"))]


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _midnight(day: date) -> datetime:
    """The beginning of a day in the municipality; sorted by this, the index of the newest needs serves."""
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def organisation_choices() -> list[tuple[str, str]]:
    """The organisations that take part, by name (one query)."""
    taking_part = Organisation.objects.filter(state=OrganisationState.VERIFIED)
    return list(taking_part.order_by(SortKey("name")).values_list("slug", "name"))


class NeedFilter(django_filters.FilterSet):
    """Search, group, neighbourhood, right, service, organisation, its kind, state, answer, days it was heard; order of a search."""

    q = django_filters.CharFilter(label=_("Search"), method="find", max_length=200)
    group = django_filters.ChoiceFilter(label=_("For whom"), method="keep", empty_label=_("All"), widget=LongSelect)
    neighbourhood = django_filters.ChoiceFilter(
        label=_("Neighbourhood"), method="keep", empty_label=_("All"), widget=LongSelect
    )
    right = django_filters.ChoiceFilter(label=_("Right"), method="keep", empty_label=_("All"), widget=LongSelect)
    area = django_filters.ChoiceFilter(
        label=_("Service"), field_name="service_area__slug", empty_label=_("All"), widget=LongSelect
    )
    answer = django_filters.ChoiceFilter(label=_("Answer"), choices=ANSWER_CHOICES, method="keep", empty_label=_("All"))

    state = django_filters.ChoiceFilter(label=_("State"), choices=STATE_CHOICES, empty_label=_("All"))
    organisation = django_filters.ChoiceFilter(
        label=_("Organisation"), field_name="organisation__slug", empty_label=_("All"), widget=LongSelect
    )
    kind = django_filters.ChoiceFilter(
        label=_("Raised by"),
        field_name="organisation__kind",
        choices=OrganisationKind.choices,
        empty_label=_("All"),
        widget=LongSelect,
    )
    heard_from = django_filters.DateFilter(label=_("Heard from (day)"), method="from_day", widget=_day())
    heard_to = django_filters.DateFilter(label=_("Heard until (day)"), method="to_day", widget=_day())
    order = django_filters.ChoiceFilter(
        label=_("Order of a search"), choices=ORDER_CHOICES, method="keep", empty_label=_("newest first")
    )

    class Meta:
        model = Need
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = vocabularies(RightsHolderGroup, Neighbourhood, Right, ServiceArea)
        self._terms: dict[str, Vocabulary] = dict(zip(("group", "neighbourhood", "right", "area"), found, strict=True))
        for name, terms in self._terms.items():
            self.filters[name].extra["choices"] = terms.choices
        self.filters["organisation"].extra["choices"] = organisation_choices()

    def filter_queryset(self, queryset: QuerySet[Need]) -> QuerySet[Need]:
        """Narrow by group, right, neighbourhood and answer at once, then by each of the others."""
        said = self.form.cleaned_data
        group, right, place = (
            self._terms[name].numbers.get(said.get(name, "")) for name in ("group", "right", "neighbourhood")
        )  # what is not in the vocabulary is shown beside its field, and narrows nothing
        answered = {"answered": True, "waiting": False}.get(said.get("answer", ""))
        needs = narrowing.narrowed(queryset, group=group, right=right, place=place, answered=answered)
        return super().filter_queryset(needs)

    @property
    def by_content(self) -> bool:
        """Whether it is asked for what needs say, for whom, of which right or from where (for ``finding``)."""
        said = self.form.cleaned_data if self.is_bound and self.form.is_valid() else {}
        return any((said.get(name) or "").strip() for name in ("q", "group", "right", "neighbourhood"))

    def find(self, needs: QuerySet[Need], _name: str, value: str) -> QuerySet[Need]:
        return queries.search(needs, value)

    def keep(self, needs: QuerySet[Need], _name: str, _value: str) -> QuerySet[Need]:
        """Leave the needs as they are: pages are cut along the order, and ``filter_queryset`` narrows by all the others at once."""
        return needs

    @property
    def sorting(self) -> dict[str, Any]:
        """How the needs are sorted (for ``queries.in_order``). Relevance is there only where something is searched."""
        said = self.form.cleaned_data if self.is_bound and self.form.is_valid() else {}
        typed = (said.get("q") or "").strip()
        return {"typed": typed, "by_relevance": bool(typed) and said.get("order") == "relevance"}

    def from_day(self, needs: QuerySet[Need], _name: str, value: date) -> QuerySet[Need]:
        return needs.filter(submitted_at__gte=_midnight(value))

    def to_day(self, needs: QuerySet[Need], _name: str, value: date) -> QuerySet[Need]:
        return needs.filter(submitted_at__lt=_midnight(value + timedelta(days=1))) if value < date.max else needs
