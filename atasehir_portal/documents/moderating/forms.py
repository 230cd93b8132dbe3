"""Forms of moderation: reporting, leaving, hiding, appealing, deciding about an appeal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atasehir_portal.cleaning import TextField
from atasehir_portal.documents.models import HarmKind
from atasehir_portal.documents.moderating.services import (
    LONGEST_APPEAL,
    LONGEST_SENTENCE,
    LONGEST_WORDS,
    NO_KIND,
    NO_REASON,
    OTHER_NEEDS_WORDS,
)

SHOW, KEEP = "restore", "confirm"


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ReportForm(forms.Form):
    """Why somebody reports a text."""

    kind = forms.ChoiceField(
        label=_("Why do you report it?"),
        choices=HarmKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": NO_KIND},
    )
    words = TextField(
        label=_("In your own words"),
        help_text=_("Only needed for “Something else”. Those who decide read it; who wrote the text does not."),
        max_length=LONGEST_WORDS,
        required=False,
        widget=_area(4),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == HarmKind.OTHER and not given.get("words") and "words" not in self.errors:
            self.add_error("words", forms.ValidationError(OTHER_NEEDS_WORDS, code="required"))
        return given


class LeaveForm(forms.Form):
    """Why a reported text stays as it is."""

    sentence = TextField(
        label=_("Why does it stay?"),
        help_text=_("One or two sentences. Those who reported it read them; nobody else does."),
        max_length=LONGEST_SENTENCE,
        error_messages={"required": NO_REASON},
        widget=_area(3),
    )


class HideForm(forms.Form):
    """Why a text is hidden: published in its place. ``moderation`` is the report that was looked at."""

    moderation = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**62)
    kind = forms.ChoiceField(
        label=_("Reason"),
        widget=forms.RadioSelect,
        help_text=_("It stands in the place of the text."),
        error_messages={"required": NO_KIND},
    )
    sentence = TextField(
        label=_("The reason in a sentence"),
        help_text=_(
            "Everybody reads it in the place of the text. Do not repeat what you hide: no name, no number, no address, no insult."
        ),
        max_length=LONGEST_SENTENCE,
        error_messages={"required": NO_REASON},
        widget=_area(3),
    )

    def __init__(self, *args: Any, kinds: list[HarmKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["kind"]
        choice.choices = [(kind.value, kind.label) for kind in kinds]
        if len(kinds) == 1:
            choice.initial = kinds[0].value


class AppealForm(forms.Form):
    """Why who wrote a text asks for another decision."""

    reason = TextField(
        label=_("Why should it be shown again?"),
        help_text=_("Somebody else than who hid it reads this and decides. You can appeal once."),
        max_length=LONGEST_APPEAL,
        error_messages={"required": NO_REASON},
        widget=_area(6),
    )


class DecideForm(forms.Form):
    """What is decided about an appeal, and why."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[(KEEP, _("It stays hidden")), (SHOW, _("It is shown again"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    reason = TextField(
        label=_("The decision with its reason"),
        help_text=_("Who wrote the text reads it. Where the text is shown again, everybody reads it below the text."),
        max_length=LONGEST_WORDS,
        error_messages={"required": NO_REASON},
        widget=_area(4),
    )


class RestoreForm(DecideForm):
    """Why a text is shown again although nobody appealed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["decision"]
        self.fields["reason"].label = _("Why is it shown again?")
        self.fields["reason"].help_text = _("Everybody reads it below the text.")
