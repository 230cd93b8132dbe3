"""Members of an organisation: roles, leaving, removing, and whether a name may be public.

A verified organisation always keeps a representative: the row of the organisation is locked while that is decided, so that two
who leave at once cannot both be "not the last".
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from atasehir_portal.accounts.models import (
    AccountEvent,
    EventAct,
    Membership,
    MembershipRole,
    Organisation,
    OrganisationState,
    User,
)
from atasehir_portal.accounts.people import forget
from atasehir_portal.accounts.permissions import can_manage_members
from atasehir_portal.accounts.services.invitations import end_invitations_of
from atasehir_portal.transitions import NotInThisState


def change_role(*, membership: Membership, role: str, by: User) -> Membership:
    """Make a contributor a representative or the other way round. Raises ValidationError for the last representative."""
    if not can_manage_members(by, membership.organisation):
        raise PermissionDenied
    with transaction.atomic():
        membership = _locked(membership)
        if membership.role == role:
            return membership
        if role not in MembershipRole.values:
            raise ValidationError({"role": _("Choose one of the roles.")})
        if role != MembershipRole.REPRESENTATIVE and is_last_representative(membership):
            raise ValidationError({"role": _("An organisation needs a representative. Make somebody else one first.")})
        membership.role = role
        membership.save(update_fields=["role"])
        _record(membership, EventAct.ROLE_CHANGED, by, value=role)
        end_invitations_of(membership.user, by=by, organisation=membership.organisation)
    return membership


def leave_organisation(*, membership: Membership, by: User, successor: Membership | None = None) -> None:
    """Leave the organisation. The last representative names a successor among the members, or cannot leave.

    Raises PermissionDenied for anybody but the member, ValidationError where a successor is needed or does not fit.
    """
    if membership.user_id != by.pk:
        raise PermissionDenied
    with transaction.atomic():
        membership = _locked(membership)
        if is_last_representative(membership):
            if successor is None:
                raise ValidationError({"successor": _("You are the last representative. Choose who takes over.")})
            successor = _locked(successor)
            if successor.organisation_id != membership.organisation_id or successor.pk == membership.pk:
                raise ValidationError({"successor": _("Choose another member of this organisation.")})
            successor.role = MembershipRole.REPRESENTATIVE
            successor.save(update_fields=["role"])
            _record(successor, EventAct.ROLE_CHANGED, by, value=MembershipRole.REPRESENTATIVE)
        _end(membership, EventAct.LEFT, by)
    forget(by)


def remove_member(*, membership: Membership, by: User) -> None:
    """End somebody else's membership. Administrators may also remove the last representative (and invite a new one).

    Raises PermissionDenied, and ValidationError for one's own membership.
    """
    if not can_manage_members(by, membership.organisation):
        raise PermissionDenied
    if membership.user_id == by.pk:
        raise ValidationError(_("To end your own membership, leave the organisation."))
    with transaction.atomic():
        _end(_locked(membership), EventAct.REMOVED, by)
    forget(membership.user)


def set_publicity(*, membership: Membership, by: User, name_is_public: bool) -> Membership:
    """Say whether one's own name may be shown in public beside the organisation. Raises PermissionDenied for others."""
    if membership.user_id != by.pk:
        raise PermissionDenied
    with transaction.atomic():
        membership = _locked(membership)
        membership.name_is_public = name_is_public
        membership.save(update_fields=["name_is_public"])
    return membership


def is_last_representative(membership: Membership) -> bool:
    """Whether the organisation takes part and would have no representative without this person."""
    if membership.role != MembershipRole.REPRESENTATIVE or membership.organisation.state != OrganisationState.VERIFIED:
        return False
    others = Membership.objects.filter(
        organisation=membership.organisation_id, left_at=None, role=MembershipRole.REPRESENTATIVE
    ).exclude(pk=membership.pk)
    return not others.exists()


def _locked(membership: Membership) -> Membership:
    """Return the membership as it is now, with its organisation locked. Raises NotInThisState where it has ended."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    found = Membership.objects.select_related("organisation", "user").filter(pk=membership.pk, left_at=None).first()
    if found is None:
        raise NotInThisState
    return found


def _end(membership: Membership, act: EventAct, by: User) -> None:
    membership.left_at = timezone.now()
    membership.name_is_public = False
    membership.save(update_fields=["left_at", "name_is_public"])
    _record(membership, act, by)
    end_invitations_of(membership.user, by=by, organisation=membership.organisation)


def _record(membership: Membership, act: EventAct, by: User, value: str = "") -> None:
    AccountEvent.objects.create(
        actor=by, user=membership.user, organisation=membership.organisation, act=act, value=value
    )
