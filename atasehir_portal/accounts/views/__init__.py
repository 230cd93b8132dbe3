"""Pages of this room, split by noun."""

from atasehir_portal.accounts.views.invitations import invitation, invitation_revoke
from atasehir_portal.accounts.views.me import delete, me, own_data, own_data_file, second_factor
from atasehir_portal.accounts.views.members import (
    leave,
    member_invite,
    member_remove,
    member_role,
    members,
    publicity,
)
from atasehir_portal.accounts.views.organisations import (
    lift,
    organisation,
    organisation_edit,
    organisations,
    organisations_csv,
    suspend,
)
from atasehir_portal.accounts.views.staff import (
    events,
    events_csv,
    people,
    people_csv,
    post,
    post_end,
    staff_invite,
)
from atasehir_portal.accounts.views.units import unit, unit_new, unit_restore, unit_retire, units, units_csv

__all__ = [
    "delete",
    "events",
    "events_csv",
    "invitation",
    "invitation_revoke",
    "leave",
    "lift",
    "me",
    "member_invite",
    "member_remove",
    "member_role",
    "members",
    "organisation",
    "organisation_edit",
    "organisations",
    "organisations_csv",
    "own_data",
    "own_data_file",
    "people",
    "people_csv",
    "post",
    "post_end",
    "publicity",
    "second_factor",
    "staff_invite",
    "suspend",
    "unit",
    "unit_new",
    "unit_restore",
    "unit_retire",
    "units",
    "units_csv",
]
