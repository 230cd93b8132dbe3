"""Errors that were found in published editions. The edition stays as it is; the note stands beside it at once, and a later edition
carries the correction."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from atasehir_portal import cleaning
from atasehir_portal.accounts.models import User
from atasehir_portal.transitions import NotInThisState
from handbooks import editions, permissions
from handbooks.models import Edition, Erratum, HandbookAct
from handbooks.services.common import record, too_long

LONGEST = {"place": 200, "wrong": 1000, "right": 1000}
NO_PLACE = _("Say where it stands, for example: page 14, second paragraph.")
NO_WRONG = _("Write what stands there.")
NO_RIGHT = _("Write what should stand there.")
NOT_DIFFERENT = _("This is what stands there already.")
NOT_OPEN = _("One of the errors was corrected or taken back in the meantime. Look at the list once more.")
NOT_LATER = _("The error stands in edition %(edition)s; only an edition with a higher number can correct it.")
_MISSING = {"place": NO_PLACE, "wrong": NO_WRONG, "right": NO_RIGHT}


@transaction.atomic
def note_erratum(*, edition: Edition, by: User, anchor: str, place: str, wrong: str, right: str) -> Erratum:
    """Note an error in an edition; readers see it at once. The same note sent twice is kept once.

    ``anchor`` is that of the chapter or section ("" for cover and imprint). Raises PermissionDenied, ValidationError (place,
    wrong, right).
    """
    if not permissions.can_note_erratum(by, edition):
        raise PermissionDenied
    values = {"anchor": anchor, **_texts(place=place, wrong=wrong, right=right)}
    Edition.objects.select_for_update(of=("self",), no_key=True).get(pk=edition.pk)  # two presses, one after the other
    existing = edition.errata.filter(**values, corrected_in=None).first()
    if existing is not None:
        return existing
    erratum = Erratum.objects.create(edition=edition, noted_by=by, **values)
    record(edition.handbook, HandbookAct.ERRATUM, by, edition=edition.number, note=erratum.place)
    return erratum


@transaction.atomic
def change_erratum(*, erratum: Erratum, by: User, anchor: str, place: str, wrong: str, right: str) -> Erratum:
    """Change the note of an error that no edition corrects yet. Raises as ``note_erratum``, and NotInThisState."""
    if not permissions.can_note_erratum(by, erratum.edition):
        raise PermissionDenied
    values = {"anchor": anchor, **_texts(place=place, wrong=wrong, right=right)}
    present = Erratum.objects.select_for_update().filter(pk=erratum.pk, corrected_in=None).first()
    if present is None:
        raise NotInThisState
    if any(getattr(present, name) != value for name, value in values.items()):
        Erratum.objects.filter(pk=erratum.pk).update(**values)
        book, number = erratum.edition.handbook, erratum.edition.number
        record(book, HandbookAct.ERRATUM_CHANGED, by, edition=number, note=values["place"])
    for name, value in values.items():
        setattr(erratum, name, value)
    return erratum


@transaction.atomic
def remove_erratum(*, erratum: Erratum, by: User) -> None:
    """Take back the note of what was no error. Raises PermissionDenied, NotInThisState where an edition corrects it."""
    if not permissions.can_note_erratum(by, erratum.edition):
        raise PermissionDenied
    deleted, _rows = Erratum.objects.filter(pk=erratum.pk, corrected_in=None).delete()
    if not deleted:
        raise NotInThisState
    record(
        erratum.edition.handbook, HandbookAct.ERRATUM_REMOVED, by, edition=erratum.edition.number, note=erratum.place
    )


def check_corrections(*, errata: Iterable[Erratum], edition: Edition) -> list[Erratum]:
    """Return the errors that a new edition corrects, locked until the end of the transaction.

    Raises ValidationError (corrects) where one is not open, of another book, or of an edition that is not earlier.
    """
    wanted = {each.pk for each in errata}
    found = list(
        Erratum.objects.select_for_update(of=("self",))
        .select_related("edition")
        .filter(pk__in=wanted, edition__handbook=edition.handbook, corrected_in=None)
        .order_by("pk")
    )
    if len(found) != len(wanted):
        raise ValidationError({"corrects": ValidationError(NOT_OPEN)})
    for each in found:
        if editions.parse(each.edition.number) >= editions.parse(edition.number):
            raise ValidationError({"corrects": ValidationError(NOT_LATER, params={"edition": each.edition.number})})
    return found


def mark_corrected(*, errata: Iterable[Erratum], edition: Edition) -> None:
    """Note that an edition corrects these errors."""
    Erratum.objects.filter(pk__in=[each.pk for each in errata]).update(corrected_in=edition)


def _texts(**typed: str) -> dict[str, str]:
    values = {name: cleaning.text(text) if name != "place" else cleaning.line(text) for name, text in typed.items()}
    errors = {name: ValidationError(_MISSING[name]) for name, text in values.items() if not text}
    errors |= {name: too_long(limit) for name, limit in LONGEST.items() if len(values[name]) > limit}
    if not errors and values["wrong"] == values["right"]:
        errors["right"] = ValidationError(NOT_DIFFERENT)
    if errors:
        raise ValidationError(errors)
    return values
