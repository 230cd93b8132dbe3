"""The form with which somebody joins a need."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.accounts.people import person
from atasehir_portal.turkish import SortKey
from programming.needs.models import Need


class SupportForm(forms.Form):
    """For which organisation somebody joins; nothing is asked of those who act for none."""

    organisation = forms.ModelChoiceField(
        label=_("For which organisation do you join?"), queryset=Organisation.objects.none(), empty_label=None
    )

    def __init__(self, data: Any = None, *, user: User, need: Need) -> None:
        super().__init__(data)
        mine = [number for number in person(user).organisation_ids if number != need.organisation_id]
        if not mine:
            del self.fields["organisation"]
            return
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=mine).order_by(SortKey("name"))
        self.fields["organisation"].initial = mine[0]
