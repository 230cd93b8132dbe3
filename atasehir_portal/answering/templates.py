"""Templates of answers: kept with the pages of the catalogue, offered where an answer is written."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Unit
from atasehir_portal.accounts.people import person
from atasehir_portal.answering.models import AnswerTemplate, Duty
from atasehir_portal.answering.permissions import can_keep_templates
from atasehir_portal.catalogue.forms import TermForm
from atasehir_portal.catalogue.loading import Vocabulary
from atasehir_portal.catalogue.sections import Column, Section
from atasehir_portal.cleaning import LineField, TextField
from atasehir_portal.turkish import SortKey

VOCABULARY = Vocabulary(
    "answer_templates",
    AnswerTemplate,
    ("name_tr", "name_en", "description_tr", "description_en", "position", "is_active"),
    references={"unit": Unit},
)
_NAMES = {
    "entries": "answering:templates",
    "entries_csv": "answering:templates_csv",
    "entry_new": "answering:template_new",
    "entry": "answering:template",
    "entry_retire": "answering:template_retire",
    "entry_restore": "answering:template_restore",
}


class TemplateForm(TermForm):
    """A template: its title and text, in English where wanted, and the unit that it is offered to."""

    name_tr = LineField(
        label=_("Title"), help_text=_("By it the template is found in the list."), max_length=200, min_length=2
    )
    description_tr = TextField(
        label=_("Text"),
        help_text=_(
            "What can be said of every input of this sort. It holds no personal data: no name, no address, no health record; what is "
            "particular is added in the answer."
        ),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        help_text=_("Without a unit it is offered to all of them."),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("All units"),
    )
    name_en = LineField(label=_("Title in English"), max_length=200, required=False)
    description_en = TextField(
        label=_("Text in English"),
        help_text=_("Where it is left empty, the Turkish text is offered in English pages too."),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    class Meta(TermForm.Meta):
        model = AnswerTemplate
        fields = ["name_tr", "description_tr", "unit", "name_en", "description_en", "position"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_use = Q(is_active=True) | Q(pk=self.instance.unit_id)
        self.fields["unit"].queryset = Unit.objects.filter(in_use).order_by(SortKey("name_tr"))  # type: ignore[attr-defined]


class TemplateSection(Section):
    """A section with the addresses of this room."""

    def url(self, act: str, *args: Any) -> str:
        return reverse(_NAMES[act], args=args)


SECTION = TemplateSection(
    name="yanit-sablonlari",
    vocabulary=VOCABULARY,
    form_class=TemplateForm,
    title=_("Templates of answers"),
    new_label=_("New template"),
    hint=_(
        "Reasons that are given often. Whoever writes an answer can begin with one and edits it before sending; answers that were given do "
        "not change with it."
    ),
    search=("name_tr", "name_en", "description_tr", "slug"),
    columns=(
        Column(_("Unit"), lambda entry: entry.unit.name if entry.unit else _("All units")),
        Column(_("Text"), lambda entry: entry.description_tr),
    ),
    related=("unit",),
    may_edit=can_keep_templates,
)


def offered(user: Any, duty: Duty) -> QuerySet[AnswerTemplate]:
    """Return the templates for an answer to this duty: those for all units, for the responsible one and for the writer's own."""
    post = person(user).post
    units = {unit for unit in (duty.unit_id, post.unit_id if post else None) if unit}
    found = AnswerTemplate.objects.filter(Q(unit=None) | Q(unit__in=units), is_active=True)
    return found.order_by("position", SortKey("name_tr"), "pk")


def put_in(text: str, template: AnswerTemplate) -> str:
    """Return what stands in the box after a template was put in: below what was typed, never over it."""
    typed = text.rstrip()
    return f"{typed}\n\n{template.description}" if typed else template.description
