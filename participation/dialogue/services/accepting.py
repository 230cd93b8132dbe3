"""Acceptance of the charter by an organisation's representative, and its withdrawal."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal import cleaning
from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.notifications.services import notify
from atasehir_portal.transitions import NotInThisState
from participation.dialogue import permissions
from participation.dialogue.models import Acceptance, CharterVersion

NO_NAME = _("Write your first and last name: an acceptance is given by name.")


class NotTheSameText(Exception):
    """The charter that was shown is not the one in force (any more). Nothing was accepted."""

    message = _(
        "The charter changed while you were reading: another version is in force now. Nothing was accepted. "
        "Read the text below, then accept it if you agree."
    )

    def __str__(self) -> str:
        return str(self.message)


@transaction.atomic
def accept_charter(*, organisation: Organisation, by: User, name: str, digest: str) -> Acceptance:
    """Accept for an organisation, by name and date, exactly the text with this digest. Its representatives are told, with the way to the
    PDF. Twice is one acceptance.

    Raises PermissionDenied, ValidationError (name), NotTheSameText where another text is in force, or none.
    """
    if not permissions.can_accept(by, organisation):
        raise PermissionDenied
    name = cleaning.line(name)[:150]
    if not name:
        raise ValidationError({"name": NO_NAME})
    # Whoever adopts another version waits until this is written, or this one meets the new version.
    version = (
        CharterVersion.objects.select_for_update(of=("self",))
        .select_related("version")
        .defer("version__snapshot")
        .filter(superseded_at=None)
        .first()
    )
    if version is None or version.digest != digest:
        raise NotTheSameText
    if earlier := _standing(version, organisation):
        return earlier
    try:
        with transaction.atomic():
            given = Acceptance.objects.create(
                charter_version=version,
                organisation=organisation,
                person=by,
                person_name=name,
                digest=digest,
                is_example=version.is_example or organisation.is_example or by.is_example,
            )
    except IntegrityError:  # the same at the same moment
        return Acceptance.objects.get(charter_version=version, organisation=organisation, withdrawn_at=None)
    _tell(given, "acceptance_given", f"given-{given.pk}")
    return given


def _standing(version: CharterVersion, organisation: Organisation) -> Acceptance | None:
    return Acceptance.objects.filter(charter_version=version, organisation=organisation, withdrawn_at=None).first()


@transaction.atomic
def withdraw_acceptance(*, acceptance: Acceptance, by: User) -> None:
    """Withdraw an acceptance: the organisation acts formally no more, until it accepts again. What it did until then stays.

    Earlier acceptances that still count in their grace period are withdrawn with it. Raises PermissionDenied, NotInThisState.
    """
    organisation = acceptance.organisation
    if not permissions.can_accept(by, organisation):
        raise PermissionDenied
    now = timezone.now()
    if not Acceptance.objects.filter(pk=acceptance.pk, withdrawn_at=None).update(withdrawn_at=now, withdrawn_by=by):
        raise NotInThisState
    Acceptance.objects.filter(organisation=organisation, withdrawn_at=None).update(withdrawn_at=now, withdrawn_by=by)
    _tell(acceptance, "acceptance_withdrawn", f"withdrawn-{acceptance.pk}")


def _tell(acceptance: Acceptance, kind: str, event: str) -> None:
    """Tell all representatives of the organisation, also the one who acted: the message leads to the copy."""
    representatives = User.objects.filter(
        memberships__organisation=acceptance.organisation,
        memberships__left_at=None,
        memberships__role="representative",
        is_active=True,
    )
    notify(
        recipients=list(representatives.distinct()),
        kind=kind,
        reference=acceptance.organisation.slug,
        event=event,
        is_example=acceptance.is_example,
    )
