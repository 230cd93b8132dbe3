"""The port ``FigureColumn``: columns of coverage that upper rooms add (measures, money), for page, CSV and JSON alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """A column of coverage, from public data only; what is missing means 0.

    ``values(group_ids)`` returns the figure by group. A column that gives ``cells`` too can be chosen for the table of groups × rights:
    figures by group and right, under 0 over all groups or rights. They need not add up: one measure can serve several.
    ``unit`` stands beside the name in files ("TRY"); ``shown`` writes a figure for reading, as a number where it is missing.
    """

    name: str
    label: str | Promise
    values: Callable[[Sequence[int]], Mapping[int, Number]]
    cells: Callable[[], Mapping[tuple[int, int], Number]] | None = None
    unit: str = ""
    shown: Callable[[Number], str] | None = None

    @property
    def file_label(self) -> str:
        return f"{self.label} ({self.unit})" if self.unit else str(self.label)

    def figure(self, value: Number) -> "Figure":
        return Figure(self.label, value, self.shown(value) if self.shown else "")


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of an added column; ``words`` is empty where it is written as any number."""

    label: str | Promise
    value: Number
    words: str = ""


class FigureRegistry:
    """The registered columns, in the order of their names' registration."""

    def __init__(self) -> None:
        self._columns: dict[str, FigureColumn] = {}

    def register(self, column: FigureColumn) -> None:
        """Register a column; the same name replaces the earlier one."""
        self._columns[column.name] = column

    @property
    def columns(self) -> list[FigureColumn]:
        return list(self._columns.values())

    @property
    def crossed(self) -> dict[str, FigureColumn]:
        """The columns that can be chosen for the table of groups × rights, by name."""
        return {column.name: column for column in self._columns.values() if column.cells}

    def values(
        self, group_ids: Sequence[int], known: Mapping[str, Mapping[int, Number]] | None = None
    ) -> list[tuple[FigureColumn, Mapping[int, Number]]]:
        """Ask every column once for all groups, but for those whose figures are ``known`` by their names."""
        known = known or {}
        return [
            (column, known[column.name] if column.name in known else column.values(group_ids))
            for column in self._columns.values()
        ]


figures = FigureRegistry()
