"""What is open in a draft before it is approved: what stops the approval, and what is only to be known."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atasehir_portal.documents import figures
from atasehir_portal.documents import problems as text
from atasehir_portal.documents import queries as documents
from atasehir_portal.documents.models import BlockKind, Document
from atasehir_portal.documents.nodes import Reading

NOT_MERGED = _("Two texts met here, and the second waits to be merged.")
UNNUMBERED = _("Unnumbered text stands before the first chapter. Behind it, it is not printed.")
ONLY_PLANNED = _("Only the outline of these chapters exists. They are printed as a plan and say so.")
NO_TEXT = _("These sections have no text yet. They are printed as a plan and say so.")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to be seen to before approval: where it stands in words, what it is, the page on which it is mended.

    ``stops`` says that the book cannot be approved with it; the others are printed as they are, and honestly so.
    """

    where: str
    message: str | Promise
    url: str
    stops: bool = True


def problems_of(document: Document, reading: Reading | None = None) -> list[Problem]:
    """Return what is open in the draft of a handbook, what stops its approval first; in six queries whatever the size, fewer
    where the caller has read the text already."""
    reading = reading or documents.read(document)
    place = _Place(reading, reverse("handbooks:edit", args=[document.handbook.slug]), document.uid)
    stopping = [*_of_text(reading, place), *_of_merging(document, reading), *_of_order(reading, place)]
    return [*stopping, *_to_be_known(reading, place)]


@dataclass(frozen=True, slots=True)
class _Place:
    """Says where an anchor is, in words and as an address in the workspace at ``base``."""

    reading: Reading
    base: str
    document: UUID

    def words(self, anchor: str) -> str:
        section = self.reading.section(anchor)
        return section.heading if section else anchor

    def listing(self, slug: str) -> str:
        return reverse("documents:entries", args=[self.document, slug])

    def address(self, anchor: str) -> str:
        section = self.reading.section(anchor)
        return f"{self.base}?bolum={section.chapter.anchor if section else anchor}#{anchor}"


def _block_address(block: UUID) -> str:
    return reverse("documents:block_edit", args=[block])


def _of_text(reading: Reading, place: _Place) -> Iterator[Problem]:
    for each in text.problems(reading):
        if each.entry:
            yield Problem(each.entry, each.message, place.listing(each.listing))
        else:
            url = _block_address(each.block) if each.block else place.address(each.anchor)
            yield Problem(place.words(each.anchor), each.message, url)


def _of_merging(document: Document, reading: Reading) -> Iterator[Problem]:
    for conflict in documents.open_conflicts(document):
        block = reading.block(conflict.block.uid)
        yield Problem(
            block.section.heading if block else "", NOT_MERGED, reverse("documents:conflict", args=[conflict.pk])
        )


def _of_order(reading: Reading, place: _Place) -> Iterator[Problem]:
    seen_chapter = False
    for chapter in reading.chapters:
        seen_chapter = seen_chapter or bool(chapter.path)
        if seen_chapter and not chapter.path:
            yield Problem(chapter.heading, UNNUMBERED, place.address(chapter.anchor))


def _to_be_known(reading: Reading, place: _Place) -> Iterator[Problem]:
    chapters = [chapter for chapter in reading.chapters if chapter.path]
    planned = [chapter for chapter in chapters if chapter.is_planned]
    empty = [
        section
        for chapter in reading.chapters
        if chapter not in planned
        for section in chapter.empty()
        if section.is_planned
    ]
    for sections, message in ((planned, ONLY_PLANNED), (empty, NO_TEXT)):
        for section in sections:
            yield Problem(section.heading, message, place.address(section.anchor), stops=False)
    for block in reading.all_blocks():
        if block.kind == BlockKind.FIGURE and (warning := figures.print_warning(str(block.data.get("src", "")))):
            yield Problem(block.section.heading, warning, _block_address(block.uid), stops=False)
