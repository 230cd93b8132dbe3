"""Forms of the publishing desk. What the text and the state of a book allow is for the services to say."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import User
from atasehir_portal.cleaning import LineField, TextField
from atasehir_portal.turkish import SortKey
from handbooks import queries
from handbooks.models import Erratum, Handbook, Task, Verdict
from handbooks.services import drafts, errata, reviews, tasks
from handbooks.services.common import LONGEST_NOTE
from handbooks.services.editions import NO_NOTE, NO_NUMBER, NO_REASON


class ErrataField(forms.ModelMultipleChoiceField):
    """Errors to choose from, each with where it stands and what becomes of it."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, erratum: Erratum) -> str:
        short = {"wrong": Truncator(erratum.wrong).chars(80), "right": Truncator(erratum.right).chars(80)}
        return _("Edition %(edition)s, %(place)s: “%(wrong)s” → “%(right)s”") % {
            "edition": erratum.edition.number,
            "place": erratum.place,
            **short,
        }


class PublishForm(forms.Form):
    """Number and change note of a new edition, and which noted errors it corrects."""

    number = LineField(
        label=_("Number of the edition"),
        max_length=10,
        error_messages={"required": NO_NUMBER},
        help_text=_("Before 1.0 an edition is a trial and says so on its cover. 1.0 and after: the whole book."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input--short", "autocomplete": "off"}),
    )
    change_note = LineField(
        label=_("What is new in this edition?"),
        max_length=LONGEST_NOTE,
        error_messages={"required": NO_NOTE},
        help_text=_("One or two sentences. They stand in the imprint and in the library."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    corrects = ErrataField(
        label=_("Which noted errors does it correct?"),
        queryset=Erratum.objects.none(),
        required=False,
        error_messages={"invalid_choice": errata.NOT_OPEN, "invalid_pk_value": errata.NOT_OPEN},
        help_text=_("Those whose correction was found in the approved text are marked already."),
    )

    def __init__(self, *args: Any, handbook: Handbook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["corrects"].queryset = found = queries.open_errata(handbook)
        if not found:
            del self.fields["corrects"]
        elif not self.is_bound:
            self.initial["corrects"] = [each.pk for each in queries.corrected_by(found, handbook)]


class WithdrawForm(forms.Form):
    """Why an edition is withdrawn."""

    reason = LineField(
        label=_("Why is the edition withdrawn?"),
        max_length=LONGEST_NOTE,
        error_messages={"required": NO_REASON},
        help_text=_("Readers see this in the library, in the place of the download."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NoteForm(forms.Form):
    """What goes with a draft from one stage to the next."""

    note = TextField(max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, label: str | Promise, missing: str | Promise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = label
        self.fields["note"].error_messages["required"] = missing


class ApproveForm(forms.Form):
    """Why a book is approved that no reviewer found ready; the service says when that is needed."""

    reason = TextField(
        label=_("Why is it approved all the same?"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=drafts.NO_APPROVAL_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class VerdictForm(forms.Form):
    """What a reviewer says of the text with this digest."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("What do you say of the text as it stands?"),
        choices=[
            (Verdict.READY.value, _("It can be approved")),
            (Verdict.CHANGES.value, _("It needs changes")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": reviews.NO_VERDICT, "invalid_choice": reviews.NO_VERDICT},
    )
    remarks = TextField(
        label=_("Remarks"),
        max_length=reviews.LONGEST_REMARKS,
        required=False,
        help_text=_("Say what is to be changed, and where. Writers and administrators read it."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class TaskForm(forms.Form):
    """Who writes or reviews a book."""

    user = forms.ModelChoiceField(
        label=_("Who?"),
        queryset=User.objects.none(),
        empty_label=_("Choose somebody"),
        error_messages={"required": _("Choose somebody."), "invalid_choice": tasks.NOT_STAFF},
        help_text=tasks.NOT_STAFF,
    )
    task = forms.ChoiceField(
        label=_("What for?"),
        choices=[(Task.WRITER.value, _("to write the book")), (Task.REVIEWER.value, _("to review the book"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = staff()


def staff() -> QuerySet[User]:
    """Return the members of staff by name."""
    return User.objects.filter(is_active=True, posts__until=None, posts__isnull=False).order_by(SortKey("full_name"))


class ErratumForm(forms.Form):
    """An error in an edition: where, what stands there, what should."""

    anchor = forms.ChoiceField(label=_("Chapter or section"), required=False)
    place = LineField(
        label=_("Where exactly?"),
        max_length=errata.LONGEST["place"],
        error_messages={"required": errata.NO_PLACE},
        help_text=_("As a reader of the printed book finds it: page and paragraph, for example."),
    )
    wrong = TextField(
        label=_("What stands there"),
        max_length=errata.LONGEST["wrong"],
        error_messages={"required": errata.NO_WRONG},
        help_text=_("The wrong words, as they are printed."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    right = TextField(
        label=_("What should stand there"),
        max_length=errata.LONGEST["right"],
        error_messages={"required": errata.NO_RIGHT},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["anchor"].choices = [("", _("Cover, imprint or whole book")), *places]
