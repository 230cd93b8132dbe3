"""The second factor by role: staff of the municipality must have one (``REQUIRE_MFA``), others may.

Recovery codes do not count as one: they only stand in for a factor that exists.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from atasehir_portal import encryption
from atasehir_portal.accounts.people import person


def factors_of(user: Any) -> QuerySet[Authenticator]:
    """Return the person's authenticator apps and security keys."""
    return Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)


def other_factors_of(authenticator: Authenticator) -> QuerySet[Authenticator]:
    """Return what second factor the person would still have without this one."""
    return factors_of(authenticator.user).exclude(pk=authenticator.pk)


def is_required_of(user: Any) -> bool:
    """Whether this person must have a second factor."""
    return bool(settings.REQUIRE_MFA) and person(user).is_staff_member


def is_missing(user: Any) -> bool:
    """Whether this person must have a second factor and had none when the request began."""
    post = person(user).post
    return bool(settings.REQUIRE_MFA) and post is not None and not post.has_second_factor  # type: ignore[attr-defined]


def end_other_sessions(
    sender: Any, *, request: HttpRequest, user: Any, authenticator: Authenticator, **_rest: Any
) -> None:
    """Sign the person out everywhere else when a second factor is set up (receiver of ``authenticator_added``).

    Those sessions began with the password alone; from now on that is not enough, also for whoever else may know it.
    """
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
            session.end()


# Where allauth keeps secrets that the adapter encrypts: authenticator app, recovery codes, codes taken over from elsewhere.
_SECRETS = ("secret", "seed", "migrated_codes")


def renew_secrets() -> tuple[int, int]:
    """Encrypt every secret with the newest key. Returns how many factors were renewed and how many no key reads."""
    renewed = unreadable = 0
    for pk in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            factor = Authenticator.objects.select_for_update().filter(pk=pk).first()
            held = {name: factor.data[name] for name in _SECRETS if factor.data.get(name)} if factor else {}
            if factor is None or not held:
                continue
            try:
                factor.data |= {name: _renewed(value) for name, value in held.items()}
            except encryption.Unreadable:
                unreadable += 1
                continue
            factor.save(update_fields=["data"])
            renewed += 1
    return renewed, unreadable


def _renewed(value: str | list[str]) -> str | list[str]:
    return [encryption.renew(one) for one in value] if isinstance(value, list) else encryption.renew(value)
