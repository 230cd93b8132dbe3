"""An assessment as it is read: the tree of causes, the tables of roles and gaps, the appraisal and the priority, made from the blocks
of its text. A working text and a frozen version are read the same way.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from atasehir_portal.catalogue.models import Competence
from atasehir_portal.documents.nodes import BlockNode, Reading
from programming.assessing import priority
from programming.assessing.elements import Component, Judgement, Kind, Level, ObligationType, Side, label_of


def _said(node: BlockNode, name: str) -> str:
    value = node.data.get(name, "")
    return value if isinstance(value, str) else ""


@dataclass(slots=True, eq=False)
class Cause:
    """A cause in its tree. ``number`` is its place ("1.2"); ``needs`` are how many gathered needs bear it out, ``files`` what is shown of
    files that do (``evidence.Shown``), for this reader."""

    node: BlockNode
    level: str
    title: str
    source: str
    number: str = ""
    needs: int = 0
    files: Sequence[Any] = ()
    parent: "Cause | None" = None
    children: "list[Cause]" = field(default_factory=list)

    @property
    def uid(self) -> UUID:
        return self.node.uid

    @property
    def level_label(self) -> str:
        return label_of(Level, self.level)

    def walk(self) -> "Iterator[Cause]":
        """The cause and everything below it, from top to bottom."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Part:
    """A claim, an obligation, a gap, a judgement or a score: its block, and its data in words."""

    node: BlockNode
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that the text says in typed blocks."""

    causes: Sequence[Cause]
    claims: Sequence[Part]
    obligations: Sequence[Part]
    gaps: Sequence[Part]
    judgements: Sequence[Part]
    scores: Sequence[Part]
    calculation: priority.Calculation

    def all_causes(self) -> list[Cause]:
        return [cause for top in self.causes for cause in top.walk()]

    @property
    def judged(self) -> list[tuple[str, int]]:
        """How many questions were judged how, in the order of the judgements."""
        counts = dict.fromkeys(Judgement.values, 0)
        for part in self.judgements:
            if part.node.data.get("judgement") in counts:
                counts[str(part.node.data["judgement"])] += 1
        return [(label_of(Judgement, value), count) for value, count in counts.items()]


_CHOICES: Mapping[str, Mapping[str, Any]] = {
    Kind.CLAIM: {},
    Kind.OBLIGATION: {"duty": ObligationType, "competence": Competence},
    Kind.GAP: {"side": Side, "component": Component},
    Kind.APPRAISAL: {"judgement": Judgement},
    Kind.SCORE: {},
}


Files = Mapping[UUID, Sequence[Any]]


def of(reading: Reading, needs: Mapping[UUID, int] | None = None, files: Files | None = None) -> Analysis:
    """Return the analysis of a text as it is read. ``needs`` counts by the uid of a cause the needs that bear it out, ``files`` holds the
    files that do.
    """
    found: dict[str, list[BlockNode]] = defaultdict(list)
    for node in reading.all_blocks():
        found[node.kind].append(node)
    scores = [_part(node) for node in found[Kind.SCORE]]
    missing = set(priority.criteria()) - {_said(part.node, "criterion") for part in scores}
    return Analysis(
        causes=tree(found[Kind.CAUSE], needs or {}, files or {}),
        claims=[_part(node) for node in found[Kind.CLAIM]],
        obligations=[_part(node) for node in found[Kind.OBLIGATION]],
        gaps=[_part(node) for node in found[Kind.GAP]],
        judgements=sorted((_part(node) for node in found[Kind.APPRAISAL]), key=_place_of_question),
        scores=scores,
        calculation=priority.calculate(
            [priority.Scored(_said(p.node, "title"), _figure(p, "weight"), _figure(p, "score")) for p in scores],
            missing=len(missing),
        ),
    )


def tree(nodes: Sequence[BlockNode], needs: Mapping[UUID, int], files: Files | None = None) -> list[Cause]:
    """Return the tops of the tree in the order of the text, numbered. A cause whose parent is not there stands at the top."""
    causes = {
        node.uid: Cause(
            node,
            _said(node, "level"),
            _said(node, "title"),
            _said(node, "source"),
            needs=needs.get(node.uid, 0),
            files=(files or {}).get(node.uid, ()),
        )
        for node in nodes
    }
    by_text = {str(uid): cause for uid, cause in causes.items()}
    tops: list[Cause] = []
    for cause in causes.values():
        parent = by_text.get(_said(cause.node, "parent"))
        if parent is None or _is_below(parent, cause, by_text):
            tops.append(cause)
        else:
            cause.parent = parent
            parent.children.append(cause)
    _number(tops, "")
    return tops


def _is_below(one: Cause, other: Cause, by_text: Mapping[str, Cause]) -> bool:
    """Whether ``one`` hangs somewhere below ``other``: a circle, which no act writes and no text is to fail on."""
    seen: set[str] = set()
    step: Cause | None = one
    while step is not None and str(step.uid) not in seen:
        if step is other:
            return True
        seen.add(str(step.uid))
        step = by_text.get(_said(step.node, "parent"))
    return step is not None


def _number(causes: Sequence[Cause], prefix: str) -> None:
    for count, cause in enumerate(causes, start=1):
        cause.number = f"{prefix}{count}"
        _number(cause.children, f"{cause.number}.")


def _part(node: BlockNode) -> Part:
    choices = _CHOICES[node.kind]
    words = {
        name: label_of(choices[name], value) if name in choices else str(value) for name, value in node.data.items()
    }
    return Part(node, words)


def _figure(part: Part, name: str) -> int:
    kept = _said(part.node, name)
    return int(kept) if kept.isdecimal() else 0


def _place_of_question(part: Part) -> tuple[str, int]:
    return _said(part.node, "checklist"), _figure(part, "number")
