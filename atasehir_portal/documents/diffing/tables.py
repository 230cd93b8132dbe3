"""Two tables as one, with the columns and rows of both."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from atasehir_portal.documents.diffing.matching import Budget, alike, opcodes
from atasehir_portal.documents.diffing.tree import Element

Change = Literal["", "del", "ins"]
Place = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class JoinedCell:
    """A cell of the old and of the new table. ``change`` says that its column went or came."""

    old: Element | None
    new: Element | None
    change: Change
    empty: Element


@dataclass(frozen=True, slots=True)
class JoinedRow:
    cells: list[JoinedCell]
    change: Change


@dataclass(frozen=True, slots=True)
class Joined:
    """Both tables: captions, rows of the head, rows of the body."""

    captions: tuple[Element | None, Element | None]
    head: list[JoinedRow]
    body: list[JoinedRow]


@dataclass(frozen=True, slots=True)
class _Table:
    caption: Element | None
    head: list[Element]
    body: list[Element]
    width: int


def join(old: Element, new: Element) -> Joined | None:
    """Return both tables as one; None where one of them is not made of equally long rows."""
    was, now = _parts(old), _parts(new)
    if was is None or now is None:
        return None
    columns = _places(_columns(was), _columns(now))
    return Joined((was.caption, now.caption), _rows(was.head, now.head, columns), _rows(was.body, now.body, columns))


def _parts(table: Element) -> _Table | None:
    captions: list[Element] = []
    head: list[Element] = []
    body: list[Element] = []
    for part in table.children:
        if not isinstance(part, Element) or part.tag not in {"caption", "thead", "tbody", "tr"}:
            return None
        if part.tag == "caption":
            captions.append(part)
            continue
        rows = [part] if part.tag == "tr" else part.children
        for row in rows:
            if not isinstance(row, Element) or not all(
                isinstance(cell, Element) and cell.tag in {"td", "th"} for cell in row.children
            ):
                return None
            (head if part.tag == "thead" else body).append(row)
    widths = {len(row.children) for row in [*head, *body]}
    if len(widths) != 1 or len(captions) > 1:
        return None
    return _Table(captions[0] if captions else None, head, body, widths.pop())


def _columns(table: _Table) -> list[tuple[str, Counter[str]]]:
    """For each column what its head says, and its words."""
    found = []
    for number in range(table.width):
        bag: Counter[str] = Counter()
        for row in [*table.head, *table.body]:
            bag.update(row.children[number].bag)
        head = "".join(row.children[number].key for row in table.head)
        found.append((head, bag))
    return found


def _places(old: Sequence[tuple[str, Counter[str]]], new: Sequence[tuple[str, Counter[str]]]) -> list[Place]:
    """Return the columns or rows of both in one order."""
    places: list[Place] = []
    for tag, i1, i2, j1, j2 in opcodes([key for key, _bag in old], [key for key, _bag in new], Budget()):
        if tag == "equal":
            places += zip(range(i1, i2), range(j1, j2), strict=True)
            continue
        i, j = i1, j1
        for a, b in alike([bag for _key, bag in old[i1:i2]], [bag for _key, bag in new[j1:j2]]):
            places += [(n, None) for n in range(i, i1 + a)]
            places += [(None, n) for n in range(j, j1 + b)]
            places.append((i1 + a, j1 + b))
            i, j = i1 + a + 1, j1 + b + 1
        places += [(n, None) for n in range(i, i2)]
        places += [(None, n) for n in range(j, j2)]
    return places


def _rows(old: Sequence[Element], new: Sequence[Element], columns: Sequence[Place]) -> list[JoinedRow]:
    places = _places([(row.key, row.bag) for row in old], [(row.key, row.bag) for row in new])
    return [
        JoinedRow(
            [_cell(old, new, i, j, a, b) for a, b in columns],
            "" if None not in (i, j) else "del" if j is None else "ins",
        )
        for i, j in places
    ]


def _cell(
    old: Sequence[Element], new: Sequence[Element], i: int | None, j: int | None, a: int | None, b: int | None
) -> JoinedCell:
    was = old[i].children[a] if i is not None and a is not None else None
    now = new[j].children[b] if j is not None and b is not None else None
    shape = (old[i] if i is not None else new[j or 0]).children[0]
    return JoinedCell(
        was if isinstance(was, Element) else None,
        now if isinstance(now, Element) else None,
        "" if None not in (a, b) else "del" if b is None else "ins",
        Element(shape.tag if isinstance(shape, Element) and shape.tag == "th" else "td"),
    )
