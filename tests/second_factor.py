"""The second factor of people in tests: the key of their app, and the code that it shows now."""

import time

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

SECRET = "JBSWY3DPEHPK3PXP"


def code(secret: str = SECRET) -> str:
    """Return what the app shows at this moment."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD))
