"""Texts that somebody is about to take in: kept for a while between comparing and deciding, for that person alone.

They lie in the shared cache, so that nothing has to be swept; what has gone from there is uploaded once more.
"""

import secrets
from typing import Any, TypedDict

from django.core.cache import cache

from atasehir_portal.accounts.models import User
from atasehir_portal.documents.intake import Target
from atasehir_portal.documents.models import Document
from atasehir_portal.documents.services.versions import snapshot_of

KEPT = 2 * 60 * 60  # seconds


class Proposal(TypedDict):
    """``seen`` is the document as it was compared, ``target`` what it would be, ``name`` the file's."""

    document: str
    user: int
    name: str
    seen: dict[str, Any]
    target: dict[str, Any]
    warnings: list[str]


def keep(*, document: Document, user: User, name: str, target: Target) -> str:
    """Keep a proposal and return its token; "" where it cannot be kept for the moment."""
    token = secrets.token_urlsafe(18)
    kept = Proposal(
        document=str(document.uid),
        user=user.pk,
        name=name[:100],
        seen=snapshot_of(document),
        target=target.snapshot,
        warnings=target.warnings,
    )
    cache.set(_key(token), kept, KEPT)
    return token if cache.get(_key(token)) is not None else ""


def kept(*, document: Document, user: User, token: str) -> Proposal | None:
    """Return a proposal; None where it is gone, for another document or of another person."""
    found: Proposal | None = cache.get(_key(token))
    if found is None or found["document"] != str(document.uid) or found["user"] != user.pk:
        return None
    return found


def forget(token: str) -> None:
    """Let a proposal go that was decided."""
    cache.delete(_key(token))


def _key(token: str) -> str:
    return f"documents.proposal.{token}"
