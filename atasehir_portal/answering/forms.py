"""Forms of answering. Each takes the duty and the person; what it returns goes to one service."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import StaffPost, Unit, User
from atasehir_portal.answering.clock import today
from atasehir_portal.answering.models import Duty, DutyKind, Outcome
from atasehir_portal.answering.permissions import needs_reason_to_take
from atasehir_portal.catalogue.models import Authority
from atasehir_portal.catalogue.queries import term_choices
from atasehir_portal.cleaning import LineField, TextField
from atasehir_portal.turkish import SortKey

_OUTCOMES = [
    (Outcome.ACCEPTED, _("Accepted: it will be done, or is taken into the programme")),
    (Outcome.PARTLY, _("Partly accepted: say which part, and why not the rest")),
    (Outcome.NOT_ACCEPTED, _("Not accepted: say why")),
    (Outcome.NOTED, _("Noted: it is kept and will be looked at together with others")),
    (Outcome.TAKEN_UP, _("Taken up: it is on the agenda of a meeting or a working group")),
    (Outcome.REFERRED, _("Referred to another body: it is not the municipality’s task")),
]


class DutyForm(forms.Form):
    """What every act on a duty knows."""

    def __init__(self, *args: Any, duty: Duty, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duty = duty
        self.user = user


class AnswerForm(DutyForm):
    """The answer: outcome, reason, and where there is one the municipality's own document."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=_OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an outcome.")},
    )
    reason = TextField(
        label=_("Answer with its reason"),
        help_text=_(
            "Write to the people who raised it: what is decided, why, and what happens next. Whoever may read the input reads this."
        ),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 9}),
    )
    authority = forms.ChoiceField(
        label=_("Referred to"), help_text=_("Only for “Referred to another body”."), required=False
    )
    referred_to = LineField(
        label=_("Its department, or a body that is not in the list"), max_length=200, required=False
    )
    continues = TextField(
        label=_("What does the municipality itself go on doing?"),
        help_text=_(
            "Only for “Referred to another body”. For example: “We ask for the result every month and tell you.” "
            "Number and date of the letter come below."
        ),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    registry_number = LineField(label=_("Document number (EBYS)"), max_length=40, required=False)
    registry_date = forms.DateField(
        label=_("Document date (EBYS)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "authority" in self.fields:
            self.fields["authority"].choices = [("", _("Choose the body")), *term_choices(Authority)]
        if self.duty.kind == DutyKind.SUGGESTION:
            # a suggestion is accepted on its own page, by writing it into the text
            accepting = (Outcome.ACCEPTED, Outcome.PARTLY)
            self.fields["outcome"].choices = [each for each in _OUTCOMES if each[0] not in accepting]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if (
            found.get("outcome") == Outcome.REFERRED
            and not found.get("referred_to")
            and not found.get("authority")
            and not {"referred_to", "authority"} & set(self.errors)
        ):
            self.add_error("referred_to", _("Say which body it is referred to."))
        if found.get("authority"):
            found["authority"] = Authority.objects.filter(slug=found["authority"]).first()
        elif "authority" in found:
            found["authority"] = None
        number, day = found.get("registry_number"), found.get("registry_date")
        if number and not day and "registry_date" not in self.errors:
            self.add_error("registry_date", _("A document number comes with its date."))
        if day and not number and "registry_number" not in self.errors:
            self.add_error("registry_number", _("A document date comes with its number."))
        if day and day > today():
            self.add_error("registry_date", _("The date of the document lies in the future."))
        return found


class AskBackForm(DutyForm):
    text = TextField(
        label=_("Your question"),
        help_text=_(
            "Ask only what you need for the answer. The clock stands still until the reply, and those who raised the input are told so."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ReplyForm(DutyForm):
    text = TextField(
        label=_("Your reply"),
        help_text=_(
            "Name nobody; write no address, identity number or health record. The clock runs on from tomorrow."
        ),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ExtendForm(DutyForm):
    reason = TextField(
        label=_("Reason for the extension"),
        help_text=_("Whoever may read the input reads it together with the new due date."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AssignForm(DutyForm):
    """The unit, and if wanted an officer of it; an officer alone brings along their unit. Who takes what is confidential
    for themselves says why.
    """

    hide_optional = True
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("Choose a unit")
    )
    officer = forms.ChoiceField(
        label=_("Officer"),
        required=False,
        help_text=_(
            "Without an officer it waits for everybody in the unit. An officer alone is enough: their unit is taken."
        ),
    )
    reason = TextField(
        label=_("If you take it yourself: why?"),
        help_text=_("Your reason, your name and the time are shown to the person who raised it."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(is_active=True).order_by(SortKey("name_tr"))
        self.fields["unit"].initial = self.duty.unit_id
        posts = (
            StaffPost.objects.filter(until=None, user__is_active=True, unit__is_active=True)
            .select_related("user", "unit")
            .order_by(SortKey("unit__name_tr"), SortKey("user__full_name"), "pk")
        )
        self.posts = {str(post.user_id): post for post in posts}
        by_unit: dict[str, list[tuple[str, str]]] = {}
        for key, post in self.posts.items():
            by_unit.setdefault(post.unit.name, []).append((key, str(post.user)))
        if self.duty.confidential:
            self.fields["officer"].required = True
            self.fields["officer"].help_text = _("A confidential record is seen by this officer alone.")
        nobody = _("Choose an officer") if self.duty.confidential else _("Nobody in particular")
        self.fields["officer"].choices = [("", nobody), *by_unit.items()]
        self.fields["officer"].initial = self.duty.officer_id
        if not needs_reason_to_take(self.user, self.duty, self.user):
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        post = self.posts.get(found.get("officer") or "")
        found["officer"] = post.user if post else None
        if not found.get("unit") and "unit" not in self.errors:
            if post is None:
                self.add_error("unit", _("Choose a unit or an officer."))
            else:
                found["unit"] = post.unit
        if post and found.get("unit") and post.unit_id != found["unit"].pk:
            self.add_error("officer", _("This person does not work in the chosen unit."))
        if "reason" in self.fields and found["officer"] != self.user:
            found["reason"] = ""
        return found


class AssignSeveralForm(AssignForm):
    """To whom several inputs go. None of them is confidential."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, duty=Duty(), user=user, **kwargs)


class DecisionForm(DutyForm):
    """The decision on an application: which button was pressed, the reason, and what was read (``applications.seal``)."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)

    reason = TextField(
        label=_("Reason"),
        help_text=_(
            "The applicant reads it. Where it is not accepted, say what is missing and that the organisation may apply again."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    decision = forms.ChoiceField(
        choices=[("verify", _("Verify the organisation")), ("refuse", _("Refuse the application"))],
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Press one of the two buttons."),
            "invalid_choice": _("Press one of the two buttons."),
        },
    )


class CommonAnswerForm(AnswerForm):
    """What is common to several answers. A body to which several inputs are referred is said in words."""

    authority = None
    continues = None


class JoinedAnswerForm(CommonAnswerForm):
    """One of several answers that are sent together: begun with the common text, changed by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        outcome.widget = forms.Select(choices=[("", _("Choose an outcome.")), *_OUTCOMES])
        self.fields["reason"].help_text = ""
        self.fields["reason"].widget.attrs["rows"] = 6
