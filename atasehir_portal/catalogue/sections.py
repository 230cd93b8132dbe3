"""The lists of the catalogue as the workspace shows them: one ``Section`` per vocabulary, kept by the same pages.

The room above (accounts) keeps its units with the same pages: it makes a section of its own with addresses of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.forms import BaseFormSet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atasehir_portal.bilingual import Term
from atasehir_portal.catalogue import forms
from atasehir_portal.catalogue.loading import VOCABULARIES, Vocabulary
from atasehir_portal.catalogue.permissions import can_edit_catalogue

Text = str | Promise


def nothing_in_the_way(entry: Term) -> None:
    """Any entry can be retired; records that point to it keep it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list beyond the name: what it says of an entry."""

    label: Text
    value: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Section:
    """One list: what it holds, how it is searched, sorted and edited.

    ``name`` stands in the address. ``by_position`` sorts by the order that the entries were given, otherwise by name as Turkish
    does. ``before_retiring`` raises ValidationError where an entry cannot be retired yet. ``may_edit`` says who changes it.
    """

    name: str
    vocabulary: Vocabulary
    form_class: type[forms.TermForm]
    title: Text
    new_label: Text
    hint: Text
    search: tuple[str, ...] = ("name_tr", "name_en", "slug")
    columns: tuple[Column, ...] = ()
    related: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()
    by_position: bool = True
    children_class: type[BaseFormSet] | None = None
    children_title: Text = ""
    before_retiring: Callable[[Any], None] = field(default=nothing_in_the_way)
    may_edit: Callable[[Any], bool] = field(default=can_edit_catalogue)

    @property
    def model(self) -> type[Term]:
        return self.vocabulary.model  # type: ignore[return-value]

    def url(self, act: str, *args: Any) -> str:
        """Return the address of a page of this section: ``entries``, ``entry_new``, ``entry``, ``entry_retire`` …"""
        return reverse(f"catalogue:{act}", args=[self.name, *args])


_VOCABULARY = {vocabulary.name: vocabulary for vocabulary in VOCABULARIES}

SECTIONS: dict[str, Section] = {
    section.name: section
    for section in (
        Section(
            name="mahalleler",
            vocabulary=_VOCABULARY["neighbourhoods"],
            form_class=forms.NeighbourhoodForm,
            title=_("Neighbourhoods"),
            new_label=_("New neighbourhood"),
            hint=_("With the other spellings under which people look for them."),
            search=("name_tr", "name_en", "slug", "aliases"),
            columns=(Column(_("Other spellings"), lambda entry: ", ".join(entry.aliases)),),
            by_position=False,
        ),
        Section(
            name="gruplar",
            vocabulary=_VOCABULARY["groups"],
            form_class=forms.GroupForm,
            title=_("Groups"),
            new_label=_("New group"),
            hint=_("Groups whose rights are at stake. ▲ marks groups that lead to special-category data."),
            columns=(
                Column(_("Special-category data (▲)"), lambda entry: "▲" if entry.leads_to_special_data else ""),
                Column(_("Note"), lambda entry: entry.note),
            ),
        ),
        Section(
            name="haklar",
            vocabulary=_VOCABULARY["rights"],
            form_class=forms.RightForm,
            title=_("Rights"),
            new_label=_("New right"),
            hint=_("With the provisions they rest on and the checklist that fits them."),
            columns=(
                Column(_("Checklist"), lambda entry: entry.checklist.name if entry.checklist else ""),
                Column(_("Provisions"), lambda entry: "; ".join(str(row) for row in entry.provisions.all())),
            ),
            related=("checklist",),
            prefetch=("provisions",),
            children_class=forms.ProvisionFormSet,
            children_title=_("Provisions"),
        ),
        Section(
            name="kontrol-listeleri",
            vocabulary=_VOCABULARY["checklists"],
            form_class=forms.ChecklistForm,
            title=_("Checklists"),
            new_label=_("New checklist"),
            hint=_("Questions by which work is checked: PANEL, AAAQ and the profiles that other rights need."),
            columns=(
                Column(_("Questions"), lambda entry: len(entry.questions.all())),
                Column(_("Source"), lambda entry: entry.source),
            ),
            prefetch=("questions",),
            children_class=forms.QuestionFormSet,
            children_title=_("Questions"),
        ),
        Section(
            name="hizmet-alanlari",
            vocabulary=_VOCABULARY["service_areas"],
            form_class=forms.ServiceAreaForm,
            title=_("Service areas"),
            new_label=_("New service area"),
            hint=_("In the order of Law 5393, art. 14, each with whose task it mainly is."),
            columns=(Column(_("Whose task"), lambda entry: entry.get_competence_display()),),
        ),
        Section(
            name="baska-kurumlar",
            vocabulary=_VOCABULARY["authorities"],
            form_class=forms.AuthorityForm,
            title=_("Other authorities"),
            new_label=_("New authority"),
            hint=_("Bodies to which inputs are referred that are their task, each with its level."),
            columns=(Column(_("Whose task"), lambda entry: entry.get_competence_display()),),
        ),
        Section(
            name="ayrimcilik-temelleri",
            vocabulary=_VOCABULARY["discrimination_grounds"],
            form_class=forms.GroundForm,
            title=_("Grounds of discrimination"),
            new_label=_("New ground"),
            hint=_("The closed list of Law 6701, art. 3/2, and apart from it the grounds of open standards."),
            columns=(Column(_("Named in Law 6701"), lambda entry: _("yes") if entry.in_law else _("no")),),
        ),
    )
}
