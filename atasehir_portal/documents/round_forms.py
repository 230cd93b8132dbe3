"""Forms of rounds: planning one, saying something in one."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation, Unit, User
from atasehir_portal.accounts.people import person
from atasehir_portal.cleaning import FormKeyField, LineField, TextField
from atasehir_portal.documents import permissions
from atasehir_portal.documents.commenting import EMPTY, LONGEST_COMMENT
from atasehir_portal.documents.models import Round, TakesPart
from atasehir_portal.documents.paper import CameOnField
from atasehir_portal.documents.rounds import MOST_QUESTIONS
from atasehir_portal.turkish import SortKey

LONGEST_QUESTION = 300
TOO_MANY = _("At most ten questions, please: who reads a text seldom answers more.")
QUESTION_TOO_LONG = _("A question may have at most 300 signs.")
WHO = {
    TakesPart.EVERYBODY: _("Everybody who has signed in, for themselves or for an organisation"),
    TakesPart.ORGANISATIONS: _("Only members of verified organisations, for their organisation"),
}


class DayInput(forms.DateInput):
    """A day, with the calendar of the browser."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class RoundForm(forms.Form):
    """What a round is about, when, and who may take part."""

    title = LineField(
        label=_("Title of the round"),
        help_text=_("What people are asked about, in one line."),
        max_length=200,
    )
    summary = TextField(
        label=_("What it is about, in plain words"),
        help_text=_("What the text is, what is still open, and what becomes of the answers."),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    questions = TextField(
        label=_("Questions to the readers"),
        help_text=_("One question on each line, at most ten. You can leave this empty."),
        required=False,
        max_length=MOST_QUESTIONS * (LONGEST_QUESTION + 2),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    opens_on = forms.DateField(
        label=_("First day"), help_text=_("The round opens by itself on this day."), widget=DayInput()
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        help_text=_("What is written on this day still counts. The round ends by itself on the day after."),
        widget=DayInput(),
    )
    takes_part = forms.ChoiceField(
        label=_("Who may take part?"),
        choices=list(WHO.items()),
        initial=TakesPart.EVERYBODY,
        widget=forms.RadioSelect,
        help_text=_("Everybody can read the text and what is said about it."),
    )
    unit = forms.ModelChoiceField(
        label=_("Which unit answers?"),
        queryset=Unit.objects.none(),
        help_text=_("What comes in appears on the desk of this unit. Single inputs can be given to others."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["unit"]
        units.queryset = Unit.objects.filter(is_active=True).order_by(SortKey("name_tr"))
        post = person(user).post
        if post is not None:
            self.fields["unit"].initial = post.unit_id

    def clean_questions(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["questions"].split("\n") if line.strip()]
        if len(lines) > MOST_QUESTIONS:
            raise forms.ValidationError(TOO_MANY)
        if any(len(line) > LONGEST_QUESTION for line in lines):
            raise forms.ValidationError(QUESTION_TOO_LONG)
        return lines

    @staticmethod
    def initial_of(round: Round) -> dict[str, Any]:
        """Return what the form shows of a round that is planned already."""
        names = ("title", "summary", "opens_on", "ends_on", "takes_part", "unit")
        questions = "\n".join(question.text for question in round.questions.all())
        return {**{name: getattr(round, name) for name in names}, "questions": questions}


class SaidForm(forms.Form):
    """What somebody says, and for whom."""

    form_key = FormKeyField()
    body = TextField(
        label=_("What do you think?"),
        max_length=LONGEST_COMMENT,
        error_messages={"required": EMPTY},
        help_text=_("Everybody can read it. Write nothing that points to a person."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    organisation = forms.ModelChoiceField(
        label=_("For whom do you write?"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=_("Your name is not shown. Where you write for an organisation, its name is."),
    )

    def __init__(self, *args: Any, user: User, round: Round, is_reply: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4
        who = person(user)
        ids = who.organisation_ids
        field: Any = self.fields["organisation"]
        if not ids:
            del self.fields["organisation"]
            return
        may = permissions.can_reply_alone if is_reply else permissions.can_take_part_alone
        alone = may(user, round)
        field.queryset = Organisation.objects.filter(pk__in=ids).order_by(SortKey("name"))
        field.required = not alone
        field.empty_label = (_("For my unit") if who.is_staff_member else _("For myself")) if alone else None
        if len(ids) == 1:
            field.initial = ids[0]

    @property
    def for_whom(self) -> Organisation | None:
        return self.cleaned_data.get("organisation")


class PaperForm(forms.Form):
    """What came on paper, without who wrote it."""

    form_key = FormKeyField()
    body = TextField(
        label=_("What stands on the paper"),
        max_length=LONGEST_COMMENT,
        error_messages={"required": EMPTY},
        help_text=_("Word for word, without name, address or signature. Everybody can read it."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    about = forms.ChoiceField(label=_("What is it about?"), required=False)

    def __init__(self, *args: Any, round: Round, is_on_block: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4
        self.fields["came_on"] = CameOnField(round=round)
        if is_on_block:
            del self.fields["about"]
            return
        self.questions = {str(question.position): question for question in round.questions.all()}
        about: Any = self.fields["about"]
        about.choices = [
            ("", _("The text as a whole")),
            *((position, question.text) for position, question in self.questions.items()),
        ]

    @property
    def question(self) -> Any:
        return None if "about" not in self.fields else self.questions.get(self.cleaned_data.get("about") or "")
