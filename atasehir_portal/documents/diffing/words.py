"""Two runs of words as one: what stayed, what went, what came, with the white space where it belongs."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from atasehir_portal.documents.diffing.matching import Budget, Op, opcodes
from atasehir_portal.documents.diffing.tree import Marks, Word

Status = Literal["same", "del", "ins"]

_LONGEST_ISLAND = 3  # words
_LEAST_IN_COMMON = 0.12
_FEW_WORDS = 8


class Piece(NamedTuple):
    """A word, a sign, a space (" ") or a break, and what became of it."""

    status: Status
    text: str
    marks: Marks
    is_break: bool = False


def compare(old: Sequence[Word], new: Sequence[Word], budget: Budget) -> list[Piece]:
    """Return both runs as one: without the pieces that came it is the old one, without those that went the new one."""
    ops = _readable(opcodes([w.key for w in old], [w.key for w in new], budget), old, new)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in ops:
        if tag == "equal":
            for was, now in zip(old[i1:i2], new[j1:j2], strict=True):
                pieces += _space(was.before, now.before)
                pieces.append(Piece("same", now.text, now.marks, now.is_break))
            continue
        # a space that stands before what went and before what came belongs to neither
        shared = i1 < i2 and j1 < j2 and old[i1].before is not None and new[j1].before is not None
        if shared:
            pieces += _space(old[i1].before, new[j1].before)
        pieces += whole(old[i1:i2], "del", skips_space=shared)
        pieces += whole(new[j1:j2], "ins", skips_space=shared)
    return pieces


def whole(words: Sequence[Word], status: Status, *, skips_space: bool = False) -> Iterator[Piece]:
    """A run that stayed, went or came as a whole."""
    for number, word in enumerate(words):
        if word.before is not None and (number or not skips_space):
            yield Piece(status, " ", word.before)
        yield Piece(status, word.text, word.marks, word.is_break)


def _space(was: Marks | None, now: Marks | None) -> list[Piece]:
    if now is not None:
        return [Piece("same" if was is not None else "ins", " ", now)]
    return [Piece("del", " ", was)] if was is not None else []


def _readable(ops: Sequence[Op], old: Sequence[Word], new: Sequence[Word]) -> list[Op]:
    """Take in words that stayed by chance between larger changes: two phrases read better than a mosaic.

    Where next to nothing stayed, the whole is one change.
    """
    kept = sum(_letters(old, i1, i2) for tag, i1, i2, _j1, _j2 in ops if tag == "equal")
    all_letters = max(_letters(old, 0, len(old)), _letters(new, 0, len(new)))
    if min(len(old), len(new)) > _FEW_WORDS and kept < _LEAST_IN_COMMON * all_letters:
        return [("replace", 0, len(old), 0, len(new))]
    done: list[Op] = []
    for index, op in enumerate(ops):
        following = ops[index + 1] if index + 1 < len(ops) else None
        if op[0] == "equal" and done and done[-1][0] != "equal" and following is not None:
            size = _letters(old, op[1], op[2])
            if op[2] - op[1] <= _LONGEST_ISLAND and all(
                max(_letters(old, c[1], c[2]), _letters(new, c[3], c[4])) > size for c in (done[-1], following)
            ):
                op = ("replace", *op[1:])
        if done and op[0] != "equal" and done[-1][0] != "equal":
            done[-1] = _as_change(done[-1][1], op[2], done[-1][3], op[4])
        else:
            done.append(op)
    return done


def _as_change(i1: int, i2: int, j1: int, j2: int) -> Op:
    return ("replace" if i1 < i2 and j1 < j2 else "delete" if i1 < i2 else "insert", i1, i2, j1, j2)


def _letters(words: Sequence[Word], start: int, end: int) -> int:
    return sum(len(word.text) for word in words[start:end])
