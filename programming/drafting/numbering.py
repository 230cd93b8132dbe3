"""Numbers of goals, outcomes and measures: A1, H1.1, F1.1.1 (amaç, hedef, faaliyet). They follow from the order and
are never stored.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from programming.drafting.models import ElementKind

LETTERS: Mapping[str, str] = {ElementKind.GOAL: "A", ElementKind.OUTCOME: "H", ElementKind.MEASURE: "F"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an element stands: below which other one, and in which order among its siblings (smaller comes first)."""

    pk: int
    parent: int | None
    kind: str
    order: tuple[int, ...]


def in_order(places: Iterable[Place]) -> list[tuple[Place, str]]:
    """Return the places from top to bottom, each with its number.

    Siblings are counted from 1 without gaps. Places below an element that is not among them (it was removed) are left
    out.
    """
    below: dict[int | None, list[Place]] = defaultdict(list)
    for place in places:
        below[place.parent].append(place)
    found: list[tuple[Place, str]] = []

    def walk(parent: int | None, prefix: str) -> None:
        for count, place in enumerate(sorted(below[parent], key=lambda p: (p.order, p.pk)), start=1):
            digits = f"{prefix}{count}"
            found.append((place, f"{LETTERS[place.kind]}{digits}"))
            walk(place.pk, f"{digits}.")

    walk(None, "")
    return found


def numbers(places: Iterable[Place]) -> dict[int, str]:
    """Return the number of each element by its id."""
    return {place.pk: number for place, number in in_order(places)}
