"""The parts of an assessment as tables, the same on the page and on paper."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext

from atasehir_portal.documents.nodes import BlockNode, Reading
from programming.assessing.analysis import Analysis, Part
from programming.assessing.elements import Kind
from programming.assessing.priority import Calculation

# Plain words, or the block whose text stands there.
Cell = str | BlockNode


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first column names its rows. ``number_columns`` counts from 1. ``uids`` names the block of each row."""

    kind: str
    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    number_columns: frozenset[int] = frozenset()
    uids: Sequence[str] = ()

    @property
    def cells(self) -> list[tuple[str, list[tuple[Cell, bool, bool]]]]:
        """The rows for a page: the anchor of the block, then each cell with whether it is a block's text and whether a figure."""
        return [
            (
                uid,
                [
                    (cell, isinstance(cell, BlockNode), number in self.number_columns)
                    for number, cell in enumerate(row, 1)
                ],
            )
            for uid, row in zip(self.uids, self.rows, strict=True)
        ]

    @property
    def columns(self) -> list[tuple[str, bool]]:
        return [(words, number in self.number_columns) for number, words in enumerate(self.head, 1)]


def places(reading: Reading) -> Mapping[str, str]:
    """Return by kind the anchor of the first chapter that holds parts of it: there they stand together."""
    found: dict[str, str] = {}
    for chapter in reading.chapters:
        for node in chapter.all_blocks():
            if node.kind in Kind.values:
                found.setdefault(node.kind, chapter.anchor)
    return found


def all_of(read: Analysis) -> Mapping[str, Table]:
    """Return the tables by the kind of their blocks, in the current language."""
    return {
        Kind.CLAIM: _table(
            Kind.CLAIM,
            gettext("What rights-holders can claim"),
            [gettext("Rights-holders"), gettext("Claim")],
            read.claims,
            lambda part: [part.words["holder"], part.node],
        ),
        Kind.OBLIGATION: _table(
            Kind.OBLIGATION,
            gettext("What duty-bearers owe"),
            [gettext("Duty-bearer"), gettext("Obligation"), gettext("Competence"), gettext("What is owed")],
            read.obligations,
            lambda part: [part.words["bearer"], part.words["duty"], part.words["competence"], part.node],
        ),
        Kind.GAP: _table(
            Kind.GAP,
            gettext("What both sides lack, and what would close it"),
            [gettext("Who"), gettext("Component"), gettext("What is missing"), gettext("What would close it")],
            sorted(read.gaps, key=lambda part: part.node.data.get("side") != "holder"),
            lambda part: [
                f"{part.words['who']} ({part.words['side']})",
                part.words["component"],
                part.node,
                part.words["closes"],
            ],
        ),
        Kind.APPRAISAL: _table(
            Kind.APPRAISAL,
            gettext("The service held against the questions of this right"),
            [gettext("Question"), gettext("Element"), gettext("Judgement"), gettext("Reason")],
            read.judgements,
            lambda part: [part.words["question"], part.words["element"], part.words["judgement"], part.node],
        ),
        Kind.SCORE: _table(
            Kind.SCORE,
            gettext("Scores by the published weights"),
            [gettext("Criterion"), gettext("Weight"), gettext("Score"), gettext("Weight × score"), gettext("Reason")],
            read.scores,
            _score_row,
            frozenset({2, 3, 4}),
        ),
    }


def _score_row(part: Part) -> list[Cell]:
    weight, score = part.words["weight"], part.words["score"]
    product = str(int(weight) * int(score)) if weight.isdecimal() and score.isdecimal() else "–"
    return [part.words["title"], weight, score, product, part.node]


def _table(
    kind: str,
    caption: str,
    head: Sequence[str],
    parts: Sequence[Part],
    row: Callable[[Part], Sequence[Cell]],
    number_columns: frozenset[int] = frozenset(),
) -> Table:
    return Table(
        kind, caption, head, [row(part) for part in parts], number_columns, [part.node.anchor for part in parts]
    )


def calculation_in_words(found: Calculation) -> str:
    """Return the calculation written out, with its result; "" while nothing is scored."""
    if found.result is None:
        return ""
    about = {
        "sum": found.sum_written,
        "points": found.points,
        "weights": found.weights,
        "result": number_format(found.result, 2),
    }
    if found.is_whole:
        return gettext("Calculation: (%(sum)s) / %(weights)s = %(points)s / %(weights)s = %(result)s of 5") % about
    return (
        gettext(
            "Calculation over what is scored so far: (%(sum)s) / %(weights)s = %(points)s / %(weights)s = %(result)s of 5. "
            "Not every criterion has a score yet."
        )
        % about
    )
