"""Forms of suggestions: what is proposed, why and for whom; and the answer that writes it into the text."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation
from atasehir_portal.accounts.people import person
from atasehir_portal.answering.clock import today
from atasehir_portal.answering.models import Outcome
from atasehir_portal.cleaning import FormKeyField, LineField, TextField
from atasehir_portal.documents import permissions
from atasehir_portal.documents.figure_forms import CHART, FigureForm
from atasehir_portal.documents.forms import BlockForm
from atasehir_portal.documents.models import Round
from atasehir_portal.documents.paper import CameOnField
from atasehir_portal.documents.suggesting.services import LONGEST_REASON, NO_REASON
from atasehir_portal.turkish import SortKey

# what can be proposed anew; a picture would have to be uploaded first, and is described in a comment
INSERTABLE = ("paragraph", "box", "table")


def _reason() -> TextField:
    return TextField(
        label=_("Why do you propose this?"),
        help_text=_("Everybody can read it. Write nothing that points to a person."),
        max_length=LONGEST_REASON,
        error_messages={"required": NO_REASON},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def _organisation(user: Any, round: Round) -> forms.ModelChoiceField | None:
    """Return the choice for whom somebody writes; None where there is nothing to choose."""
    who = person(user)
    ids = who.organisation_ids
    if not ids:
        return None
    alone = permissions.can_take_part_alone(user, round)
    return forms.ModelChoiceField(
        label=_("For whom do you write?"),
        queryset=Organisation.objects.filter(pk__in=ids).order_by(SortKey("name")),
        required=not alone,
        empty_label=(_("For my unit") if who.is_staff_member else _("For myself")) if alone else None,
        initial=ids[0] if len(ids) == 1 else None,
        help_text=_("Your name is not shown. Where you write for an organisation, its name is."),
    )


def _say_from_whom(form: forms.Form, user: Any, round: Round, on_paper: bool) -> None:
    if on_paper:
        form.fields["came_on"] = CameOnField(round=round)
        form.fields["reason"].label = _("Why it is proposed, as it stands on the paper")
    elif (organisation := _organisation(user, round)) is not None:
        form.fields["organisation"] = organisation


def for_suggestion(form: BlockForm, user: Any, round: Round, *, on_paper: bool = False) -> BlockForm:
    """Return the form of a block made into one that proposes: with a reason, for whom (or, for what came on paper, when it came),
    and without a picture to upload."""
    form.fields["reason"] = _reason()
    for name in ("organisation", "base_revision", "picture"):
        form.fields.pop(name, None)
    _say_from_whom(form, user, round, on_paper)
    form.fields["form_key"].initial = uuid.uuid4
    if isinstance(form, FigureForm):
        # a picture stays one, a chart stays one: what it shows is not exchanged here
        shows = form.fields["shows"]
        shows.widget = forms.HiddenInput()
        if form.initial.get("shows") != CHART:
            for name in ("chart_type", "chart_title", "chart_unit", "chart_table"):
                form.fields.pop(name)
    return form


class RemovalForm(forms.Form):
    """Why a block should go, and for whom somebody says so."""

    form_key = FormKeyField()

    def __init__(self, *args: Any, user: Any, round: Round, on_paper: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = _reason()
        _say_from_whom(self, user, round, on_paper)
        self.fields["form_key"].initial = uuid.uuid4


class AcceptForm(forms.Form):
    """The answer that goes with a suggestion that is written into the text."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[
            (Outcome.ACCEPTED, _("Accepted: it stands in the text as it was proposed")),
            (Outcome.PARTLY, _("Partly accepted: say which part, and why not the rest")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an outcome.")},
    )
    reason = TextField(
        label=_("Answer with its reason"),
        help_text=_("Write to those who proposed it. Whoever reads the round reads this."),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    registry_number = LineField(label=_("Document number (EBYS)"), max_length=40, required=False)
    registry_date = forms.DateField(
        label=_("Document date (EBYS)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_registry_date(self) -> Any:
        day = self.cleaned_data["registry_date"]
        if day and day > today():
            raise forms.ValidationError(_("The date of the document lies in the future."))
        return day


def for_accepting(form: BlockForm) -> BlockForm:
    """Return the form of a block that is saved with the answer, which says why."""
    for name in ("reason", "organisation", "form_key"):
        form.fields.pop(name, None)
    return form
