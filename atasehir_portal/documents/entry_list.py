"""What a page of one of the lists shows: its entries in their order, where the text speaks of them, how they look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from atasehir_portal import markdown
from atasehir_portal.documents import concordance, entries, queries, terms
from atasehir_portal.documents.bibliography import sort_key
from atasehir_portal.documents.concordance import Concordance, Place
from atasehir_portal.documents.entries import Listing
from atasehir_portal.documents.models import Document, EntryList
from atasehir_portal.documents.nodes import Reading


@dataclass(frozen=True, slots=True)
class LinkedPlace:
    """A place with its address in the workspace."""

    place: Place
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as its list shows it. ``head`` is the printed form of a source, the word of the others; ``doubles`` are
    keys of sources that may be the same."""

    entry: Any
    name: str
    head: SafeString | str
    number: int | None
    places: Sequence[LinkedPlace]
    doubles: Sequence[str] = ()


class EntryPage:
    """One list of a document: everything that its page needs, the text read once."""

    def __init__(self, document: Document, listing: Listing) -> None:
        self.document, self.listing = document, listing
        self.reading: Reading = queries.read(document, chapter_address=queries.workspace_chapter_address(document))
        self.rows: list[Any] = list(listing.model._default_manager.filter(document=document))
        self.places: Mapping[str, Sequence[Place]] = self._places()
        plain = [listing.row(row) for row in self.rows] if listing.name == EntryList.SOURCES else []
        self.doubles = entries.doubles(plain)

    def _places(self) -> dict[str, Sequence[Place]]:
        if self.listing.name == EntryList.SOURCES:
            found = concordance.citations(self.reading)
            return {row.key: found.get(row.key, []) for row in self.rows}
        words = Concordance(self.reading)
        if self.listing.name == EntryList.TERMS:
            return {row.term: words.by_section(terms.words_of(row.term)) for row in self.rows}
        return {
            row.term: [] if row.see else words.by_section(concordance.words_of(self.listing.row(row)))
            for row in self.rows
        }

    def ordered(self, rows: Sequence[Any]) -> list[Any]:
        """Return entries in the order of the printed list."""
        if self.listing.name == EntryList.SOURCES:
            numbers = self.reading.source_numbers
            return sorted(rows, key=lambda row: numbers.get(row.key, 0))
        return sorted(rows, key=lambda row: sort_key(row.term))

    def line(self, entry: Any) -> Line:
        """Return an entry as the list shows it."""
        name = getattr(entry, self.listing.name_column)
        places = [self.linked(place) for place in self.places.get(name, ())]
        if self.listing.name == EntryList.SOURCES:
            source = self.reading.sources_by_key[entry.key]
            return Line(entry, name, source.html, source.number, places, self.doubles.get(name, ()))
        return Line(entry, name, name, None, places)

    def linked(self, place: Place) -> LinkedPlace:
        """Return a place with its address in the workspace."""
        address = self.reading.chapter_address
        base = address(place.section.chapter) if address else ""
        anchor = place.block.anchor if place.block is not None else place.section.anchor
        return LinkedPlace(place, f"{base}#{anchor}")


def definition_html(definition: str) -> SafeString:
    """Return the definition of a term as it is read."""
    return markdown.render_inline(definition)
