"""What cover and imprint say about a book beside its text; frozen with each edition as plain data."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from atasehir_portal.catalogue.models import Municipality
from handbooks.models import Edition, Handbook


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The words of a book's cover, imprint and library entry. ``series`` are the numbers and titles of all books of the series."""

    book: int
    title: str
    short_title: str
    planned_title: str
    subtitle: str
    audience: str
    summary: str
    issuer: str
    city: str
    keywords: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    series: list[list[Any]] = field(default_factory=list)

    @classmethod
    def of_draft(cls, handbook: Handbook, *, issuer: str, city: str, series: Sequence[Handbook]) -> Self:
        """Return what the book says about itself now. ``issuer`` is the municipality's name, ``city`` where it publishes."""
        return cls(
            book=handbook.number,
            title=handbook.title,
            short_title=handbook.short_title,
            planned_title=handbook.planned_title,
            subtitle=handbook.subtitle,
            audience=handbook.audience,
            summary=handbook.summary,
            issuer=issuer,
            city=city,
            keywords=handbook.keywords,
            notices=handbook.notices,
            series=[[each.number, each.title] for each in series],
        )

    @classmethod
    def of_today(cls, handbook: Handbook) -> Self:
        """Return what the book would say if it were published now. Two queries."""
        municipality = Municipality.objects.first()
        return cls.of_draft(
            handbook,
            issuer=municipality.name if municipality else "",
            city=municipality.province if municipality else "",
            series=list(Handbook.objects.select_related("document").order_by("number")),
        )

    @classmethod
    def of_edition(cls, edition: Edition) -> Self:
        """Return what the edition said on the day it was published."""
        return cls(**edition.front_matter)

    def as_data(self) -> dict[str, Any]:
        """Return plain data, as the database gives it back."""
        return asdict(self)
