"""Which block a text was: so that history, comments and references stay with it.

A text that says exactly the same is the same block, wherever it stands now, and also where it had been taken out. A text that was
rewritten is the block in whose place it stands and whose words it shares.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from atasehir_portal.documents.dialect import ParsedBlock
from atasehir_portal.documents.validation import TEXT_KINDS

# Below this share of common words two texts are two texts.
ALIKE = 0.4
# Above this number of pairs in one section only neighbours are compared.
MOST_PAIRS = 4000
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Held:
    """A block that the document holds; ``is_there`` is off where it was taken out."""

    uid: UUID
    revision: int
    kind: str
    body: str
    data: Mapping[str, Any]
    section: str
    is_there: bool = True


def fingerprint(kind: str, body: str, data: Mapping[str, Any]) -> str:
    """Return what a block says, in one line; what is empty and what is missing are the same."""
    said = {name: value for name, value in data.items() if value not in ("", None, [], {})}
    return json.dumps([kind, body, said], sort_keys=True, ensure_ascii=False)


def matched(held: Sequence[Held], given: Mapping[str, Sequence[ParsedBlock]]) -> dict[int, Held]:
    """Return for each given block, by its ``id()``, the block that it was; new ones are missing.

    ``given`` are the blocks of each section in their order, by the section's anchor.
    """
    return _Matching(held, given).found


class _Matching:
    def __init__(self, held: Sequence[Held], given: Mapping[str, Sequence[ParsedBlock]]) -> None:
        self.found: dict[int, Held] = {}
        self._taken: set[UUID] = set()
        self._given = given
        self._print_of = {
            id(block): fingerprint(block.kind, block.body, block.data) for blocks in given.values() for block in blocks
        }
        self._print_of_held = {each.uid: fingerprint(each.kind, each.body, each.data) for each in held}
        there = [each for each in held if each.is_there]
        self._by_section: dict[str, list[Held]] = {}
        for each in there:
            self._by_section.setdefault(each.section, []).append(each)
        for anchor, blocks in given.items():
            self._same_place(self._by_section.get(anchor, []), blocks)
        self._same_words(there)
        self._same_name(there)
        for anchor, blocks in given.items():
            self._alike(self._free(self._by_section.get(anchor, [])), self._open(blocks))
        self._same_words(each for each in held if not each.is_there)

    def _take(self, block: ParsedBlock, held: Held) -> None:
        self.found[id(block)] = held
        self._taken.add(held.uid)

    def _open(self, blocks: Iterable[ParsedBlock]) -> list[ParsedBlock]:
        return [block for block in blocks if id(block) not in self.found]

    def _free(self, held: Iterable[Held]) -> list[Held]:
        return [each for each in held if each.uid not in self._taken]

    def _same_place(self, held: Sequence[Held], blocks: Sequence[ParsedBlock]) -> None:
        """Equal texts in equal order within a section."""
        was, now = [self._print_of_held[each.uid] for each in held], [self._print_of[id(each)] for each in blocks]
        for i, j, length in SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks():
            for offset in range(length):
                self._take(blocks[j + offset], held[i + offset])

    def _same_words(self, held: Iterable[Held]) -> None:
        """Equal texts anywhere, in the order in which they stand."""
        waiting: dict[str, list[Held]] = {}
        for each in self._free(held):
            waiting.setdefault(self._print_of_held[each.uid], []).append(each)
        for blocks in self._given.values():
            for block in self._open(blocks):
                if same := waiting.get(self._print_of[id(block)]):
                    self._take(block, same.pop(0))

    def _same_name(self, held: Iterable[Held]) -> None:
        """Blocks by the name under which references find them."""
        by_name = {(each.kind, each.data["anchor"]): each for each in self._free(held) if each.data.get("anchor")}
        for blocks in self._given.values():
            for block in self._open(blocks):
                if same := by_name.pop((block.kind, block.data.get("anchor", "")), None):
                    self._take(block, same)

    def _alike(self, held: Sequence[Held], blocks: Sequence[ParsedBlock]) -> None:
        """Texts of one section that share most of their words; the best pairs first."""
        words_held = {each.uid: _words(each.body, each.data) for each in held}
        words_given = {id(each): _words(each.body, each.data) for each in blocks}
        reach = len(held) + len(blocks) if len(held) * len(blocks) <= MOST_PAIRS else 3
        pairs = []
        for i, each in enumerate(held):
            for j, block in enumerate(blocks):
                if abs(i - j) <= reach and _can_become(each.kind, block.kind):
                    share = _share(words_held[each.uid], words_given[id(block)])
                    if share >= ALIKE or (len(held) == len(blocks) == 1 and each.kind not in TEXT_KINDS):
                        pairs.append((-share, abs(i - j), i, j))
        for _share_of, _distance, i, j in sorted(pairs):
            if held[i].uid not in self._taken and id(blocks[j]) not in self.found:
                self._take(blocks[j], held[i])


def _can_become(old: str, new: str) -> bool:
    return old == new or {old, new} <= TEXT_KINDS


def _words(body: str, data: Mapping[str, Any]) -> list[str]:
    said = [body, *(str(value) for name, value in sorted(data.items()) if name not in {"anchor", "box_kind"})]
    return _WORD.findall(" ".join(said))


def _share(old: Sequence[str], new: Sequence[str]) -> float:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE else 0.0
