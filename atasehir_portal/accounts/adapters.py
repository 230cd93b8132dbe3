"""What allauth asks us: how mails leave, what is said after sign-up, and how second-factor secrets are kept."""

import logging
import smtplib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from atasehir_portal import encryption
from atasehir_portal.accounts.second_factor import is_required_of, other_factors_of
from atasehir_portal.catalogue.queries import municipality, notices_in_force

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody joins before there is a privacy notice to show."""
        return notices_in_force().exists()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of allauth's mails. A mail server that is down is said on the page, not shown as an error of ours."""
        context = {**context, "portal_name": municipality().portal_name}
        try:
            super().send_mail(template_prefix, email, context)
        except (smtplib.SMTPException, OSError) as error:
            logger.warning("account mail %s could not be sent: %s", template_prefix, type(error).__name__)
            request = allauth_context.request
            if request is not None:
                messages.error(request, _("The e-mail could not be sent just now. Please try again in a few minutes."))

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address of the client; behind a local socket, which has none, all clients share one limit."""
        if not request.META.get("REMOTE_ADDR") and not request.headers.get("x-forwarded-for"):
            return "127.0.0.1"
        return super().get_client_ip(request)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: secrets are encrypted, and staff cannot remove their last one."""

    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if not is_required_of(authenticator.user):
            return True
        return other_factors_of(authenticator).exists()

    def get_totp_issuer(self) -> str:
        return municipality().portal_name
