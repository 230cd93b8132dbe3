"""How many of the needs that are not public a table may count, so that nobody can work out a small number: a plain calculation.

The rule (``docs/decisions/0158-small-numbers-of-the-quarter.md``). Needs that agree in everything that a family of tables says of them
are a class. A class of at least ``threshold`` needs is counted whole; a smaller one is not counted at all, and nothing marks where.
Families say nothing of the same thing twice. Hence whatever is added up or subtracted over all tables is made of whole classes, and
each class that was not counted can have had any size from 0 to ``threshold`` - 1: the tables would be the same. Totals are no family:
they would say how many were left out.

Participants' and confidential needs are two layers with a calculation each, so that whoever reads the former learns no more of the latter.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

Class = Hashable
Cell = Hashable


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What tables can say of one need: numbers of the catalogue."""

    groups: frozenset[int]
    rights: frozenset[int]
    places: frozenset[int]
    area: int | None


@dataclass(frozen=True, slots=True)
class Family:
    """Tables over one class: ``class_of`` a need, ``size`` how many classes are possible, and which cells of each table a class is in.

    Every cell has to leave at least half of the possible classes outside.
    """

    class_of: Callable[[Record], Class]
    size: int
    tables: Mapping[str, Callable[[Record], frozenset[Cell]]]


@dataclass(frozen=True, slots=True)
class Counted:
    """One cell: public needs, all of them, and of the others those that may be told."""

    public: int = 0
    others: int = 0

    @property
    def at_least(self) -> int:
        return self.public + self.others


Tables = dict[str, dict[Cell, Counted]]


def families(*, groups: int, rights: int, places: int, areas: int) -> tuple[Family, ...]:
    """Return the families of the quarter's tables for a catalogue with so many words: groups; areas with rights; neighbourhoods.

    A need has at least one group; it may have no right, no neighbourhood and no area.
    """
    return (
        Family(lambda record: record.groups, 2**groups - 1, {"group": lambda record: record.groups}),
        Family(
            lambda record: (record.area, record.rights),
            (areas + 1) * 2**rights,
            {"right": lambda record: record.rights, "area": lambda record: frozenset({record.area} - {None})},
        ),
        Family(lambda record: record.places, 2**places, {"neighbourhood": lambda record: record.places}),
    )


def tables(
    public: Sequence[Record], layers: Sequence[Sequence[Record]], families: Sequence[Family], threshold: int
) -> Tables:
    """Return every table's cells that count anything, by its name."""
    found: Tables = {name: {} for family in families for name in family.tables}
    hidden = [_told(layer, families, threshold) for layer in layers]
    for number, family in enumerate(families):
        told = [record for layer in hidden for record in layer[number]]
        for name, cells_of in family.tables.items():
            open_ones = Counter(cell for record in public for cell in cells_of(record))
            others = Counter(cell for record in told for cell in cells_of(record))
            found[name] = {cell: Counted(open_ones[cell], others[cell]) for cell in open_ones.keys() | others.keys()}
    return found


def _told(layer: Sequence[Record], families: Sequence[Family], threshold: int) -> list[list[Record]]:
    """Return the needs of a layer that each family may count; none at all where there is no room for what is left out."""
    sizes = [Counter(family.class_of(record) for record in layer) for family in families]
    kept = [{each for each, size in found.items() if size >= threshold} for found in sizes]
    if not is_roomy(
        families, [[found[each] for each in some] for found, some in zip(sizes, kept, strict=True)], threshold
    ):
        return [[] for _family in families]
    return [
        [record for record in layer if family.class_of(record) in some]
        for family, some in zip(families, kept, strict=True)
    ]


def is_roomy(families: Sequence[Family], counted: Sequence[Sequence[int]], threshold: int) -> bool:
    """Whether in every family the classes that are not counted, outside of any one cell, could hold all needs that another family
    shows there to be (``counted``: the sizes of the classes that each family counts).

    Otherwise the sizes of the few classes left could be worked out. With a catalogue of a dozen words each it is always so.
    """
    most = max(sum(sizes) for sizes in counted) + threshold - 1
    return all(
        (threshold - 1) * (family.size // 2 - len(sizes)) >= most
        for family, sizes in zip(families, counted, strict=True)
    )
