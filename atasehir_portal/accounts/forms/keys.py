"""Security keys by the names that their owners give them.

allauth's own forms have no label, so that Django makes one of the name of the field, which no catalogue translates. Not
imported by the package: allauth asks for these forms by their path (``MFA_FORMS``).
"""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.utils.translation import gettext_lazy as _

from atasehir_portal.cleaning import LineField

_LABEL, _HELP = _("Name of the key"), _("By this name you tell your keys apart.")


# What reading a key's answer fails with where no key wrote it; allauth expects only some of these.
_UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)


class AddKeyForm(AddWebAuthnForm):
    """A key is added; without a name it gets one."""

    name = LineField(label=_LABEL, help_text=_HELP, required=False, max_length=100)

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except _UNREADABLE as error:
            raise get_adapter().validation_error("incorrect_code") from error


class SignInWithKeyForm(AuthenticateWebAuthnForm):
    """A key is the second factor of signing in."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        except _UNREADABLE as error:
            raise get_adapter().validation_error("incorrect_code") from error


class ConfirmWithKeyForm(SignInWithKeyForm, ReauthenticateWebAuthnForm):
    """A key says once more who somebody is."""


class RenameKeyForm(EditWebAuthnForm):
    """A key gets another name."""

    name = LineField(label=_LABEL, help_text=_HELP, max_length=100)
