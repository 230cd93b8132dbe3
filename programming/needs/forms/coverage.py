"""What coverage counts, by what it is sorted, and what staff narrow it to."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import OrganisationKind
from atasehir_portal.widgets import LongSelect
from programming.needs.coverage import tables
from programming.needs.coverage.live import Terms, quarter_of
from programming.needs.coverage.shown import quarter_name
from programming.needs.models import Facet, NeedState
from programming.needs.queries import LISTED

QUARTERS = 12


class CoverageForm(forms.Form):
    """The questions of the page of coverage, in its address. What is no answer to one of them is as if it were not asked.

    The vocabularies are given, so that no query is made for them.
    """

    count = forms.ChoiceField(label=_("What is counted"), required=False)
    sort = forms.ChoiceField(label=_("Sorted by"), required=False, widget=LongSelect)

    def __init__(self, *args, terms: Terms, is_staff: bool, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if is_staff:
            self._narrowing(terms, today)
        self.is_narrowed = any(self._wanted().values())
        counts = tables.choices(is_narrowed=self.is_narrowed)
        self.fields["count"].choices = counts.items()
        rights = [(right.slug, right.name) for right in terms.rights]
        plain = [("name", _("name")), ("all", _("all rights")), *counts.items(), *rights]
        # the other way round is asked for by the heads of the table
        self.fields["sort"].choices = plain
        self._sorts = {name for key, _label in plain for name in (key, f"-{key}")}

    def _narrowing(self, terms: Terms, today: date) -> None:
        places = [(str(place.pk), place.name) for place in terms.neighbourhoods]
        areas = [(str(area.pk), area.name) for area in terms.areas]
        asked = {
            Facet.NEIGHBOURHOOD: places,
            Facet.AREA: areas,
            Facet.PERIOD: [(quarter, quarter_name(quarter)) for quarter in _last_quarters(today)],
            Facet.STATE: [(state, NeedState(state).label) for state in LISTED],
            Facet.KIND: OrganisationKind.choices,
        }
        for facet, choices in asked.items():
            self.fields[facet.value] = forms.ChoiceField(
                label=facet.label, required=False, choices=[("", _("All")), *choices], widget=LongSelect
            )

    def _wanted(self) -> dict[str, str]:
        """What is narrowed, as far as it is one of the choices."""
        found = {}
        for facet in Facet:
            if facet.value in self.fields:
                value = self.data.get(facet.value, "")
                known = {str(key) for key, _words in self.fields[facet.value].choices}
                found[facet.value] = value if value in known else ""
        return found

    @property
    def narrowed(self) -> dict[str, str]:
        return {name: value for name, value in self._wanted().items() if value}

    @property
    def counted(self) -> str:
        asked = self.data.get("count", "")
        return asked if asked in dict(self.fields["count"].choices) else "needs"

    @property
    def sorted_by(self) -> str:
        asked = self.data.get("sort", "")
        return asked if asked in self._sorts else "name"


def _last_quarters(today: date) -> list[str]:
    year, number = (int(part) for part in quarter_of(today).split("-"))
    return [f"{(year * 4 + number - 1 - back) // 4}-{(number - 1 - back) % 4 + 1}" for back in range(QUARTERS)]
