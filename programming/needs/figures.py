"""The port ``FigureColumn``: columns of coverage that upper rooms add (measures, money), for page and download alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """A column of coverage. ``values(group_ids)`` returns the figure per group id from public data only; missing means 0."""

    name: str
    label: str | Promise
    values: Callable[[Sequence[int]], Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of an added column."""

    label: str | Promise
    value: int


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

    def values(self, group_ids: Sequence[int]) -> list[tuple[FigureColumn, Mapping[int, int]]]:
        """Ask every column once for all groups."""
        return [(column, column.values(group_ids)) for column in self._columns.values()]


figures = FigureRegistry()
