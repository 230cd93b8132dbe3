"""Who may see and change organisations, memberships, units and posts. Named predicates, asked before every act."""

from typing import Any

from atasehir_portal.accounts.models import (
    Invitation,
    Membership,
    MembershipRole,
    Organisation,
    OrganisationState,
    StaffPost,
    Unit,
)
from atasehir_portal.accounts.people import person


def _membership(user: Any, organisation: Organisation) -> Membership | None:
    return next((m for m in person(user).memberships if m.organisation_id == organisation.pk), None)


def is_member(user: Any, organisation: Organisation) -> bool:
    """Acts for the organisation, whatever its state."""
    return _membership(user, organisation) is not None


def is_representative(user: Any, organisation: Organisation) -> bool:
    """Represents the organisation, whatever its state."""
    membership = _membership(user, organisation)
    return membership is not None and membership.role == MembershipRole.REPRESENTATIVE


def can_see_organisation(user: Any, organisation: Organisation) -> bool:
    """Verified organisations are public; others are seen by their members and by staff."""
    if organisation.state == OrganisationState.VERIFIED:
        return True
    return is_member(user, organisation) or person(user).is_staff_member


def can_decide_application(user: Any, organisation: Organisation) -> bool:
    """Coordinators and administrators decide on applications, but never on that of an organisation of their own."""
    return person(user).is_coordinator and not is_member(user, organisation)


def can_suspend_organisation(user: Any, organisation: Organisation) -> bool:
    """Administrators suspend an organisation and lift the suspension."""
    return person(user).is_administrator


def can_edit_organisation(user: Any, organisation: Organisation) -> bool:
    """Representatives keep the profile, unless the organisation is suspended or was refused; administrators always can."""
    if person(user).is_administrator:
        return True
    may_act = organisation.state in {OrganisationState.APPLIED, OrganisationState.VERIFIED}
    return may_act and is_representative(user, organisation)


def can_rename_organisation(user: Any, organisation: Organisation) -> bool:
    """Name and kind are what was verified: after that only administrators change them."""
    if person(user).is_administrator:
        return True
    return organisation.state == OrganisationState.APPLIED and is_representative(user, organisation)


def can_see_members(user: Any, organisation: Organisation) -> bool:
    """Membership can be special-category data: seen by the members themselves and by administrators."""
    return is_member(user, organisation) or person(user).is_administrator


def can_manage_members(user: Any, organisation: Organisation) -> bool:
    """Representatives of a verified organisation invite, remove and change roles; administrators too."""
    if person(user).is_administrator:
        return True
    return organisation.state == OrganisationState.VERIFIED and is_representative(user, organisation)


def can_revoke_invitation(user: Any, invitation: Invitation) -> bool:
    """Whoever may invite may also take an invitation back."""
    if invitation.organisation is not None:
        return can_manage_members(user, invitation.organisation)
    return can_manage_staff(user)


def can_manage_staff(user: Any, about: StaffPost | Unit | None = None) -> bool:
    """Administrators keep units, invite staff, change and end posts."""
    return person(user).is_administrator


def can_see_events(user: Any) -> bool:
    """Administrators read who changed which role or state."""
    return person(user).is_administrator
