"""The second factor by role: staff of the municipality must have one (``REQUIRE_MFA``), others may.

Recovery codes do not count as one: they only stand in for a factor that exists.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet

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
