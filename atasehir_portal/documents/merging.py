"""Bringing two changes of one text together, word by word."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

_PIECE = re.compile(r"\s+|[^\s]+")
_Change = tuple[int, int, Sequence[str]]


def _changes(base: Sequence[str], other: Sequence[str]) -> list[_Change]:
    """Return what was changed as (from, to, new pieces) over the pieces of ``base``."""
    matcher = SequenceMatcher(None, base, other, autojunk=False)
    return [(a, b, other[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def merge(base: str, mine: str, theirs: str) -> str | None:
    """Return the text with both changes, or None where they touch the same words or stand side by side.

    Changes that are the same on both sides are taken once.
    """
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    pieces = _PIECE.findall(base)
    ours, others = _changes(pieces, _PIECE.findall(mine)), _changes(pieces, _PIECE.findall(theirs))
    merged = [change for change in others if change not in ours]
    for change in merged:
        # one piece of distance at least: two new words between the same neighbours have no natural order
        if any(change[0] <= own[1] and own[0] <= change[1] for own in ours):
            return None
    out: list[str] = []
    at = 0
    for start, end, new in sorted([*ours, *merged], key=lambda change: change[:2]):
        out += pieces[at:start]
        out += new
        at = end
    return "".join([*out, *pieces[at:]])


def merge_data(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> tuple[dict[str, Any], bool]:
    """Return typed data field by field: whoever changed a field wins, mine where both did; and whether no field was
    changed by both."""
    merged, is_clean = {}, True
    for name in {**theirs, **mine}:
        own, other, was = mine.get(name), theirs.get(name), base.get(name)
        if own == was:
            merged[name] = other
        else:
            merged[name] = own
            is_clean = is_clean and other in (was, own)
    return {name: value for name, value in merged.items() if value is not None or name in mine}, is_clean
