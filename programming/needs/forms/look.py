"""The form before a look at a confidential need."""

from django import forms
from django.utils.translation import gettext_lazy as _

from atasehir_portal.cleaning import TextField


class LookForm(forms.Form):
    """The reason for looking at a confidential need. It is shown to the person who raised it."""

    reason = TextField(
        label=_("Why do you need to read this?"),
        help_text=_("Your reason, your name and the time are shown to the person who raised the need."),
        min_length=15,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
