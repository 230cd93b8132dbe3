"""Filters of the desk, of "our inputs" and of the verification queue, kept in the address."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation
from atasehir_portal.accounts.people import person
from atasehir_portal.answering import models, queries
from atasehir_portal.answering.models import OPEN_STATES, Duty, DutyKind, DutyState
from atasehir_portal.turkish import SortKey

WHOSE = [("mine", _("Mine")), ("unit", _("My unit’s"))]
WHOSE_ALL = [*WHOSE, ("nobody", _("Nobody’s yet")), ("all", _("Everybody’s"))]


def kinds() -> list[tuple[str, str]]:
    """Return the inputs that can be handed in by now; the other kinds have no page yet."""
    return [(kind.value, str(kind.label)) for kind in DutyKind if kind in models.URL_NAMES]


STATES = [
    ("waiting", _("waiting for an answer")),
    ("asked", _("a question was asked back")),
    ("answered", _("answered")),
    ("withdrawn", _("withdrawn")),
]


class _Searched(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Search"), method="find", max_length=200)

    class Meta:
        model = Duty
        fields: list[str] = []

    def find(self, duties: QuerySet[Duty], _name: str, value: str) -> QuerySet[Duty]:
        return queries.search(duties, value)


class DeskFilter(_Searched):
    """Search, kind, and whose work it is; without a choice what waits for me and my unit."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=kinds, empty_label=_("All"))
    whose = django_filters.ChoiceFilter(
        label=_("Whose"), choices=WHOSE, method="all_of_them", empty_label=_("Mine and my unit’s")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if person(user).is_coordinator:
            self.filters["whose"].extra["choices"] = WHOSE_ALL

    def all_of_them(self, duties: QuerySet[Duty], _name: str, _value: str) -> QuerySet[Duty]:
        """Leave the choice to ``filter_queryset``, which also knows what no choice means."""
        return duties

    def filter_queryset(self, duties: QuerySet[Duty]) -> QuerySet[Duty]:
        chosen = self.form.cleaned_data.get("whose", "")
        return super().filter_queryset(duties).filter(queries.whose_work(self.user, chosen))


class InputsFilter(_Searched):
    """Search, organisation, and where the input stands."""

    organisation = django_filters.ModelChoiceFilter(
        label=_("Organisation"), to_field_name="slug", queryset=Organisation.objects.none(), empty_label=_("All")
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=kinds, empty_label=_("All"))
    state = django_filters.ChoiceFilter(
        label=_("Where it stands"), choices=STATES, method="by_state", empty_label=_("All")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["organisation"].queryset = Organisation.objects.filter(
            pk__in=person(user).organisation_ids
        ).order_by(SortKey("name"))

    def by_state(self, duties: QuerySet[Duty], _name: str, value: str) -> QuerySet[Duty]:
        return duties.filter(state=DutyState.OPEN if value == "waiting" else value)


class ApplicationFilter(_Searched):
    """Search, and whether it still waits; what waits is shown first."""

    state = django_filters.ChoiceFilter(
        label=_("Where it stands"),
        choices=[("open", _("open")), ("closed", _("closed"))],
        method="by_state",
        empty_label=_("All"),
    )

    def by_state(self, duties: QuerySet[Duty], _name: str, value: str) -> QuerySet[Duty]:
        return duties.filter(state__in=OPEN_STATES) if value == "open" else duties.exclude(state__in=OPEN_STATES)
