"""Drawing the tree of causes as SVG: four columns from what people meet to the roots, every sentence whole.

Nothing in the drawing is ``style`` or script. Attributes carry the printed look; on a page the classes let the style sheet follow the
theme. The levels are told apart by their column, its heading and the strength of the frame, not by colour alone. It is as wide as a
printed page, where its type stays legible; on a small screen it is scrolled.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from programming.assessing.analysis import Cause
from programming.assessing.elements import DEPTH, Level

COLUMN, BETWEEN = 158, 22
WIDTH = 4 * COLUMN + 3 * BETWEEN + 4
TYPE, LINE, PAD, GAP, HEAD = 12, 15.5, 8, 12, 30
_LETTER = 0.55  # of the size of the type: how wide a letter is on average
_FONT = "Kitap Sans, Noto Sans, Arial, sans-serif"
_INK, _QUIET, _EDGE = "#1B2326", "#434D50", "#0B4F5C"
_FILLS = ("#0B4F5C", "#E1EDED", "#FFFFFF", "#F7F1E3")
_FRAMES = ((1.0, ""), (1.0, ""), (1.0, ""), (2.0, ""))


@dataclass(slots=True)
class _Box:
    """A cause with its place in the drawing."""

    cause: Cause
    depth: int
    lines: list[str]
    y: float = 0.0

    @property
    def height(self) -> float:
        return len(self.lines) * LINE + 2 * PAD

    @property
    def x(self) -> float:
        return 2 + self.depth * (COLUMN + BETWEEN)

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def svg(causes: Sequence[Cause], *, label: str, name: str = "agac") -> SafeString:
    """Return the drawing of a tree in the current language. ``label`` is its title for those who do not see it; everything that
    stands in it is said in its description. ``name`` makes its ids the page's own.
    """
    boxes: list[_Box] = []
    bottom = float(HEAD)
    for top in causes:
        bottom = _place(top, bottom, boxes)
    parts = [_edges(boxes), *(_heading(depth, level) for depth, level in enumerate(Level)), *map(_box, boxes)]
    height = math.ceil(bottom + 2)
    return mark_safe(  # noqa: S308 – every word in it was escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart tree" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" font-family="{_FONT}" font-size="{TYPE}" role="img" '
        f'aria-labelledby="{name}-title" aria-describedby="{name}-desc">'
        f'<title id="{name}-title">{escape(label)}</title><desc id="{name}-desc">{escape(in_words(causes))}</desc>'
        f"{''.join(parts)}</svg>"
    )


def in_words(causes: Sequence[Cause]) -> str:
    """Return the whole tree as sentences, for people who do not see the drawing."""
    return " ".join(
        gettext("%(number)s %(level)s: %(title)s")
        % {"number": cause.number, "level": cause.level_label, "title": _with_stop(cause.title)}
        for top in causes
        for cause in top.walk()
    )


def _with_stop(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!", "…")) else f"{sentence}."


def _place(cause: Cause, y: float, boxes: list[_Box]) -> float:
    """Place a cause beside the middle of what hangs below it; return where the next one may begin."""
    box = _Box(cause, DEPTH.get(cause.level, 0), wrapped(f"{cause.number} {cause.title}", COLUMN - 2 * PAD))
    first = len(boxes)
    boxes.append(box)
    below = y
    for child in cause.children:
        below = _place(child, below, boxes)
    room = below - GAP - y if cause.children else 0.0
    box.y = y + max(0.0, (room - box.height) / 2)
    if box.height > room and cause.children:
        # the causes below are lower than the box itself: they stand in its middle
        for other in boxes[first + 1 :]:
            other.y += (box.height - room) / 2
    return max(below, y + box.height + GAP)


def wrapped(text: str, width: float) -> list[str]:
    """Return the text in lines no wider than ``width``; a word that is longer than a line is divided."""
    most = max(4, int(width / (TYPE * _LETTER)))
    lines: list[str] = []
    for word in text.split():
        pieces = [word[at : at + most] for at in range(0, len(word), most)]
        for piece in pieces:
            if lines and len(lines[-1]) + 1 + len(piece) <= most:
                lines[-1] = f"{lines[-1]} {piece}"
            else:
                lines.append(piece)
    return lines or [""]


def _heading(depth: int, level: Level) -> str:
    x = 2 + depth * (COLUMN + BETWEEN)
    return (
        f'<text class="chart__title" x="{x}" y="13" fill="{_QUIET}" font-weight="600">{escape(level.label)}</text>'
        f'<path class="chart__rule" d="M{x} 20h{COLUMN}" stroke="{_QUIET}" fill="none"/>'
    )


def _box(box: _Box) -> str:
    ink = "#FFFFFF" if box.depth == 0 else _INK
    css = ("tree__top", "tree__box", "tree__box", "tree__box")[box.depth]
    lines = "".join(
        f'<tspan x="{_n(box.x + PAD)}" y="{_n(box.y + PAD + TYPE + number * LINE - 1)}">{escape(line)}</tspan>'
        for number, line in enumerate(box.lines)
    )
    return (
        f'<rect class="{css} tree__{box.depth}" x="{_n(box.x)}" y="{_n(box.y)}" width="{COLUMN}" height="{_n(box.height)}" '
        f'rx="3" fill="{_FILLS[box.depth]}" stroke="{_EDGE}" stroke-width="{_FRAMES[box.depth][0]}"/>'
        f'<text class="{css}-text" fill="{ink}">{lines}</text>'
    )


def _edges(boxes: Sequence[_Box]) -> str:
    by_cause = {id(box.cause): box for box in boxes}
    paths = []
    for box in boxes:
        above = by_cause.get(id(box.cause.parent)) if box.cause.parent else None
        if above is None:
            continue
        start, end = above.x + COLUMN, box.x
        # where a level is left out, the line runs between the boxes of that column
        turn = start + BETWEEN / 2
        paths.append(
            f'<path class="chart__axis" d="M{_n(start)} {_n(above.middle)}H{_n(turn)}V{_n(box.middle)}H{_n(end)}" '
            f'stroke="{_QUIET}" fill="none"/>'
        )
    return "".join(paths)


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
