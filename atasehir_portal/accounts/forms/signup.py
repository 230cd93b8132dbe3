"""What is asked at sign-up beyond address and password."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import User
from atasehir_portal.catalogue.queries import current_notice
from atasehir_portal.cleaning import LineField


class NoticeForm(forms.Form):
    """The privacy notice is shown, and which version it was is kept. It informs; it asks for no consent (Law 6698, art. 10)."""

    notice_seen = forms.BooleanField(
        label=_("I have read the privacy notice"),
        error_messages={"required": _("Please read the privacy notice and tick this box.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notice = current_notice()
        self.fields["notice_seen"].help_text = format_html(
            '<a href="{}" target="_blank" rel="noopener">{}</a>',
            reverse("catalogue:privacy_notice"),
            _("Read the privacy notice, version %(number)s (opens in a new tab)") % {"number": self.notice.number},
        )


class SignupFields(NoticeForm):
    """Added to allauth's sign-up form (``ACCOUNT_SIGNUP_FORM_CLASS``)."""

    full_name = LineField(
        label=_("First and last name"),
        max_length=150,
        min_length=3,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["full_name", "email", "password1", "notice_seen"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep the name, the language of the page and which notice was shown (called by allauth)."""
        user.full_name = self.cleaned_data["full_name"]
        user.language = "en" if (get_language() or "tr").startswith("en") else "tr"
        user.notice = self.notice
        user.notice_shown_at = timezone.now()
        user.save(update_fields=["full_name", "language", "notice", "notice_shown_at"])
