"""Forms about organisations: the profile, the application, and a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.forms.signup import NoticeForm
from atasehir_portal.accounts.models import Organisation
from atasehir_portal.catalogue.models import Neighbourhood, RightsHolderGroup
from atasehir_portal.cleaning import LineField, TextField, WebAddressField
from atasehir_portal.turkish import SortKey


class ProfileForm(forms.ModelForm):
    """What a verified organisation says about itself; name and kind are what was verified and are not here."""

    description = TextField(
        label=_("What the organisation does"),
        help_text=_("A few sentences: for whom, where, and what you do. Everybody can read this."),
        max_length=2000,
        min_length=20,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    website = WebAddressField(label=_("Web site"), max_length=200, required=False)
    groups = forms.ModelMultipleChoiceField(
        label=_("Groups it speaks for"),
        help_text=_(
            "Choose the groups whose rights the organisation stands up for. Nothing is recorded about persons."
        ),
        queryset=RightsHolderGroup.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    neighbourhoods = forms.ModelMultipleChoiceField(
        label=_("Neighbourhoods"),
        help_text=_("Leave it empty if the organisation works in the whole district."),
        queryset=Neighbourhood.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Organisation
        fields = ["description", "website", "groups", "neighbourhoods"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("groups", RightsHolderGroup), ("neighbourhoods", Neighbourhood)):
            chosen = (
                getattr(self.instance, name).values("pk") if self.instance.pk else model.objects.none().values("pk")
            )
            rows = model.objects.filter(is_active=True) | model.objects.filter(pk__in=chosen)
            order = ["position"] if name == "groups" else []
            self.fields[name].queryset = rows.order_by(*order, SortKey("name_tr"))

    def _post_clean(self) -> None:
        """Leave the instance as it is: the service writes it, and only after it has asked who may."""


class OrganisationForm(ProfileForm):
    """The whole profile with name and kind."""

    name = LineField(label=_("Name of the organisation"), max_length=200, min_length=3)

    class Meta(ProfileForm.Meta):
        fields = ["name", "kind", *ProfileForm.Meta.fields]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].label = _("Kind of organisation")
        self.order_fields(self.Meta.fields)


class ApplicationForm(OrganisationForm, NoticeForm):
    """The application to take part: the profile, how it can be verified, and the notice that was shown."""

    registry_number = LineField(
        label=_("Registry number (kütük no)"),
        help_text=_("Associations and foundations have one. Groups without a registry leave it empty."),
        max_length=40,
        required=False,
    )
    statement = TextField(
        label=_("How can the municipality verify the organisation?"),
        help_text=_(
            "For example a public registry, a web page, or somebody who can confirm it. Do not write identity numbers."
        ),
        max_length=2000,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*OrganisationForm.Meta.fields, "registry_number", "statement", "notice_seen"])

    def profile(self) -> dict[str, Any]:
        """Return what ``apply_for_organisation`` takes."""
        return {name: self.cleaned_data[name] for name in OrganisationForm.Meta.fields}


class ReasonForm(forms.Form):
    """A reason that the organisation will read."""

    reason = TextField(
        label=_("Reason"),
        help_text=_("The organisation reads this."),
        max_length=2000,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
