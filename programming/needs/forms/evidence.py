"""The form that adds a file to a need that is being written."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atasehir_portal.attachments import LARGEST, errors
from atasehir_portal.cleaning import FormKeyField, LineField

ACCEPT = ".jpg,.jpeg,.png,.webp,.pdf,.xlsx,.csv,.mp3,.m4a,.ogg,.opus,.wav"


class EvidenceForm(forms.Form):
    """One file, and what it shows. Whether the file can be taken is judged by what it holds, not here."""

    form_key = FormKeyField()
    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "A picture (JPEG, PNG, WebP), a PDF, a spreadsheet (XLSX, CSV) or a recording (MP3, M4A, OGG, WAV), at most 10 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={
            "required": _("Choose a file."),
            "empty": errors.EMPTY,
            "missing": _("Choose a file."),
            "invalid": _("The file did not arrive. Choose it once more."),
        },
    )
    shows = LineField(
        label=_("What does it show, in one sentence?"),
        help_text=_(
            "For example: “The kerb in front of the health centre has no ramp.” Whoever cannot see or hear it reads this. Name no person."
        ),
        min_length=10,
        max_length=200,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(errors.TOO_LARGE)
        return file

    def clean(self) -> dict[str, Any]:
        """A browser keeps what was typed, but lets go of the file that was chosen: that is said where something else is wrong."""
        cleaned = super().clean() or {}
        if self.errors and "file" in cleaned:
            self.add_error("file", _("Choose the file once more: browsers do not keep it."))
        return cleaned
