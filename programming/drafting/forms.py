"""Forms of the drafting room. Goals, outcomes and measures are edited by the engine's forms with fields of their own."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Unit
from atasehir_portal.catalogue.models import Competence
from atasehir_portal.cleaning import FormKeyField, LineField, TextField
from atasehir_portal.documents.forms import BlockForm, PlainLineField
from atasehir_portal.documents.models import Document
from atasehir_portal.turkish import SortKey
from programming.drafting import elements, money
from programming.drafting.elements import FIRST_YEAR, LAST_YEAR, Quarter
from programming.drafting.models import Programme


class MoneyField(forms.CharField):
    """A sum in Turkish notation. The clean value is the sum as it is kept ("18400000.00"), or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "input--short"}),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        return money.keep(money.parse(typed)) if typed else ""


def _units() -> Any:
    return Unit.objects.filter(is_active=True).order_by(SortKey("name_tr"))


class ProgrammeForm(forms.Form):
    """What a programme is: title, years, coordinating unit, and what it is about in plain words."""

    form_key = FormKeyField()
    title = LineField(label=_("Title of the programme"), max_length=200, min_length=5)
    first_year = forms.IntegerField(label=_("First year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    last_year = forms.IntegerField(label=_("Last year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    unit = forms.ModelChoiceField(
        label=_("Coordinating unit"),
        queryset=Unit.objects.none(),
        help_text=_("It leads the writing and answers questions about the programme."),
    )
    summary = TextField(
        label=_("In plain words"),
        help_text=_(
            "What the programme is for, in a few sentences. Everybody reads this, already while the text is a draft."
        ),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        next_year = timezone.localdate().year + 1
        self.fields["form_key"].initial = uuid.uuid4
        self.fields["first_year"].initial = next_year
        self.fields["last_year"].initial = next_year + 2
        self.fields["unit"].queryset = _units()
        for name in ("first_year", "last_year"):
            self.fields[name].localize = False
            self.fields[name].widget.attrs["class"] = "input--short"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        if first is not None and last is not None:
            if last < first:
                self.add_error("last_year", _("The last year is before the first."))
            elif last - first >= 10:
                self.add_error("last_year", _("A programme runs for at most ten years."))
        return cleaned

    def details(self) -> dict[str, Any]:
        """Return what the services need."""
        return {name: self.cleaned_data[name] for name in ("title", "first_year", "last_year", "unit", "summary")}


class TitledForm(BlockForm):
    """A goal or an outcome: one sentence, and its description."""

    data_fields = ("title",)
    rows = 5
    title = PlainLineField(label=_("In one sentence"), max_length=elements.TITLE_LENGTH)
    field_order = ("title", "body")


class GoalForm(TitledForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = _("What changes in the lives of rights-holders.")
        _describe(self)


class OutcomeForm(TitledForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = _("What will be the case by when, so that it can be measured.")
        _describe(self)


class MeasureForm(BlockForm):
    """A measure: what is done, by whom, when, at what cost. What is not known yet may be empty."""

    data_fields: ClassVar[tuple[str, ...]] = (
        "title",
        "unit",
        "partners",
        "first_quarter",
        "last_quarter",
        "budget",
        "source",
        "competence",
    )
    rows = 7

    title = PlainLineField(label=_("What is done, in one sentence"), max_length=elements.TITLE_LENGTH)
    unit = forms.ModelChoiceField(
        label=_("Responsible unit"),
        queryset=Unit.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("not decided yet"),
    )
    partners = PlainLineField(
        label=_("Partners"),
        required=False,
        max_length=elements.PARTNERS_LENGTH,
        help_text=_("Other units, public bodies and organisations that do it together."),
    )
    first_quarter = forms.ChoiceField(label=_("Begins"), required=False)
    last_quarter = forms.ChoiceField(label=_("Ends"), required=False)
    budget = MoneyField(
        label=_("Cost in Turkish lira"),
        required=False,
        help_text=_(
            "For example 18.400.000,00. Leave it empty while it is not known; 0 means that it costs nothing extra."
        ),
    )
    source = PlainLineField(
        label=_("Source of the money"),
        required=False,
        max_length=elements.SOURCE_LENGTH,
        help_text=_("For example the municipality’s budget, a grant, a partner."),
    )
    competence = forms.ChoiceField(
        label=_("Whose competence it is"), required=False, choices=[("", _("not decided yet")), *Competence.choices]
    )
    field_order = (
        "title",
        "body",
        "unit",
        "partners",
        "first_quarter",
        "last_quarter",
        "budget",
        "source",
        "competence",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = _units()  # type: ignore[attr-defined]
        for name in ("first_quarter", "last_quarter"):
            self.fields[name].choices = _quarter_choices(self.document, str(self.initial.get(name) or ""))  # type: ignore[attr-defined]
        _describe(self)

    @classmethod
    def initial_of(cls, body: str, data: Mapping[str, Any]) -> dict[str, Any]:
        budget = elements.Measure.of(data).budget
        return {**super().initial_of(body, data), "budget": money.typed(budget) if budget is not None else ""}

    def _judge_data(self) -> None:
        super()._judge_data()
        # with an error elsewhere the whole is not judged; that the end comes first is told together with it
        first, last = (self.cleaned_data.get(name, "") for name in ("first_quarter", "last_quarter"))
        if self.errors:
            try:
                elements.in_order(first, last)
            except ValidationError as error:
                raise ValidationError({"last_quarter": error}) from error

    def read_data(self) -> dict[str, Any]:
        unit = self.cleaned_data.get("unit")
        return {**super().read_data(), "unit": unit.slug if unit else "", "currency": money.CURRENCY}


def _describe(form: BlockForm) -> None:
    form.fields["body"].label = _("Description")
    form.fields["body"].required = False


def _quarter_choices(document: Document, kept: str) -> list[tuple[str, Any]]:
    """The quarters of the programme's years, and the one that is kept even where it lies outside."""
    programme = Programme.objects.filter(document=document).only("first_year", "last_year").first()
    first, last = (programme.first_year, programme.last_year) if programme else (timezone.localdate().year,) * 2
    quarters = [Quarter(year, number) for year in range(first, last + 1) for number in range(1, 5)]
    try:
        if kept and (outside := Quarter.read(kept)) not in quarters:
            quarters = sorted([*quarters, outside])
    except ValidationError:
        pass
    return [("", _("not decided yet")), *((str(quarter), quarter.label) for quarter in quarters)]


class NewElementMixin(forms.Form):
    """What a form needs beyond the engine's when something is added: a one-time key, no reason."""

    form_key = FormKeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4
        for name in ("reason", "base_revision"):
            self.fields.pop(name, None)


class NewGoalForm(NewElementMixin, GoalForm):
    """A goal opens a section of the programme with a short heading of its own."""

    heading = PlainLineField(
        label=_("Heading of the section"),
        max_length=120,
        help_text=_("Two or three words for the contents list, e.g. “Transport and access”."),
    )
    field_order = ("heading", "title", "body")


class NewOutcomeForm(NewElementMixin, OutcomeForm):
    heading = PlainLineField(
        label=_("Heading of the section"),
        max_length=120,
        help_text=_("Two or three words for the contents list, e.g. “Ways to school and health”."),
    )
    field_order = ("heading", "title", "body")


class NewMeasureForm(NewElementMixin, MeasureForm):
    """A new measure. ``own_unit`` is the one unit for which the person writes; without one every unit is offered."""

    def __init__(self, *args: Any, own_unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if own_unit is not None:
            unit = self.fields["unit"]
            unit.queryset = Unit.objects.filter(pk=own_unit.pk)  # type: ignore[attr-defined]
            unit.initial, unit.disabled, unit.empty_label = own_unit.slug, True, None  # type: ignore[attr-defined]
            unit.required = True  # it is decided: nothing optional about it
            unit.help_text = _("You write measures of your own unit.")


class OutcomeChoiceForm(forms.Form):
    """Below which outcome a new measure shall stand; outcomes are grouped by their programmes."""

    outcome = forms.ChoiceField(label=_("Below which outcome?"))

    def __init__(self, *args: Any, choices: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]


REMOVAL_IS_READ = _("Whoever raised a need that it addresses is told, and reads this reason on the page of the need.")


class RemovalForm(forms.Form):
    """Why a goal, an outcome or a measure is taken out."""

    reason = LineField(
        label=_("Why is it taken out?"),
        min_length=10,
        max_length=500,
        help_text=REMOVAL_IS_READ,
    )


class UnlinkForm(forms.Form):
    """Why a measure no longer addresses a need."""

    reason = LineField(
        label=_("Why does the measure no longer address it?"),
        min_length=10,
        max_length=500,
        help_text=_("Whoever raised the need is told and reads this reason on its page. Name nobody."),
    )


class UngroundForm(forms.Form):
    """Why a measure no longer rests on an assessment."""

    reason = LineField(
        label=_("Why does the measure no longer rest on it?"),
        min_length=10,
        max_length=500,
        help_text=_("Whoever raised a need in the assessment is told and reads this reason. Name nobody."),
    )


class SearchForm(forms.Form):
    """Search among needs, measures or assessments; anything typed is good enough to look for."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)

    @property
    def typed(self) -> str:
        return self.cleaned_data.get("q", "") if self.is_valid() else ""
