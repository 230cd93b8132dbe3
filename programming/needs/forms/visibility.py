"""Who may read a need from now on."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from atasehir_portal.cleaning import LineField
from programming.needs import permissions
from programming.needs.forms.steps import ASKS_BEFORE_ALL, VISIBILITY_CHOICES
from programming.needs.models import Need, Visibility


class VisibilityForm(forms.Form):
    """What this person may choose; whoever did not raise the need says why."""

    visibility = forms.ChoiceField(
        label=_("Who may read it from now on?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who may read it.")},
    )
    reason = LineField(
        label=_("Why?"),
        help_text=_("It stands on the page of the need, and whoever raised it reads it. Name no person."),
        min_length=15,
        max_length=300,
        required=False,
        error_messages={"required": _("Say why. Whoever raised the need reads it.")},
    )
    is_public_anyway = forms.BooleanField(
        label=_("Everyone may read it all the same; nothing in it points to a person"), required=False
    )

    def __init__(self, *args: Any, need: Need, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = permissions.visibilities(user, need)
        self.fields["visibility"].choices = [row for row in VISIBILITY_CHOICES if row[0] in allowed]
        self.harmed = [str(group) for group in need.groups.all() if group.leads_to_special_data]
        if need.submitted_by_id != user.pk:
            self.fields["reason"].required = True
        if not self.harmed or Visibility.PUBLIC not in allowed:
            del self.fields["is_public_anyway"]

    def clean(self) -> dict[str, Any]:
        """As when it was raised: a need of groups whose members can be harmed is shown to all by those alone who say so."""
        cleaned = super().clean() or {}
        if cleaned.get("visibility") == Visibility.PUBLIC and self.harmed and not cleaned.get("is_public_anyway"):
            self.add_error(
                "is_public_anyway", ValidationError(ASKS_BEFORE_ALL, params={"groups": ", ".join(self.harmed)})
            )
        return cleaned
