"""Forms of the assessment as a whole: what it is about, with whom it is written, what is decided about it."""

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation
from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup
from atasehir_portal.cleaning import FormKeyField, LineField
from atasehir_portal.turkish import SortKey


class AssessmentForm(forms.Form):
    """What an assessment is about: its title, the right, for whom, where."""

    form_key = FormKeyField()
    title = LineField(
        label=_("Title"),
        min_length=10,
        max_length=200,
        help_text=_("The problem as one of a right, e.g. “Reaching health services without help in Yenisahra”."),
    )
    right = forms.ModelChoiceField(
        label=_("Which right?"),
        queryset=Right.objects.none(),
        help_text=_("It decides by which questions the service is appraised."),
    )
    groups = forms.ModelMultipleChoiceField(
        label=_("For whom?"), queryset=RightsHolderGroup.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    neighbourhoods = forms.ModelMultipleChoiceField(
        label=_("In which neighbourhoods?"),
        queryset=Neighbourhood.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None means the whole district."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4
        for name, model in (("right", Right), ("groups", RightsHolderGroup), ("neighbourhoods", Neighbourhood)):
            field: Any = self.fields[name]
            field.queryset = model._default_manager.filter(is_active=True).order_by(SortKey("name_tr"))

    def details(self) -> dict[str, Any]:
        """Return what the services need."""
        return {name: self.cleaned_data[name] for name in ("title", "right", "groups", "neighbourhoods")}


class InviteForm(forms.Form):
    """Which organisation is invited to write."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        help_text=_("Verified organisations that do not write yet. Their representatives are told."),
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why a need is let go."""

    reason = LineField(
        label=_("Why?"),
        min_length=10,
        max_length=500,
        help_text=_("Whoever raised the need is told and reads this on its page. Name nobody."),
    )


class GiveUpForm(ReasonForm):
    """Why an assessment is given up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("It is read by everybody who raised a need in it. Name nobody.")


class AdoptForm(forms.Form):
    """What is adopted, in one sentence for its readers."""

    note = LineField(
        label=_("What should readers know of this version?"),
        min_length=10,
        max_length=500,
        help_text=_("E.g. “First version, after the round of May.” It stands beside the version."),
    )


class SearchForm(forms.Form):
    """Search among needs; anything typed is good enough to look for."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)

    @property
    def typed(self) -> str:
        return self.cleaned_data.get("q", "") if self.is_valid() else ""
