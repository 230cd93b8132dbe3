"""Forms about posts in the municipality."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import StaffRole, Unit
from atasehir_portal.cleaning import TextField
from atasehir_portal.turkish import SortKey

_ROLE_HELP = _(
    "An officer answers for a unit. A coordinator also assigns inputs and decides on applications. An administrator also keeps "
    "handbooks, accounts and catalogues."
)


class _PostForm(forms.Form):
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), empty_label=_("Choose a unit"))
    role = forms.ChoiceField(label=_("Role"), help_text=_ROLE_HELP, choices=StaffRole.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, keep: Unit | None = None, **kwargs: Any) -> None:
        """``keep`` is a unit that stays among the choices even where it is retired."""
        super().__init__(*args, **kwargs)
        rows = Unit.objects.filter(is_active=True)
        if keep is not None:
            rows |= Unit.objects.filter(pk=keep.pk)
        self.fields["unit"].queryset = rows.order_by(SortKey("name_tr"))


class InviteStaffForm(_PostForm):
    """Invite an address to a post."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The address at the municipality. A link is sent there that is valid for fourteen days."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["email", "unit", "role"]


class PostForm(_PostForm):
    """Change somebody's unit or role."""

    reason = TextField(
        label=_("Note for the record"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class EndPostForm(forms.Form):
    """End somebody's post."""

    reason = TextField(
        label=_("Note for the record"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
