"""Security keys by the names that their owners give them.

allauth's own forms have no label, so that Django makes one of the name of the field, which no catalogue translates. Not
imported by the package: allauth asks for these forms by their path (``MFA_FORMS``).
"""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _

from atasehir_portal.cleaning import LineField

_LABEL, _HELP = _("Name of the key"), _("By this name you tell your keys apart.")


class AddKeyForm(AddWebAuthnForm):
    """A key is added; without a name it gets one."""

    name = LineField(label=_LABEL, help_text=_HELP, required=False, max_length=100)


class RenameKeyForm(EditWebAuthnForm):
    """A key gets another name."""

    name = LineField(label=_LABEL, help_text=_HELP, max_length=100)
