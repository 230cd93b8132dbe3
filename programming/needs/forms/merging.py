"""Forms of merging a need into another one, and of taking it out again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from atasehir_portal.cleaning import LineField

SHORTEST_REASON = 15


class MergeForm(forms.Form):
    """Why two needs are one."""

    reason = LineField(
        label=_("Why are they one need?"),
        help_text=_(
            "All who read the needs read it too, and those who raised them are told. Name no person. For example: "
            "“Both are about the same pavement.”"
        ),
        min_length=SHORTEST_REASON,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class UnmergeForm(forms.Form):
    """Why a need stands by itself again."""

    reason = LineField(
        label=_("Why does it stand by itself again?"),
        help_text=_("All who read the needs read it too, and those who raised them are told. Name no person."),
        min_length=SHORTEST_REASON,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
