"""What allauth asks us: how mails leave, what is said after sign-up, and how second-factor secrets are kept."""

from datetime import timedelta
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from atasehir_portal import encryption
from atasehir_portal.accounts.second_factor import is_required_of, other_factors_of
from atasehir_portal.accounts.signals import mail_wanted
from atasehir_portal.catalogue.queries import municipality, notices_in_force

DOUBLE_CLICK = 10  # seconds within which nobody asks for a second link on purpose
_CONFIRMATION = timedelta(days=account_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS)
# Mails whose link is all they say, and how long it works: later than that they are of no use to anybody.
LINKS_WORK_FOR = {
    "account/email/password_reset_key": timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
    "account/email/email_confirmation": _CONFIRMATION,
    "account/email/email_confirmation_signup": _CONFIRMATION,
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody joins before there is a privacy notice to show."""
        return notices_in_force().exists()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Hand one of allauth's mails to the outbox, in the language of the page: it is sent as soon as the mail server takes
        it, and what it says does not stay in the database. A form that is sent twice sends one link.
        """
        person = salted_hmac("accounts.mail", email.lower()).hexdigest()
        if template_prefix in LINKS_WORK_FOR and not cache.add(f"mail:{template_prefix}:{person}", 1, DOUBLE_CLICK):
            return
        request = allauth_context.request
        around = {"request": request, "email": email, "current_site": get_current_site(request)}
        message = self.render_mail(
            template_prefix, email, {**around, **context, "portal_name": municipality().portal_name}
        )
        mail_wanted.send(
            sender=AccountAdapter,
            address=email,
            template="",
            context={"subject": str(message.subject), "text": str(message.body)},
            language=get_language() or "tr",
            useless_after=LINKS_WORK_FOR.get(template_prefix),
        )

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
