"""What the services share: the lock of a handbook, the record of an act, what is frozen, limits and refusals."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import User
from atasehir_portal.documents.services.versions import canonical
from handbooks.models import Handbook, HandbookAct, HandbookEvent

TOO_LONG = _("This is too long (at most %(limit)s characters).")
LONGEST_NOTE = 500


def locked(handbook: Handbook) -> Handbook:
    """Lock the handbook's row until the end of the transaction, and return it."""
    return Handbook.objects.select_for_update(of=("self",)).select_related("document").get(pk=handbook.pk)


def record(handbook: Handbook, act: HandbookAct, by: User | None, *, edition: str = "", note: str = "") -> None:
    """Write an act into the handbook's history."""
    HandbookEvent.objects.create(handbook=handbook, act=act, actor=by, edition=edition, note=note[:LONGEST_NOTE])


def digest_of(snapshot: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a text as it stands, by which it is known again."""
    return sha256(canonical(snapshot)).hexdigest()


def too_long(limit: int) -> ValidationError:
    """Return the error of a text that has more than ``limit`` characters."""
    return ValidationError(TOO_LONG, params={"limit": limit})
