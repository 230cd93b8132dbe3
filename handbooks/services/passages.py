"""What the search reads of an edition, written once: with the edition, or by ``manage.py index_editions`` for what is older than that."""

from collections.abc import Iterator
from html import unescape

from django.db import transaction
from django.utils import translation
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from atasehir_portal import markdown
from atasehir_portal.documents.bibliography import TermEntry
from atasehir_portal.documents.nodes import BlockNode, Reading
from atasehir_portal.documents.queries import read_version
from handbooks import series, wording
from handbooks.front_matter import FrontMatter
from handbooks.models import Edition, EditionPassage

# A search vector holds a megabyte at most; a section longer than this becomes several passages.
LONGEST = 150_000  # characters


@transaction.atomic
def index_edition(*, edition: Edition) -> int:
    """Write the passages of an edition, in place of any that are there; returns how many. Needs ``edition.version``."""
    reading = read_version(
        edition.version,
        figure_address=lambda src: src,
        elsewhere=series.as_printed(FrontMatter.of_edition(edition).series),
    )
    EditionPassage.objects.filter(edition=edition).delete()
    with translation.override(reading.language):
        passages = list(_passages(edition, reading))
    for position, passage in enumerate(passages):
        passage.position = position
    EditionPassage.objects.bulk_create(passages, batch_size=200)
    return len(passages)


def _passages(edition: Edition, reading: Reading) -> Iterator[EditionPassage]:
    for section in reading.walk():
        chapter = section.chapter
        parts = [(block.anchor, _block(block, reading)) for block in section.blocks]
        if section.aim:
            parts.insert(0, (section.anchor, section.aim))
        yield from _cut(edition, chapter.anchor, section.anchor, section.heading, chapter.heading, parts)
    page = gettext("Sources and glossary")
    sources = [(source.anchor, _words_of(source.html)) for source in reading.sources]
    terms = [(term.anchor, _words_of(_term(term))) for term in reading.terms]
    if sources:
        yield from _cut(edition, "", "sources", gettext("Sources"), page, sources)
    if terms:
        yield from _cut(edition, "", "glossary", gettext("Glossary"), page, terms)


def _cut(
    edition: Edition, chapter: str, anchor: str, heading: str, chapter_heading: str, parts: list[tuple[str, str]]
) -> Iterator[EditionPassage]:
    """The section as one passage, as several where it is very long."""

    def passage(some: list[tuple[str, str]]) -> EditionPassage:
        return EditionPassage(
            edition=edition,
            chapter=chapter,
            anchor=anchor,
            heading=heading,
            chapter_heading=chapter_heading,
            parts=some,
            words=_searched(heading, "\n\n".join(words for _anchor, words in some)),
        )

    taken: list[tuple[str, str]] = []
    size = 0
    for part in parts:
        if taken and size + len(part[1]) > LONGEST:
            yield passage(taken)
            taken, size = [], 0
        taken.append(part)
        size += len(part[1])
    yield passage(taken)


def _searched(heading: str, words: str) -> str:
    """The words that are looked through; with those of the heading where it hides others (Kent Konseyi'nin)."""
    read = wording.searchable(heading)
    return wording.searchable(words if read == heading else f"{words}\n{read}")


def _block(block: BlockNode, reading: Reading) -> str:
    """The words of a block, with its notes and the numbers of its sources."""
    texts = [str(block.data.get("title", "")), *block.texts]
    return "\n\n".join(
        filter(None, (markdown.plain(text, notes=True, numbers=reading.source_numbers) for text in texts))
    )


def _term(term: TermEntry) -> SafeString:
    return format_html("{}{}: {}", term.term, f" ({term.english})" if term.english else "", term.definition)


def _words_of(html: str) -> str:
    return unescape(strip_tags(html))
