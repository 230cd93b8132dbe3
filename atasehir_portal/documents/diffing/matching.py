"""What two sequences have in common, in bounded time.

``difflib`` finds the runs that people see as kept, but its time grows with the product of the lengths. Here it works
only on stretches between words that stand once in both texts, as long as the budget of a comparison lasts; what is left
then counts as replaced.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Op = tuple[Literal["equal", "delete", "insert", "replace"], int, int, int, int]

_SHORT = 300  # up to this many items together difflib needs no help
_PHRASE = 4


@dataclass
class Budget:
    """How many pairs of equal items may be looked at in one comparison; about a second of work per five million."""

    pairs: int = 1_500_000

    def take(self, cost: int) -> bool:
        """Return whether there is enough left, and take it."""
        if cost > self.pairs:
            return False
        self.pairs -= cost
        return True


def opcodes(old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> list[Op]:
    """Return how ``old`` becomes ``new``, as difflib writes it: runs that touch each other and cover both."""
    kept = _kept(old, new, budget)
    ops: list[Op] = []
    i = j = 0
    for a, b, size in [*kept, (len(old), len(new), 0)]:
        if i < a and j < b:
            ops.append(("replace", i, a, j, b))
        elif i < a:
            ops.append(("delete", i, a, j, b))
        elif j < b:
            ops.append(("insert", i, a, j, b))
        if size:
            ops.append(("equal", a, a + size, b, b + size))
        i, j = a + size, b + size
    return ops


def _kept(old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> list[tuple[int, int, int]]:
    """Return what stays as (place in old, place in new, length), in order, neighbours joined."""
    found: list[tuple[int, int, int]] = []
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        a1, a2, b1, b2 = waiting.pop()
        size = 0
        while a1 + size < a2 and b1 + size < b2 and old[a1 + size] == new[b1 + size]:
            size += 1
        if size:
            found.append((a1, b1, size))
        a1, b1, size = a1 + size, b1 + size, 0
        while a1 < a2 - size and b1 < b2 - size and old[a2 - size - 1] == new[b2 - size - 1]:
            size += 1
        a2, b2 = a2 - size, b2 - size
        if size:
            found.append((a2, b2, size))
        if a1 == a2 or b1 == b2:
            continue
        if a2 - a1 + b2 - b1 > _SHORT and (anchors := _anchors(old, new, a1, a2, b1, b2)):
            at, bt = a1, b1
            for a, b in anchors:
                found.append((a, b, 1))
                waiting.append((at, a, bt, b))
                at, bt = a + 1, b + 1
            waiting.append((at, a2, bt, b2))
        else:
            found += _by_difflib(old, new, a1, a2, b1, b2, budget)
    return _joined(sorted(found))


def _anchors(
    old: Sequence[Hashable], new: Sequence[Hashable], a1: int, a2: int, b1: int, b2: int
) -> list[tuple[int, int]]:
    """Return the items that stand once on each side, as far as they stand in the same order; where there is none, those
    that begin a phrase which does."""
    for size in (1, _PHRASE):
        left, right = _phrases(old[a1:a2], size), _phrases(new[b1:b2], size)
        once_left, once_right = Counter(left), Counter(right)
        place = {phrase: j for j, phrase in enumerate(right, start=b1) if once_right[phrase] == 1}
        pairs = [
            (i, place[phrase]) for i, phrase in enumerate(left, start=a1) if phrase in place and once_left[phrase] == 1
        ]
        if pairs:
            return increasing(pairs)
    return []


def _phrases(items: Sequence[Hashable], size: int) -> Sequence[Hashable]:
    return items if size == 1 else list(zip(*(items[start:] for start in range(size)), strict=False))


def increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of pairs, sorted by the first number, whose second numbers go up."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_first, second) in enumerate(pairs):
        at = bisect_left(tails, second)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(second)
            ends.append(index)
        else:
            tails[at], ends[at] = second, index
    chosen = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = before[index]
    return chosen[::-1]


def _by_difflib(
    old: Sequence[Hashable], new: Sequence[Hashable], a1: int, a2: int, b1: int, b2: int, budget: Budget
) -> list[tuple[int, int, int]]:
    counts = Counter(new[b1:b2])
    # difflib goes over all of it once for every run that it finds, at worst
    cost = sum(counts[item] for item in old[a1:a2]) * 2 + (a2 - a1)
    if cost and not budget.take(cost):
        return []
    matcher = SequenceMatcher(None, old[a1:a2], new[b1:b2], autojunk=False)
    return [(a + a1, b + b1, size) for a, b, size in matcher.get_matching_blocks() if size]


def _joined(found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    joined: list[tuple[int, int, int]] = []
    for a, b, size in found:
        if joined and joined[-1][0] + joined[-1][2] == a and joined[-1][1] + joined[-1][2] == b:
            joined[-1] = (joined[-1][0], joined[-1][1], joined[-1][2] + size)
        else:
            joined.append((a, b, size))
    return joined


# --- alike, not equal -------------------------------------------------------------------------------------------------

_ALIKE = 0.3
_PAIRS_COMPARED = 2500


def likeness(old: Counter[str], new: Counter[str]) -> float:
    """Return how much of two texts is the same, from 0 to 1, by the words in them."""
    total = old.total() + new.total()
    return 2 * (old & new).total() / total if total else 1.0


def alike(old: Sequence[Counter[str]], new: Sequence[Counter[str]]) -> list[tuple[int, int]]:
    """Return which of two rows of texts belong together, in order: the pairs that are most alike over all.

    Long rows of equal length are paired as they stand; of others only the beginnings are looked at.
    """
    if len(old) * len(new) > _PAIRS_COMPARED:
        return [(i, i) for i in range(min(len(old), len(new))) if likeness(old[i], new[i]) >= _ALIKE]
    score = [[likeness(a, b) for b in new] for a in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = score[i][j] + best[i + 1][j + 1] if score[i][j] >= _ALIKE else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if score[i][j] >= _ALIKE and best[i][j] == score[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
