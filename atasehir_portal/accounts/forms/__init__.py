"""Forms of this room, split by noun. ``SignupFields`` is named in the settings; the application form serves ``answering``."""

from atasehir_portal.accounts.forms.me import DeleteForm, DetailsForm
from atasehir_portal.accounts.forms.members import (
    AcceptForm,
    InviteMemberForm,
    LeaveForm,
    NewAccountForm,
    PublicityForm,
    RoleForm,
)
from atasehir_portal.accounts.forms.organisations import ApplicationForm, OrganisationForm, ProfileForm, ReasonForm
from atasehir_portal.accounts.forms.signup import NoticeForm, SignupFields
from atasehir_portal.accounts.forms.staff import EndPostForm, InviteStaffForm, PostForm

__all__ = [
    "AcceptForm",
    "ApplicationForm",
    "DeleteForm",
    "DetailsForm",
    "EndPostForm",
    "InviteMemberForm",
    "InviteStaffForm",
    "LeaveForm",
    "NewAccountForm",
    "NoticeForm",
    "OrganisationForm",
    "PostForm",
    "ProfileForm",
    "PublicityForm",
    "ReasonForm",
    "RoleForm",
    "SignupFields",
]
