"""A section as it is read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from atasehir_portal import markdown
from atasehir_portal.documents import terms, validation
from atasehir_portal.documents.bibliography import SourceEntry
from atasehir_portal.documents.models import BlockKind
from atasehir_portal.documents.nodes.blocks import BlockNode
from atasehir_portal.prose import words

if TYPE_CHECKING:
    from atasehir_portal.documents.nodes.reading import Reading


@dataclass(eq=False)
class SectionNode:
    """A section as it is read. ``path`` are its numbers from the chapter down; empty in unnumbered front matter."""

    uid: UUID
    anchor: str
    title: str
    aim: str
    level: int
    path: tuple[int, ...]
    reading: "Reading" = field(repr=False)
    parent: "SectionNode | None" = field(default=None, repr=False)
    revision: int = 1
    is_outline: bool = False
    blocks: list[BlockNode] = field(default_factory=list)
    sections: "list[SectionNode]" = field(default_factory=list)
    # how long it is and what an editor would look at (``advice.Part``); set for the workspace
    help: Any = None
    # what was said in rounds on earlier texts and has its home here (``carried.Here``)
    carried: Any = None

    @property
    def number(self) -> str:
        """ "3", "3.2" or ""."""
        return ".".join(map(str, self.path))

    @property
    def is_printed(self) -> bool:
        """Whether a book prints the chapter as a part of its own: with a number, or before the first one with a number."""
        return bool(self.path) or self in self.reading.front

    @property
    def heading(self) -> str:
        """The title with its number."""
        return f"{self.number} {self.title}".strip()

    @property
    def reference(self) -> str:
        """What a reference calls it, in the document's language: "Bölüm 3", "Kısım 3.2", by its title where paper
        shows no number."""
        with translation.override(self.reading.language):
            if len(self.path) == 1:
                return pgettext("reference", "Chapter %(number)s") % {"number": self.number}
            if len(self.path) == 2:
                return pgettext("reference", "Section %(number)s") % {"number": self.number}
            return f"“{self.title}”"

    @property
    def outline_id(self) -> str:
        """Its id in the outline of the document."""
        return f"o-{self.uid.hex[:12]}"

    @property
    def chapter(self) -> "SectionNode":
        """The section of the first level in which this one stands."""
        return self if self.parent is None else self.parent.chapter

    def walk(self) -> "Iterator[SectionNode]":
        """This section and all below it, in reading order."""
        yield self
        for section in self.sections:
            yield from section.walk()

    def all_blocks(self) -> Iterator[BlockNode]:
        """The blocks of this section and all below it, in reading order."""
        for section in self.walk():
            yield from section.blocks

    @property
    def has_text(self) -> bool:
        """Whether anything stands in it or below it."""
        return next(self.all_blocks(), None) is not None

    @property
    def is_planned(self) -> bool:
        """Whether only its plan exists so far, and it says so (itself, or the section above it)."""
        return not self.has_text and self._says_planned

    @property
    def _says_planned(self) -> bool:
        return self.is_outline or (self.parent is not None and self.parent._says_planned)

    def empty(self) -> "Iterator[SectionNode]":
        """The sections in it with nothing under them, neither text nor sections, whether they say so or not."""
        if not self.blocks and not self.sections:
            yield self
        for section in self.sections:
            yield from section.empty()

    @cached_property
    def words(self) -> int:
        """How many words it has, headings not counted."""
        return sum(markdown.count_words(text) for block in self.all_blocks() for text in block.texts)

    @property
    def minutes(self) -> int:
        """How long reading it takes, at 200 words a minute, at least one."""
        return max(1, words.minutes(self.words))

    @cached_property
    def first_notes(self) -> dict[UUID, int]:
        """For each block of this chapter the number of its first note."""
        found, following = {}, 1
        for block in self.all_blocks():
            found[block.uid] = following
            following += sum(markdown.count_notes(text) for text in block.texts)
        return found

    @cached_property
    def marked_html(self) -> dict[UUID, SafeString]:
        """For each block of this chapter its HTML with the terms that are first used in it."""
        left, found = list(self.reading.sought_terms), {}
        for block in self.all_blocks():
            if left and (block.kind in validation.TEXT_KINDS or block.kind == BlockKind.BOX):
                found[block.uid], left = terms.marked(block.bare_html, left, self.reading.glossary_address)
        return found

    def notes(self) -> list[markdown.Note]:
        """The notes of the section and all below it, in order."""
        return [note for block in self.all_blocks() for note in block.notes]

    def cited(self) -> list[SourceEntry]:
        """The sources cited in the section and below it, by their numbers."""
        keys = dict.fromkeys(
            key for block in self.all_blocks() for text in block.texts for key in markdown.cited_keys(text)
        )
        cited = [self.reading.sources_by_key[key] for key in keys if key in self.reading.sources_by_key]
        return sorted(cited, key=lambda source: source.number)
