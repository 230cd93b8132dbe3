"""Forms of causes, claims, obligations, gaps, judgements and scores."""

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from atasehir_portal.catalogue.models import Competence
from atasehir_portal.cleaning import FormKeyField
from atasehir_portal.documents.forms import BlockForm, PlainLineField
from programming.assessing import elements, priority, queries
from programming.assessing.elements import Component, Judgement, Kind, Level, ObligationType, Side


class PartForm(BlockForm):
    """What the forms of all parts share: the text has a name of its own, and few lines."""

    rows = 4
    body_label: ClassVar[Any] = _("Text")
    body_help: ClassVar[Any] = ""
    body_required: ClassVar[bool] = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = self.fields["body"]
        body.label, body.help_text = self.body_label, self.body_help
        body.required = body.widget.is_required = self.body_required


class CauseForm(PartForm):
    """A cause: one sentence, how deep it lies, what it explains, what bears it out."""

    data_fields = ("title", "level", "parent", "source")
    body_label = _("What bears it out?")
    body_help = _("What was seen, heard or counted, in a few sentences. Name no person.")
    field_order = ("title", "level", "parent", "body", "source")

    title = PlainLineField(
        label=_("In one sentence"),
        max_length=elements.TITLE_LENGTH,
        help_text=_("A sentence that can be right or wrong, e.g. “No unit is in charge of accessibility.”"),
    )
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    parent = forms.ChoiceField(
        label=_("What does it explain?"),
        required=False,
        help_text=_("It hangs below this. What people meet stands at the top; every other cause explains something."),
    )
    source = PlainLineField(
        label=_("Source"),
        required=False,
        max_length=elements.LINE_LENGTH,
        help_text=_("Where others can check it: a document, a count, a site visit, with its date."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(str(uid), title) for uid, title in queries.cause_titles(self.document)]
        self.fields["parent"].choices = [("", _("nothing: it stands at the top")), *rows]  # type: ignore[attr-defined]


class ClaimForm(PartForm):
    data_fields = ("holder",)
    body_label = _("What can they claim?")
    body_required = True
    field_order = ("holder", "body")

    holder = PlainLineField(
        label=_("Rights-holders"),
        max_length=elements.TITLE_LENGTH,
        help_text=_("A group, never a person: e.g. “residents who use a wheelchair”."),
    )


class ObligationForm(PartForm):
    data_fields = ("bearer", "duty", "competence")
    body_label = _("What do they owe?")
    body_required = True
    field_order = ("bearer", "duty", "competence", "body")

    bearer = PlainLineField(
        label=_("Duty-bearer"),
        max_length=elements.TITLE_LENGTH,
        help_text=_("The unit or authority whose task it is, e.g. “Fen İşleri Müdürlüğü”."),
    )
    duty = forms.ChoiceField(
        label=_("Obligation"),
        choices=ObligationType.choices,
        help_text=_(
            "To respect: not to interfere. To protect: against others. To fulfil: to provide money, services, information."
        ),
    )
    competence = forms.ChoiceField(label=_("Competence"), choices=Competence.choices)


class GapForm(PartForm):
    data_fields = ("side", "who", "component", "closes")
    body_label = _("What is missing?")
    body_required = True
    field_order = ("side", "who", "component", "body", "closes")

    side = forms.ChoiceField(label=_("On which side?"), choices=Side.choices, widget=forms.RadioSelect)
    who = PlainLineField(
        label=_("Who lacks it?"), max_length=elements.TITLE_LENGTH, help_text=_("A group, a unit or an authority.")
    )
    component = forms.ChoiceField(label=_("Component"), choices=Component.choices)
    closes = PlainLineField(label=_("What would close it?"), max_length=elements.LINE_LENGTH)


class _FilledForm(PartForm):
    """A form about something that the portal asks: ``about`` are the fields that name it, which nobody fills in."""

    about: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.about:
            self.fields[name].widget = forms.HiddenInput()
            self.fields[name].required = False

    def read_data(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) or self.initial.get(name, "") for name in self.data_fields}


class AppraisalForm(_FilledForm):
    data_fields = ("checklist", "number", "element", "question", "judgement")
    about = ("checklist", "number", "element", "question")
    body_label = _("Reason")
    body_help = _("What the judgement rests on, in a sentence that others can check.")
    body_required = True
    field_order = ("judgement", "body")

    checklist = PlainLineField(max_length=60)
    number = PlainLineField(max_length=4)
    element = PlainLineField(max_length=elements.LINE_LENGTH)
    question = PlainLineField(max_length=elements.LINE_LENGTH)
    judgement = forms.ChoiceField(label=_("Judgement"), choices=Judgement.choices, widget=forms.RadioSelect)


class ScoreForm(_FilledForm):
    data_fields = ("criterion", "title", "weight", "score")
    about = ("criterion", "title", "weight")
    body_label = _("Reason")
    body_help = _("Why this score and not the one beside it.")
    body_required = True
    field_order = ("score", "body")

    criterion = PlainLineField(max_length=40)
    title = PlainLineField(max_length=elements.LINE_LENGTH)
    weight = PlainLineField(max_length=3)
    score = forms.ChoiceField(
        label=_("Score"),
        choices=[(str(each), str(each)) for each in range(priority.LOWEST, priority.HIGHEST + 1)],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        criterion = priority.criteria().get(str(self.initial.get("criterion") or ""))
        if criterion is not None:
            meaning = {priority.LOWEST: criterion.low, priority.HIGHEST: criterion.high}
            self.fields["score"].choices = [  # type: ignore[attr-defined]
                (value, f"{value} – {meaning[int(value)]}" if int(value) in meaning else value)
                for value, _label in self.fields["score"].choices  # type: ignore[attr-defined]
            ]


FORMS: Mapping[str, type[PartForm]] = {
    Kind.CAUSE: CauseForm,
    Kind.CLAIM: ClaimForm,
    Kind.OBLIGATION: ObligationForm,
    Kind.GAP: GapForm,
    Kind.APPRAISAL: AppraisalForm,
    Kind.SCORE: ScoreForm,
}


class _NewMixin(forms.Form):
    """What a form needs beyond the engine's when something is added: a one-time key, no reason."""

    form_key = FormKeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4
        for name in ("reason", "base_revision"):
            self.fields.pop(name, None)


NEW_FORMS: Mapping[str, type[PartForm]] = {
    kind: type(f"New{form.__name__}", (_NewMixin, form), {"__doc__": f"Adds a part of the kind {kind}."})
    for kind, form in FORMS.items()
}

TOGETHER, STAY = "together", "stay"


class RemoveCauseForm(forms.Form):
    """Why a cause is taken out, and what becomes of the causes that hang below it."""

    children = forms.ChoiceField(
        label=_("What becomes of the causes below it?"),
        choices=[
            (STAY, _("They stay, and hang below what this one explains")),
            (TOGETHER, _("They are taken out with it")),
        ],
        widget=forms.RadioSelect,
    )
    reason = PlainLineField(label=_("Why is it taken out?"), required=False, max_length=500)

    def __init__(self, *args: Any, has_children: bool, can_stay: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_children:
            del self.fields["children"]
        elif not can_stay:
            self.fields["children"].choices = [(TOGETHER, _("They are taken out with it"))]  # type: ignore[attr-defined]
            self.fields["children"].initial = TOGETHER

    @property
    def takes_children(self) -> bool:
        return self.cleaned_data.get("children") == TOGETHER
