"""Forms of the lists: a source with the fields of its kind, a term, an entry of the index."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from atasehir_portal.catalogue.models import Certainty
from atasehir_portal.documents import entries, validation
from atasehir_portal.documents.bibliography import sort_key
from atasehir_portal.documents.entries import Listing
from atasehir_portal.documents.forms import HIGHEST_REVISION, PlainLineField
from atasehir_portal.documents.models import Document, EntryList, Source, SourceKind

_LEGAL = ("title", "number", "article", "gazette", "last_amendment", "seen_on", "url")
FIELDS_OF_KIND: Mapping[str, tuple[str, ...]] = {
    SourceKind.BOOK.value: ("author", "title", "year", "publisher", "url"),
    SourceKind.REPORT.value: ("author", "title", "year", "publisher", "number", "seen_on", "url"),
    SourceKind.LAW.value: _LEGAL,
    SourceKind.REGULATION.value: _LEGAL,
    SourceKind.TREATY.value: ("author", "title", "year", "number", "article", "seen_on", "url"),
    SourceKind.WEB.value: ("author", "title", "year", "url", "seen_on"),
}


class EntryForm(forms.Form):
    """One entry: its columns, why it changes, the state that the person saw."""

    columns: ClassVar[tuple[str, ...]] = ()

    reason = PlainLineField(label=_("Why are you changing this?"), required=False, max_length=500)
    base_revision = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=HIGHEST_REVISION
    )

    def __init__(self, *args: Any, document: Document, listing: Listing, entry: Any = None, **kwargs: Any) -> None:
        if entry is not None:
            kwargs.setdefault("initial", {**self.initial_of(listing.row(entry)), "base_revision": entry.revision})
        super().__init__(*args, **kwargs)
        self.document, self.listing, self.entry = document, listing, entry
        if entry is None:
            del self.fields["reason"]

    @classmethod
    def initial_of(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the fields show for an entry."""
        return dict(row)

    def typed(self) -> dict[str, Any]:
        """Return the columns as the fields give them, not yet judged."""
        return {column: self.cleaned_data.get(column, "") for column in self.columns}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.entry_data: dict[str, Any] = {}
        if not any(column in self.errors for column in self.columns):
            try:
                self.entry_data = self.listing.judge(self.typed())
            except ValidationError as error:
                self.add_service_error(error)
        return cleaned

    def add_service_error(self, error: ValidationError) -> None:
        """Show next to the fields what was refused."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)


class SourceForm(EntryForm):
    """A source. Only the fields of its kind are shown, and those that hold something already: nothing gets lost when
    the kind changes."""

    columns = entries.by_name(EntryList.SOURCES).columns

    kind = forms.ChoiceField(label=_("Kind of source"), choices=SourceKind.choices)
    author = PlainLineField(label=_("Author or body"), required=False, max_length=250)
    title = PlainLineField(label=_("Title"), max_length=400)
    year = PlainLineField(label=_("Year"), required=False, max_length=20)
    publisher = PlainLineField(label=_("Publisher"), required=False, max_length=250)
    number = PlainLineField(label=_("Number or symbol"), required=False, max_length=80)
    article = PlainLineField(label=_("Article"), required=False, max_length=120)
    gazette = PlainLineField(
        label=_("Official gazette"), required=False, max_length=120, help_text=_("Date and number: 13/7/2005-25874")
    )
    last_amendment = PlainLineField(label=_("Last known amendment"), required=False, max_length=200)
    seen_on = PlainLineField(
        label=_("Date seen"), required=False, max_length=120, help_text=_("When, and where where it matters.")
    )
    url = PlainLineField(label=_("Address"), required=False, max_length=500)
    certainty = forms.ChoiceField(label=_("How certain"), choices=Certainty.choices, initial=Certainty.SOURCE)
    note = PlainLineField(
        label=_("Note"), required=False, max_length=500, help_text=_("It is printed with the source.")
    )
    key = PlainLineField(
        label=_("Key"),
        required=False,
        max_length=60,
        help_text=_("By it the text cites the source: [@key]. Left empty, one is proposed."),
    )
    is_other = forms.BooleanField(label=_("It is another source, keep both"), required=False)

    def __init__(self, *args: Any, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind in SourceKind.values and not self.is_bound:
            self.initial["kind"] = kind
        shown = FIELDS_OF_KIND.get(str(self["kind"].value() or ""), FIELDS_OF_KIND[SourceKind.REPORT.value])
        for name in self.columns:
            if name in {"key", "kind", "certainty", "note", "title"} or name in shown or self[name].value():
                continue
            del self.fields[name]
        law = self["kind"].value() in {SourceKind.LAW, SourceKind.REGULATION}
        if law and "number" in self.fields:
            self.fields["number"].label = _("Number of the law")
        if self.entry is not None:
            self.fields["key"].help_text = _("With a new key all citations in the text change to it.")
        self.twins: Sequence[Source] = ()
        # asked only where there is another source like this one
        if not (self.is_bound and self.data.get("is_other")):
            self.fields["is_other"].widget = forms.HiddenInput()
        order = ("kind", *(name for name in dict.fromkeys((*shown, *self.columns)) if name not in {"key", "kind"}))
        self.order_fields([*order, "key", "is_other", "reason"])

    def typed(self) -> dict[str, Any]:
        typed = super().typed()
        if not typed["key"]:
            taken = self.document.sources.values_list("key", flat=True)
            typed["key"] = self.entry.key if self.entry is not None else entries.proposed_key(typed, taken)
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.entry is None and self.entry_data and not cleaned.get("is_other"):
            self._look_for_twins()
        return cleaned

    def _look_for_twins(self) -> None:
        marks = entries.likeness(self.entry_data)
        self.twins = [s for s in self.document.sources.all() if marks & entries.likeness(self.listing.row(s))]
        if self.twins:
            self.fields["is_other"].widget = forms.CheckboxInput()
            self.add_error("is_other", _("The list may have this source already. Look at it below."))


class TermForm(EntryForm):
    """A term of the glossary."""

    columns = entries.by_name(EntryList.TERMS).columns

    term = PlainLineField(label=_("Term"), max_length=120)
    english = PlainLineField(label=_("In English"), required=False, max_length=120)
    definition = PlainLineField(label=_("What it means"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    field_order = ("term", "english", "definition", "reason")


class IndexForm(EntryForm):
    """An entry of the index."""

    columns = entries.by_name(EntryList.INDEX).columns

    term = PlainLineField(label=_("Word"), max_length=validation.LONGEST_ENTRY)
    variants = forms.CharField(
        label=_("Other words for it"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on a line. Endings are found by themselves: “hak sahibi” finds “hak sahiplerinin” too."),
    )
    see = forms.ChoiceField(
        label=_("Leads to"),
        required=False,
        help_text=_("For a word that the book does not use: it leads to the one that it uses."),
    )
    see_also = forms.MultipleChoiceField(
        label=_("See also"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    field_order = ("term", "variants", "see", "see_also", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.entry.term if self.entry is not None else ""
        terms = self.document.index_entries.exclude(term=own).values_list("term", "see")
        names = sorted(terms, key=lambda row: sort_key(row[0]))
        there = [(term, term) for term, see in names if not see]
        # what leads nowhere any more stays to be seen, and is listed among the problems
        kept = [self.initial.get("see"), *(self.initial.get("see_also") or [])]
        there += [(name, name) for name in kept if name and (name, name) not in there]
        self.fields["see"].choices = [("", _("– it has places of its own")), *there]  # type: ignore[attr-defined]
        self.fields["see_also"].choices = there  # type: ignore[attr-defined]
        if not there:
            del self.fields["see_also"]

    @classmethod
    def initial_of(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        return {**row, "variants": "\n".join(row["variants"])}


FORMS: Mapping[str, type[EntryForm]] = {
    EntryList.SOURCES: SourceForm,
    EntryList.TERMS: TermForm,
    EntryList.INDEX: IndexForm,
}
