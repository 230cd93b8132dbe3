"""Reading configuration from the environment, and secrets also from files.

``NAME`` is read from the variable ``NAME``; where that is not set or empty, from the file named by ``NAME_FILE`` (the
form in which Docker and Kubernetes hand secrets over).
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """Return the setting ``name`` as text, stripped; ``default`` where it is not set.

    Raises ImproperlyConfigured where ``NAME_FILE`` names a file that cannot be read.
    """
    value = os.environ.get(name, "").strip()
    if value:
        return value
    file_name = os.environ.get(f"{name}_FILE")
    if not file_name:
        return default
    try:
        return Path(file_name).read_text(encoding="utf-8").strip() or default
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE: {error}") from error


def flag(name: str, default: bool = False) -> bool:
    """Return the setting ``name`` as yes or no. Raises ImproperlyConfigured on anything else."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}")


def number(name: str, default: int) -> int:
    """Return the setting ``name`` as a whole number. Raises ImproperlyConfigured on anything else."""
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}") from error


def words(name: str, default: str = "") -> list[str]:
    """Return the comma-separated setting ``name`` as a list without empty entries."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(url: str, *, password: str = "") -> dict[str, Any]:
    """Return Django's database settings for a ``postgres://`` address.

    ``?host=/run/postgresql`` names a socket directory, ``?sslmode=require`` and other libpq options are passed on.
    ``password`` counts where the address holds none, so that it can come from a file of its own.
    Raises ImproperlyConfigured where the address is not PostgreSQL's.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// (the portal uses PostgreSQL only)")
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    options.setdefault("connect_timeout", "5")  # seconds: a database that is gone is answered with a page, not a wait
    host = options.pop("host", None) or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or password),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
