"""Texts that somebody is about to take in: kept for a while between comparing and deciding, for that person alone.

They lie in the shared cache, so that nothing has to be swept; what has gone from there is uploaded once more. A person has one
for a document: the next upload takes the place of the last, so that the cache, which the broker shares, never fills with them.
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
    """``seen`` is the document as it was compared, ``target`` what it would be, ``name`` the file's; ``token`` tells it from
    the one that the same person uploaded before."""

    token: str
    name: str
    seen: dict[str, Any]
    target: dict[str, Any]
    warnings: list[str]


def keep(*, document: Document, user: User, name: str, target: Target) -> str:
    """Keep a proposal and return its token; "" where it cannot be kept for the moment."""
    token = secrets.token_urlsafe(18)
    kept = Proposal(
        token=token,
        name=name[:100],
        seen=snapshot_of(document),
        target=target.snapshot,
        warnings=target.warnings,
    )
    key = _key(document, user)
    cache.set(key, kept, KEPT)
    return token if cache.get(key) is not None else ""


def kept(*, document: Document, user: User, token: str) -> Proposal | None:
    """Return a proposal; None where it is gone or a later one took its place, for another document or of another person."""
    found: Proposal | None = cache.get(_key(document, user))
    return found if found is not None and found["token"] == token else None


def forget(*, document: Document, user: User, token: str) -> None:
    """Let a proposal go that was decided; one that took its place meanwhile stays."""
    if kept(document=document, user=user, token=token) is not None:
        cache.delete(_key(document, user))


def _key(document: Document, user: User) -> str:
    return f"documents.proposal.{document.uid}.{user.pk}"
