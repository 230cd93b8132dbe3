"""Priority by published weights: each criterion is scored from 1 to 5, and the weighted mean is written out as a calculation."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

LOWEST, HIGHEST = 1, 5
_FILE = Path(__file__).resolve().parent / "data" / "priority.toml"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: its weight in per cent, and what the lowest and the highest score mean."""

    key: str
    title: str
    weight: int
    low: str
    high: str


@cache
def criteria() -> Mapping[str, Criterion]:
    """Return the published criteria by key, in their order. Raises ValueError where their weights are not 100 together."""
    with _FILE.open("rb") as file:
        found = {row["key"]: Criterion(**row) for row in tomllib.load(file)["criterion"]}
    if sum(each.weight for each in found.values()) != 100:
        raise ValueError("the weights of the criteria are not 100 together")
    return found


@dataclass(frozen=True, slots=True)
class Scored:
    """A criterion with the weight and the score that an assessment gave it."""

    title: str
    weight: int
    score: int

    @property
    def points(self) -> int:
        return self.weight * self.score


@dataclass(frozen=True, slots=True)
class Calculation:
    """The weighted mean of what was scored. ``is_whole``: every published criterion has a score."""

    rows: tuple[Scored, ...]
    is_whole: bool

    @property
    def weights(self) -> int:
        return sum(row.weight for row in self.rows)

    @property
    def points(self) -> int:
        return sum(row.points for row in self.rows)

    @property
    def result(self) -> Decimal | None:
        """The mean from 1 to 5 with two decimals; None while nothing is scored."""
        if not self.weights:
            return None
        return (Decimal(self.points) / self.weights).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def sum_written(self) -> str:
        """The sum as people reckon it: "30 × 5 + 25 × 4"."""
        return " + ".join(f"{row.weight} × {row.score}" for row in self.rows)


def calculate(rows: Iterable[Scored], *, missing: int) -> Calculation:
    """Return the calculation over what was scored; ``missing`` criteria have no score yet."""
    found = tuple(rows)
    return Calculation(found, is_whole=bool(found) and not missing)
