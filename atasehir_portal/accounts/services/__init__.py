"""Every act on organisations, memberships, invitations, units, posts and one's own account: one function each."""

from atasehir_portal.accounts.services.invitations import (
    accept_invitation,
    accept_with_new_account,
    invite_member,
    invite_staff,
    revoke_invitation,
)
from atasehir_portal.accounts.services.members import change_role, leave_organisation, remove_member, set_publicity
from atasehir_portal.accounts.services.organisations import (
    apply_for_organisation,
    lift_suspension,
    refuse_organisation,
    suspend_organisation,
    update_organisation,
    verify_organisation,
)
from atasehir_portal.accounts.services.own import (
    delete_account,
    export_own_data,
    remember_language,
    update_own_details,
    what_keeps,
)
from atasehir_portal.accounts.services.staff import change_post, end_post

__all__ = [
    "accept_invitation",
    "accept_with_new_account",
    "apply_for_organisation",
    "change_post",
    "change_role",
    "delete_account",
    "end_post",
    "export_own_data",
    "invite_member",
    "invite_staff",
    "leave_organisation",
    "lift_suspension",
    "refuse_organisation",
    "remember_language",
    "remove_member",
    "revoke_invitation",
    "set_publicity",
    "suspend_organisation",
    "update_organisation",
    "update_own_details",
    "verify_organisation",
    "what_keeps",
]
