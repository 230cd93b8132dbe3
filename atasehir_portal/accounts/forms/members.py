"""Forms about members and invitations."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.forms.signup import NoticeForm
from atasehir_portal.accounts.models import Invitation, Membership, MembershipRole, User
from atasehir_portal.cleaning import LineField

_ROLE_HELP = _("A representative invites others and edits the profile. A contributor writes for the organisation.")


class InviteMemberForm(forms.Form):
    """Invite an address to act for the organisation."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("A link is sent there. It is valid for fourteen days and only for this address."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"), help_text=_ROLE_HELP, choices=MembershipRole.choices, widget=forms.RadioSelect
    )


class RoleForm(forms.Form):
    """Change a member's role."""

    role = forms.ChoiceField(
        label=_("Role"), help_text=_ROLE_HELP, choices=MembershipRole.choices, widget=forms.RadioSelect
    )


class PublicityForm(forms.Form):
    """Whether one's name may stand beside the organisation in public."""

    name_is_public = forms.BooleanField(
        label=_("My name may be shown on the organisation’s public page"),
        help_text=_("That you act for an organisation can itself be sensitive. Nothing is shown unless you tick this."),
        required=False,
    )


class LeaveForm(forms.Form):
    """Leave the organisation; the last representative says who takes over."""

    successor = forms.ModelChoiceField(
        label=_("Who takes over as representative?"),
        queryset=Membership.objects.none(),
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, membership: Membership, needs_successor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_successor:
            del self.fields["successor"]
            return
        field = self.fields["successor"]
        others = Membership.objects.filter(organisation=membership.organisation_id, left_at=None).exclude(
            pk=membership.pk
        )
        field.queryset = others.select_related("user")
        field.label_from_instance = lambda row: str(row.user)
        field.empty_label = None
        field.required = True


class AcceptForm(NoticeForm):
    """Accept an invitation with the account one is signed in with."""


class NewAccountForm(NoticeForm):
    """Accept an invitation with a new account; the address is the invitation's."""

    full_name = LineField(
        label=_("First and last name"),
        max_length=150,
        min_length=3,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    field_order = ["full_name", "password", "notice_seen"]

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.fields["password"].help_text = password_validators_help_text_html()

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        password = self.cleaned_data.get("password")
        if password:
            person = User(email=self.invitation.email, full_name=self.cleaned_data.get("full_name", ""))
            try:
                validate_password(password, person)
            except ValidationError as error:
                self.add_error("password", error)
        return data
