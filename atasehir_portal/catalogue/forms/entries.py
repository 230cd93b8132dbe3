"""Forms of entries: bilingual, with what each vocabulary adds; questions and provisions as rows below."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from atasehir_portal.bilingual import Term
from atasehir_portal.catalogue.models import (
    Authority,
    Certainty,
    Checklist,
    DiscriminationGround,
    Neighbourhood,
    Right,
    RightsHolderGroup,
    ServiceArea,
)
from atasehir_portal.catalogue.queries import NAME_TAKEN, name_is_taken
from atasehir_portal.cleaning import LineField, TextField
from atasehir_portal.turkish import SortKey

_SMALL = forms.Textarea(attrs={"rows": 3})
DATE_INPUT = {"type": "date"}


class TermForm(forms.ModelForm):
    """What every vocabulary has. ``base`` is the entry as the page showed it: a change made meanwhile is not overwritten."""

    base = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    name_tr = LineField(label=_("Name in Turkish"), max_length=200, min_length=2)
    name_en = LineField(label=_("Name in English"), max_length=200, min_length=2)
    description_tr = TextField(label=_("Description in Turkish"), max_length=2000, required=False, widget=_SMALL)
    description_en = TextField(label=_("Description in English"), max_length=2000, required=False, widget=_SMALL)
    position = forms.IntegerField(
        label=_("Order"), help_text=_("Smaller numbers come first."), min_value=0, max_value=32000, initial=500
    )

    class Meta:
        model: type[Term] = Neighbourhood
        fields = ["name_tr", "name_en", "description_tr", "description_en", "position"]

    def clean_name_tr(self) -> str:
        """Refuse a name that another entry has, also in other letters ("İnönü", "inonu")."""
        name = self.cleaned_data["name_tr"]
        if name_is_taken(type(self.instance), name, but=self.instance):
            raise ValidationError(NAME_TAKEN)
        return name

    def _post_clean(self) -> None:
        """Leave the instance as it is: the service writes it."""


class NeighbourhoodForm(TermForm):
    aliases = LineField(
        label=_("Other spellings"),
        help_text=_("Separated by commas, e.g. Aşık Veysel, Âşık Veysel."),
        max_length=500,
        required=False,
    )

    class Meta(TermForm.Meta):
        model = Neighbourhood
        fields = ["name_tr", "name_en", "aliases", "description_tr", "description_en", "position"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.initial.get("aliases"), list):
            self.initial["aliases"] = ", ".join(self.initial["aliases"])

    def clean_aliases(self) -> list[str]:
        names = list(dict.fromkeys(name.strip() for name in self.cleaned_data["aliases"].split(",") if name.strip()))
        if any(len(name) > 80 for name in names):
            raise ValidationError(_("A spelling has at most 80 characters."))
        return names


class GroupForm(TermForm):
    note_tr = LineField(label=_("Note in Turkish"), max_length=200, required=False)
    note_en = LineField(label=_("Note in English"), max_length=200, required=False)
    leads_to_special_data = forms.BooleanField(
        label=_("Tying a person to this group makes special-category data"),
        help_text=_(
            "Law 6698, art. 6. The portal warns where such a group is chosen and keeps the fact about the group only."
        ),
        required=False,
    )

    class Meta(TermForm.Meta):
        model = RightsHolderGroup
        fields = [*TermForm.Meta.fields, "note_tr", "note_en", "leads_to_special_data"]


class RightForm(TermForm):
    services_tr = LineField(label=_("Typical municipal services, in Turkish"), max_length=300, required=False)
    services_en = LineField(label=_("Typical municipal services, in English"), max_length=300, required=False)
    checklist = forms.ModelChoiceField(
        label=_("Checklist"),
        help_text=_("AAAQ does not fit every right: education, water and housing have profiles of their own."),
        queryset=Checklist.objects.none(),
        required=False,
        empty_label=_("None"),
    )

    class Meta(TermForm.Meta):
        model = Right
        fields = [*TermForm.Meta.fields, "services_tr", "services_en", "checklist"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checklist"].queryset = Checklist.objects.order_by("position", SortKey("name_tr"))


class ChecklistForm(TermForm):
    source = LineField(label=_("Source"), max_length=200, required=False)

    class Meta(TermForm.Meta):
        model = Checklist
        fields = [*TermForm.Meta.fields, "source"]


class ServiceAreaForm(TermForm):
    class Meta(TermForm.Meta):
        model = ServiceArea
        fields = [*TermForm.Meta.fields, "competence"]


class AuthorityForm(TermForm):
    class Meta(TermForm.Meta):
        model = Authority
        fields = [*TermForm.Meta.fields, "competence"]


class GroundForm(TermForm):
    in_law = forms.BooleanField(
        label=_("Named in Law 6701, art. 3/2"),
        help_text=_("The list of the law is closed. Tick this only if the law itself names the ground."),
        required=False,
    )

    class Meta(TermForm.Meta):
        model = DiscriminationGround
        fields = [*TermForm.Meta.fields, "in_law"]


class RowForm(forms.Form):
    """A row below an entry. ``pk`` says which row it is; empty for a new one."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def row(self) -> dict[str, Any]:
        """Return what the service writes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"DELETE", "ORDER"}}


class QuestionForm(RowForm):
    element_tr = LineField(label=_("Element in Turkish"), max_length=120)
    element_en = LineField(label=_("Element in English"), max_length=120)
    text_tr = LineField(label=_("Question in Turkish"), max_length=300)
    text_en = LineField(label=_("Question in English"), max_length=300)


class ProvisionForm(RowForm):
    instrument_tr = LineField(label=_("Instrument in Turkish"), max_length=120)
    instrument_en = LineField(label=_("Instrument in English"), max_length=120)
    article = LineField(label=_("Article"), max_length=60, required=False)
    certainty = forms.ChoiceField(label=_("How sure it is"), choices=Certainty.choices, initial=Certainty.TO_VERIFY)
    seen_on = forms.DateField(
        label=_("Date seen"), required=False, widget=forms.DateInput(attrs=DATE_INPUT, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if self.cleaned_data.get("certainty") != Certainty.TO_VERIFY and not self.cleaned_data.get("seen_on"):
            self.add_error("seen_on", _("Say when it was seen, or leave it to be verified."))
        return data


class BaseRowFormSet(forms.BaseFormSet):
    """Rows that are ordered by a number and taken out by a tick; two empty ones wait at the end."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("Place")
        form.fields["ORDER"].max_value = 1000
        form.fields["DELETE"].label = _("Take this row out")

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows to keep, in their order."""
        return [form.row() for form in self.ordered_forms if form.has_changed() or form.cleaned_data.get("pk")]

    def removed(self) -> list[int]:
        """Return the rows that were ticked to be taken out."""
        return [form.cleaned_data["pk"] for form in self.deleted_forms if form.cleaned_data.get("pk")]


_ROWS: dict[str, Any] = {
    "formset": BaseRowFormSet,
    "extra": 2,
    "max_num": 80,
    "absolute_max": 100,
    "validate_max": True,
    "can_delete": True,
    "can_order": True,
}
QuestionFormSet = forms.formset_factory(QuestionForm, **_ROWS)
ProvisionFormSet = forms.formset_factory(ProvisionForm, **_ROWS)
