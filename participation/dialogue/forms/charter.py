"""Forms of the charter: a rule of its text, its beginning, its adoption, its acceptance."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atasehir_portal.cleaning import LineField
from atasehir_portal.documents.forms import BlockForm, PlainLineField
from participation.dialogue import rules


class DayInput(forms.DateInput):
    """A day, with the calendar of the browser."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class RuleForm(BlockForm):
    """The value of a rule, and the words around it. Which rule it is stays as it is."""

    data_fields = ("rule", "value")
    rows = 4
    field_order = ("rule", "value", "body")

    rule = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    value = PlainLineField(label=_("Value"), max_length=20, error_messages={"required": rules.MISSING})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = self.data.get(self.add_prefix("rule")) if self.is_bound else self.initial.get("rule")
        known = rules.BY_KEY.get(str(sent))
        self.fields["body"].label = _("What the rule says in words")
        self.fields["body"].required = self.fields["body"].widget.is_required = False
        if known is None:
            return
        value = self.fields["value"]
        value.label, value.help_text = known.label, known.asks
        if known.key == rules.REVIEW:
            value.widget = forms.TextInput(attrs={"type": "date"})
        else:
            value.widget.attrs["inputmode"] = "numeric"


class BeginForm(forms.Form):
    """In which language the charter is written."""

    language = forms.ChoiceField(
        label=_("Which starter text?"),
        choices=[("tr", _("The Turkish text")), ("en", _("The English text"))],
        initial="tr",
        widget=forms.RadioSelect,
        help_text=_("Every sentence of it can be changed. The charter that the council adopts has one language."),
    )


class GiveUpForm(forms.Form):
    """Why the draft is given up."""

    reason = LineField(
        label=_("Why?"), min_length=10, max_length=500, help_text=_("It is kept with the draft. Name nobody.")
    )


class AdoptForm(forms.Form):
    """What the council decided."""

    decision_number = LineField(
        label=_("Number of the council’s decision"),
        max_length=40,
        help_text=_("As it stands on the decision, e.g. 2026/45."),
    )
    decision_on = forms.DateField(
        label=_("Date of the council’s decision"),
        widget=DayInput(),
        help_text=_("The council decides after the round. The charter takes effect today, not on this day."),
    )
    note = LineField(
        label=_("What should readers know of this version?"),
        min_length=10,
        max_length=500,
        help_text=_("E.g. “First version, after the round of May.” It stands beside the version."),
    )


class AcceptForm(forms.Form):
    """The acceptance of exactly the text that is shown, by name. ``digest`` says which text that is."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    name = LineField(
        label=_("Your first and last name"),
        max_length=150,
        help_text=_(
            "Only your organisation and the municipality read it. In public stand the organisation and the date."
        ),
    )
    agreed = forms.BooleanField(
        label=_("I have read the charter, and my organisation’s bodies have authorised me to accept it."),
        error_messages={"required": _("Tick this to accept the charter. Without it nothing is accepted.")},
    )
