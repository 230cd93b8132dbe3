"""Forms about one's own account."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import User
from atasehir_portal.cleaning import LineField


class DetailsForm(forms.Form):
    """Name and language."""

    full_name = LineField(
        label=_("First and last name"),
        max_length=150,
        min_length=3,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("The portal and its e-mails speak this language to you."),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, initial={"full_name": user.full_name, "language": user.language}, **kwargs)


class DeleteForm(forms.Form):
    """Delete the account: said twice, because it cannot be undone."""

    sure = forms.BooleanField(
        label=_("I understand that my account is erased and cannot be brought back"),
        error_messages={"required": _("Tick this box if you really want to delete your account.")},
    )
