"""What a suggestion changes, as it is read, and what to begin from when it is accepted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from atasehir_portal.documents import diffing, frozen_texts, merging, past
from atasehir_portal.documents.diffing import BlockDiff
from atasehir_portal.documents.models import Block, BlockRevision, Round, Suggestion, SuggestionAct
from atasehir_portal.documents.nodes import BlockNode, Reading

State = tuple[str, str, Mapping[str, Any]]
"""Kind, body and data of a block."""


def reader(round: Round) -> Reading:
    """Return a reading in which texts of a round can be shown by themselves; its pictures and sources are those of the round."""
    reading = past.reader(round.document, frozen_texts.text_of(round.version)["sources"])
    reading.figure_address = lambda src: reverse("rounds:figure", args=[round.reference, src])
    return reading


def state_of(text: Block | BlockRevision | Suggestion) -> State:
    """Return what a text says."""
    return text.kind, text.body, text.data


def changes(reading: Reading, old: State | None, new: State | None) -> BlockDiff:
    """Return what lies between two texts, word by word as they are read; None where there is none."""
    pair = [past.node(reading, *state) if state is not None else None for state in (old, new)]
    return diffing.of_blocks([(pair[0], pair[1])])[0]


def proposed_change(suggestion: Suggestion, base: BlockRevision | None, reading: Reading) -> BlockDiff:
    """Return a suggestion as tracked changes of the text on which it rests. Of a hidden one only its tombstone, unless it was given
    its words (``moderating.words``): no change is shown that nobody proposed."""
    if suggestion.is_covered and suggestion.act != SuggestionAct.REMOVE:
        tombstone: State = ("paragraph", "", {})
        return (
            changes(reading, tombstone, tombstone) if base is None else changes(reading, state_of(base), state_of(base))
        )
    if suggestion.act == SuggestionAct.INSERT or base is None:
        return changes(reading, None, state_of(suggestion))
    if suggestion.act == SuggestionAct.REMOVE:
        return changes(reading, state_of(base), None)
    return changes(reading, state_of(base), state_of(suggestion))


def stands_after(suggestion: Suggestion, base: BlockRevision | None, reading: Reading) -> BlockNode | None:
    """Return the text of the round after which a new one is proposed; None where that would begin its section, and where a text that
    is there already would change or go."""
    if suggestion.act != SuggestionAct.INSERT or base is None:
        return None
    return past.node(reading, *state_of(base))


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to begin from when a suggestion is written into the text. ``is_clean``: both changes are in it;
    ``has_changed``: the block is no longer as it was in the round."""

    kind: str
    body: str
    data: dict[str, Any]
    is_clean: bool
    has_changed: bool


def proposal(suggestion: Suggestion, base: BlockRevision | None, present: Block | None) -> Proposal:
    """Return the text that accepting begins with: the suggested one where nothing has changed since, both changes where they
    touch different words, else the suggested one beside the present one. For a removal the present text, to be shortened.
    """
    if suggestion.act == SuggestionAct.INSERT or present is None:
        return Proposal(suggestion.kind, suggestion.body, dict(suggestion.data), True, False)
    has_changed = present.revision != suggestion.base_revision
    if suggestion.act == SuggestionAct.REMOVE:
        return Proposal(present.kind, present.body, dict(present.data), True, has_changed)
    if not has_changed or base is None:
        return Proposal(present.kind, suggestion.body, dict(suggestion.data), base is not None, has_changed)
    body = merging.merge(base.body, suggestion.body, present.body)
    data, is_clean = merging.merge_data(base.data, suggestion.data, present.data)
    return Proposal(
        present.kind,
        suggestion.body if body is None else body,
        data,
        is_clean and body is not None,
        has_changed,
    )
