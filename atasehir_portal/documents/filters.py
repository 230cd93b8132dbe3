"""Filters of the lists of a document, kept in the address."""

from collections.abc import Mapping, Sequence
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from atasehir_portal import turkish
from atasehir_portal.catalogue.models import Certainty
from atasehir_portal.documents.concordance import Place
from atasehir_portal.documents.entries import Listing
from atasehir_portal.documents.models import EntryList, SourceKind
from atasehir_portal.documents.nodes import Reading

USES = [("used", _("Found in the text")), ("unused", _("Not found in the text"))]


class EntryFilter(django_filters.FilterSet):
    """Search, and whether the text speaks of the entry. ``places`` holds by name where it does."""

    q = django_filters.CharFilter(label=_("Search"), method="find", max_length=200)
    use = django_filters.ChoiceFilter(label=_("Used"), choices=USES, method="by_use", empty_label=_("All"))

    def __init__(
        self, *args: Any, listing: Listing, reading: Reading, places: Mapping[str, Sequence[Place]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.listing, self.places = listing, places
        if "chapter" in self.filters:
            self.filters["chapter"].extra["choices"] = [(c.anchor, c.heading) for c in reading.chapters]

    def find(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep the entries that hold every word, however it is typed."""
        words = turkish.fold(value).split()
        found = [row.pk for row in rows if all(word in turkish.fold(self._text(row)) for word in words)]
        return rows.filter(pk__in=found)

    def _text(self, row: Any) -> str:
        values = self.listing.row(row).values()
        return " ".join(" ".join(value) if isinstance(value, list) else str(value) for value in values)

    def _named(self, rows: QuerySet[Any], names: set[str]) -> QuerySet[Any]:
        return rows.filter(**{f"{self.listing.name_column}__in": names})

    def by_use(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep the entries of which the text speaks, or the others."""
        used = {name for name, places in self.places.items() if places}
        return self._named(rows, used) if value == "used" else rows.exclude(**{f"{self.listing.name_column}__in": used})

    def by_chapter(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep the entries of which one chapter speaks."""
        names = {name for name, places in self.places.items() if any(p.section.chapter.anchor == value for p in places)}
        return self._named(rows, names)


class SourceFilter(EntryFilter):
    """Also by kind, certainty and the chapter that cites it."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=SourceKind.choices, empty_label=_("All"))
    certainty = django_filters.ChoiceFilter(label=_("How certain"), choices=Certainty.choices, empty_label=_("All"))
    chapter = django_filters.ChoiceFilter(label=_("Cited in"), choices=(), method="by_chapter", empty_label=_("All"))


class WordFilter(EntryFilter):
    """Also by the chapter in which the word stands."""

    chapter = django_filters.ChoiceFilter(label=_("Stands in"), choices=(), method="by_chapter", empty_label=_("All"))


FILTERS: Mapping[str, type[EntryFilter]] = {
    EntryList.SOURCES: SourceFilter,
    EntryList.TERMS: WordFilter,
    EntryList.INDEX: WordFilter,
}
