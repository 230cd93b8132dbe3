"""What the services share: the lock of a handbook, the record of an act, limits and refusals."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from atasehir_portal import cleaning
from atasehir_portal.accounts.models import User
from handbooks.models import Handbook, HandbookAct, HandbookEvent

TOO_LONG = _("This is too long (at most %(limit)s characters).")
LONGEST_NOTE = 500


def locked(handbook: Handbook) -> Handbook:
    """Lock the handbook's row until the end of the transaction, and return it."""
    return Handbook.objects.select_for_update(of=("self",)).select_related("document").get(pk=handbook.pk)


def record(
    handbook: Handbook,
    act: HandbookAct,
    by: User | None,
    *,
    about: User | None = None,
    detail: str = "",
    edition: str = "",
    note: str = "",
) -> HandbookEvent:
    """Write an act into the handbook's history."""
    return HandbookEvent.objects.create(
        handbook=handbook,
        act=act,
        actor=by,
        about=about,
        detail=detail,
        edition=edition,
        note=note[:LONGEST_NOTE],
    )


def note_of(typed: str, *, field: str, missing: Any = None) -> str:
    """Return a note as it is stored. Raises ValidationError (``field``) where it is too long, or empty and ``missing`` says
    why it is needed."""
    note = cleaning.text(typed)
    if missing is not None and not note:
        raise ValidationError({field: ValidationError(missing, code="required")})
    if len(note) > LONGEST_NOTE:
        raise ValidationError({field: too_long(LONGEST_NOTE)})
    return note


def too_long(limit: int) -> ValidationError:
    """Return the error of a text that has more than ``limit`` characters."""
    return ValidationError(TOO_LONG, params={"limit": limit})
