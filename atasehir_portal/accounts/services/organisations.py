"""Organisations: applying, deciding, keeping the profile, suspending."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from atasehir_portal import turkish
from atasehir_portal.accounts.models import (
    AccountEvent,
    EventAct,
    Membership,
    MembershipRole,
    Organisation,
    OrganisationState,
    User,
)
from atasehir_portal.accounts.people import forget, person
from atasehir_portal.accounts.permissions import can_edit_organisation, can_rename_organisation
from atasehir_portal.accounts.signals import organisation_changed
from atasehir_portal.accounts.states import EVENTS, ORGANISATION
from atasehir_portal.catalogue.models import Neighbourhood, RightsHolderGroup
from atasehir_portal.catalogue.queries import current_notice

# More undecided applications of one person than anybody needs; a flood stops here.
MOST_APPLICATIONS = 3


def apply_for_organisation(
    *,
    user: User,
    name: str,
    kind: str,
    description: str,
    website: str = "",
    groups: Iterable[RightsHolderGroup] = (),
    neighbourhoods: Iterable[Neighbourhood] = (),
    is_example: bool = False,
) -> Organisation:
    """Enter an organisation that asks to take part, with the person as its first representative.

    The same application sent twice is one: the organisation that is already waiting under this name is returned.
    Raises PermissionDenied for staff (they decide on applications), ValidationError with too many undecided applications.
    """
    if person(user).is_staff_member:
        raise PermissionDenied(_("Staff of the municipality cannot apply for an organisation."))
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # two clicks at once wait for each other here
        waiting = list(
            Organisation.objects.filter(
                memberships__user=user, memberships__left_at=None, state=OrganisationState.APPLIED
            ).distinct()
        )
        for organisation in waiting:
            if turkish.fold(organisation.name) == turkish.fold(name):
                return organisation
        if len(waiting) >= MOST_APPLICATIONS:
            raise ValidationError(
                _("You already have applications that are not decided yet. Please wait for the answers.")
            )
        organisation = Organisation(
            slug=free_slug(name),
            name=name,
            kind=kind,
            description=description,
            website=website,
            is_example=is_example,
        )
        organisation.full_clean()
        organisation.save()
        organisation.groups.set(groups)
        organisation.neighbourhoods.set(neighbourhoods)
        Membership.objects.create(
            organisation=organisation, user=user, role=MembershipRole.REPRESENTATIVE, notice=current_notice()
        )
        AccountEvent.objects.create(actor=user, user=user, organisation=organisation, act=EventAct.APPLIED)
    forget(user)
    return organisation


def update_organisation(*, organisation: Organisation, by: User, **values: Any) -> Organisation:
    """Change the profile: description, website, groups, neighbourhoods; name and kind where the person may.

    What changes nothing is not recorded. Raises PermissionDenied where the person may not.
    """
    links = {name: values.pop(name) for name in ("groups", "neighbourhoods") if name in values}
    with transaction.atomic():
        # As it stands now: somebody may be deciding on its application at this moment.
        kept = Organisation.objects.select_for_update().get(pk=organisation.pk)
        if not can_edit_organisation(by, kept):
            raise PermissionDenied
        if values.keys() & {"name", "kind"} and not can_rename_organisation(by, kept):
            raise PermissionDenied
        is_same = all(getattr(kept, name) == value for name, value in values.items())
        if is_same and all(set(getattr(kept, name).all()) == set(rows) for name, rows in links.items()):
            return organisation
        for name, value in values.items():
            setattr(organisation, name, value)
        organisation.full_clean()
        if values:  # these columns only: another act may have changed the state meanwhile
            organisation.save(update_fields=list(values))
        for name, rows in links.items():
            getattr(organisation, name).set(rows)
        AccountEvent.objects.create(actor=by, organisation=organisation, act=EventAct.PROFILE_CHANGED)
    return organisation


def verify_organisation(*, organisation: Organisation, by: User, reason: str = "") -> Organisation:
    """Accept the application; the reason, where one is given, stands in the record. Raises PermissionDenied, NotInThisState."""
    return _change(organisation, "verify", by, reason=reason)


def refuse_organisation(*, organisation: Organisation, by: User, reason: str) -> Organisation:
    """Refuse the application with a reason. Raises PermissionDenied, NotInThisState, ValidationError without a reason."""
    return _change(organisation, "refuse", by, reason=_needed(reason))


def suspend_organisation(*, organisation: Organisation, by: User, reason: str) -> Organisation:
    """Suspend a verified organisation: its people read, but do not act. Raises as ``refuse_organisation``."""
    return _change(organisation, "suspend", by, reason=_needed(reason))


def lift_suspension(*, organisation: Organisation, by: User, reason: str) -> Organisation:
    """Let a suspended organisation act again. Raises as ``refuse_organisation``."""
    return _change(organisation, "lift", by, reason=_needed(reason))


def _needed(reason: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": _("Please give the reason. It is shown to the organisation.")})
    return reason


# Acts whose reason is recorded and no longer shown beside the state.
_NOT_HELD_AGAINST = ("verify", "lift")


def _change(organisation: Organisation, act: str, by: User, *, reason: str) -> Organisation:
    with transaction.atomic():
        shown = "" if act in _NOT_HELD_AGAINST else reason
        ORGANISATION.apply(act, instance=organisation, user=by, state_reason=shown)
        AccountEvent.objects.create(actor=by, organisation=organisation, act=EVENTS[act], reason=reason)
        organisation_changed.send(sender=Organisation, organisation=organisation, act=act, by=by, reason=reason)
    return organisation


def free_slug(name: str) -> str:
    """Return a short name for addresses that no organisation has yet. The unique constraint still decides."""
    stem = slugify(turkish.fold(name))[:70].strip("-") or "kurulus"
    taken = set(Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    return next(f"{stem}-{number}" for number in range(2, len(taken) + 3) if f"{stem}-{number}" not in taken)
