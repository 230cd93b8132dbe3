"""The frozen tables of a quarter as they are read, on the page and in its files."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from atasehir_portal.bilingual import pick_from
from programming.needs.models import QuarterlyTable


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table. ``others`` are needs that are not public, as far as they may be told; the true number is no smaller than
    ``at_least``."""

    slug: str
    name: str
    public: int
    others: int

    @property
    def at_least(self) -> int:
        return self.public + self.others


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as it is read: from what was frozen, or in a preview from what would be."""

    name: str
    label: str
    rows: Sequence[Row]

    @classmethod
    def of(cls, table: QuarterlyTable) -> "Shown":
        rows = [Row(row["slug"], pick_from(row), row["public"], row["others"]) for row in table.rows]
        return cls(table.name, str(QuarterlyTable.Name(table.name).label), rows)


def quarter_name(quarter: str) -> str:
    """Return a quarter in words: "2026, quarter 4"."""
    year, number = quarter.split("-")
    return _("%(year)s, quarter %(number)s") % {"year": year, "number": number}
