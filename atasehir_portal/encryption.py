"""Encryption of single fields: second-factor secrets and contact details of vulnerable people.

The keys come from ``FIELD_ENCRYPTION_KEYS`` (Fernet keys, newest first), never from ``SECRET_KEY``, and are in no dump of the
database. What was written with an older key is still read; ``renew`` writes it again with the newest one, so that a key can
be retired.
"""

from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class Unreadable(Exception):
    """The text was not encrypted with any of the keys that are configured."""


@lru_cache(maxsize=4)
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError as error:
        raise ImproperlyConfigured(f"FIELD_ENCRYPTION_KEYS: {error}") from error


def _current() -> MultiFernet:
    return _fernet(tuple(settings.FIELD_ENCRYPTION_KEYS))


def encrypt(text: str) -> str:
    """Return the text encrypted and signed with the newest key (URL-safe ASCII, different each time)."""
    return _current().encrypt(text.encode()).decode("ascii")


def decrypt(token: str) -> str:
    """Return the text that ``encrypt`` was given. Raises Unreadable where no configured key fits or it was tampered with."""
    try:
        return _current().decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise Unreadable("no key in FIELD_ENCRYPTION_KEYS reads this") from error


def renew(token: str) -> str:
    """Return the same text encrypted with the newest key. Raises Unreadable as ``decrypt`` does."""
    try:
        return _current().rotate(token.encode()).decode("ascii")
    except InvalidToken as error:
        raise Unreadable("no key in FIELD_ENCRYPTION_KEYS reads this") from error
