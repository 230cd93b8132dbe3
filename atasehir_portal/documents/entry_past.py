"""Earlier states of the entries of a list: what changed, who changed it, why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.text import capfirst

from atasehir_portal.documents.entries import Listing
from atasehir_portal.documents.entry_forms import FORMS
from atasehir_portal.documents.models import Document, EntryRevision


@dataclass(frozen=True, slots=True)
class Field:
    """A column in words: its name, what stands there, and what stood there before ("" where it is new)."""

    label: str | Promise
    value: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """One state of an entry with what changed since the one before (all of it where it was added or removed)."""

    revision: EntryRevision
    fields: list[Field]
    is_change: bool


def revisions(document: Document, listing: Listing, entry: str) -> QuerySet[EntryRevision]:
    """Return the states of a list's entries, newest first, with who wrote them; of one entry where its number is given."""
    found = EntryRevision.objects.filter(document=document, entry_list=listing.name)
    if entry:
        found = (
            found.filter(entry=int(entry)) if entry.isascii() and entry.isdigit() and len(entry) < 16 else found.none()
        )
    return found.select_related("author", "organisation", "unit").order_by("-created_at", "-pk")


def states(listing: Listing, shown: Iterable[EntryRevision]) -> list[State]:
    """Return states with what changed in each; one more query for those before."""
    shown = list(shown)
    numbers = {(each.entry, each.number - 1) for each in shown}
    earlier = EntryRevision.objects.filter(entry_list=listing.name, entry__in={entry for entry, _number in numbers})
    before = {
        (entry, number): data
        for entry, number, data in earlier.values_list("entry", "number", "data")
        if (entry, number) in numbers
    }
    found = []
    for each in shown:
        old = before.get((each.entry, each.number - 1))
        is_change = each.act == "changed" and old is not None
        found.append(State(each, fields_of(listing, each.data, old if is_change else None), is_change))
    return found


def fields_of(listing: Listing, data: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> list[Field]:
    """Return the columns of an entry in words; with ``before`` only those that changed."""
    found = []
    for column in listing.columns:
        value, old = _shown(listing, column, data), _shown(listing, column, before or {})
        if (before is None and value) or (before is not None and value != old):
            found.append(Field(capfirst(str(_label(listing, column))), value, old))
    return found


def _label(listing: Listing, column: str) -> str | Promise:
    return FORMS[listing.name].base_fields[column].label or column


def _shown(listing: Listing, column: str, data: Mapping[str, Any]) -> str:
    value = data.get(column, "")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    choices = dict(getattr(listing.model._meta.get_field(column), "flatchoices", ()) or ())
    return str(choices.get(value, value))
