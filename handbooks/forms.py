"""Forms of the publishing desk. Whether a number is free and a text is new is for the service to say."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from atasehir_portal.cleaning import LineField
from handbooks.services.common import LONGEST_NOTE
from handbooks.services.editions import NO_NOTE, NO_NUMBER, NO_REASON


class ActForm(forms.Form):
    """A form whose service may find errors of its own."""

    def refuse(self, error: ValidationError) -> None:
        """Show what the service found, at its field where it names one."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)


class PublishForm(ActForm):
    """Number and change note of a new edition."""

    number = LineField(
        label=_("Number of the edition"),
        max_length=10,
        error_messages={"required": NO_NUMBER},
        help_text=_("Before 1.0 an edition is a trial and says so on its cover. 1.0 and after: the whole book."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input--short", "autocomplete": "off"}),
    )
    change_note = LineField(
        label=_("What is new in this edition?"),
        max_length=LONGEST_NOTE,
        error_messages={"required": NO_NOTE},
        help_text=_("One or two sentences. They stand in the imprint and in the library."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WithdrawForm(ActForm):
    """Why an edition is withdrawn."""

    reason = LineField(
        label=_("Why is the edition withdrawn?"),
        max_length=LONGEST_NOTE,
        error_messages={"required": NO_REASON},
        help_text=_("Readers see this in the library, in the place of the download."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
