"""The form that adds a file to a cause."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programming.needs.forms import EvidenceForm


class CauseFileForm(EvidenceForm):
    """One file, what it shows, and whether everybody may open it."""

    is_public = forms.BooleanField(
        label=_("Everybody may open it once the assessment is adopted"),
        required=False,
        help_text=_(
            "Only where nobody can be recognised in it, by face, voice, name or place. Else it stays with those who write."
        ),
    )
