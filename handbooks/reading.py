"""Editions as they are read online: outline and chapters.

A frozen text never changes, so what is made of it is made once and kept in the shared cache under the digest of the text; where the
cache is away, pages take longer and say the same. Who may read an edition is decided by ``open_edition``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache as once
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.http import Http404
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from atasehir_portal import markdown
from atasehir_portal.documents import queries as documents
from atasehir_portal.documents.bibliography import GROUPS
from atasehir_portal.documents.nodes import BlockNode, Reading
from atasehir_portal.markdown import Note
from handbooks import permissions, series
from handbooks.front_matter import FrontMatter
from handbooks.models import Edition, EditionPassage
from handbooks.queries.library import Shelf, figure_address

Made = TypeVar("Made")
A_MONTH = 30 * 24 * 60 * 60  # seconds; what is no longer asked for leaves by itself
# What decides how a frozen text comes out as a page: the templates of the documents room, what reads and writes it, the words around it.
_MAKERS = (
    "templates/documents",
    "templates/handbooks/sources_part.html",
    "atasehir_portal/documents",
    "atasehir_portal/markdown",
    "handbooks/reading.py",
    "locale",
)
_NOTE_CALL = re.compile(r'<sup class="note-call"><a\b[^>]*href="#(not-[\w-]+)"[^>]*>\d+</a></sup>')


class Withdrawn(Http404):
    """The edition was withdrawn: it is explained and not read."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        super().__init__()


@dataclass(frozen=True, slots=True)
class Heading:
    """A section in the contents. ``level`` is 1 for a chapter."""

    anchor: str
    number: str
    title: str
    level: int

    @property
    def heading(self) -> str:
        """The title with its number."""
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter in the contents. ``minutes`` is how long reading it takes, ``sections`` those directly below it."""

    anchor: str
    number: str
    title: str
    heading: str
    aim: str
    minutes: int
    is_planned: bool
    sections: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The contents of an edition. ``homes`` says for every anchor (section, block) in which chapter it stands, ``headings`` are
    its sections of every level in reading order."""

    language: str
    chapters: tuple[Chapter, ...]
    homes: Mapping[str, int]
    headings: Mapping[str, Heading]

    @property
    def minutes(self) -> int:
        """How long reading the whole book takes."""
        return sum(chapter.minutes for chapter in self.chapters if not chapter.is_planned)

    @property
    def written(self) -> int:
        """How many numbered chapters have text."""
        return sum(1 for chapter in self.chapters if chapter.number and not chapter.is_planned)

    @property
    def planned(self) -> int:
        """How many chapters consist of their outline only."""
        return sum(1 for chapter in self.chapters if chapter.is_planned)

    def home(self, anchor: str) -> Chapter | None:
        """Return the chapter in which this anchor stands."""
        place = self.homes.get(anchor)
        return None if place is None else self.chapters[place]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure by itself: its number ("3.1", "" in the front matter), what stands under it and what it says to those who do not see it."""

    number: str
    caption: SafeString
    words: str
    source: SafeString
    alternative: str
    url: str


class OpenEdition:
    """A readable edition of a book: its addresses, outline, chapters. The edition in force stands at the book's own address, the
    others under their number; ``permanent`` addresses name the edition and stay what they are."""

    def __init__(self, shelf: Shelf, edition: Edition) -> None:
        self.shelf = shelf
        self.edition = edition
        self.slug = shelf.handbook.slug
        self.is_current = edition == shelf.latest

    @cached_property
    def front(self) -> FrontMatter:
        """What the edition says about itself."""
        return FrontMatter.of_edition(self.edition)

    # --- addresses ---

    @property
    def home(self) -> str:
        """The page of the edition: that of the book where it is in force."""
        return (
            reverse("handbooks:book", args=[self.slug])
            if self.is_current
            else reverse("handbooks:edition_page", args=[self.slug, self.edition.number])
        )

    @property
    def sources(self) -> str:
        """The page of its sources and its glossary."""
        if self.is_current:
            return reverse("handbooks:sources", args=[self.slug])
        return reverse("handbooks:edition_sources", args=[self.slug, self.edition.number])

    def address(self, anchor: str) -> str:
        """Return where a chapter is read; a section's anchor is led on to its chapter."""
        return reverse("handbooks:read", args=[self.slug, anchor]) if self.is_current else self.permanent(anchor)

    def permanent(self, anchor: str) -> str:
        """Return the address that names this edition, today and when it is not in force any more."""
        return reverse("handbooks:read_edition", args=[self.slug, self.edition.number, anchor])

    # --- the text ---

    @cached_property
    def _reading(self) -> Reading:
        """The frozen text; loads the whole snapshot."""
        reading = documents.read_version(
            self.edition.version,
            figure_address=figure_address(self.slug, self.edition.number),
            chapter_address=lambda chapter: self.address(chapter.anchor),
            glossary_address=self.sources,
            elsewhere=series.as_printed(self.front.series),
        )
        reading.figure_page = self._figure_page
        return reading

    def _figure_page(self, block: BlockNode) -> str:
        return reverse("handbooks:figure_page", args=[self.slug, self.edition.number, block.name or block.anchor])

    @cached_property
    def outline(self) -> Outline:
        """The contents."""
        return self._kept("outline", lambda: _outline(self._reading))

    def chapter(self, chapter: Chapter) -> SafeString:
        """Return the text of a chapter with its notes and cited sources."""
        return mark_safe(self._kept(f"chapter:{chapter.anchor}", lambda: self._chapter(chapter)))  # noqa: S308 – made below

    def figure(self, anchor: str) -> Figure | None:
        """Return the picture with this anchor; None where none has it (charts are drawn on the page itself)."""
        if anchor not in self.outline.homes:
            return None
        return self._kept(f"figure:{anchor}", lambda: (self._figure(anchor),))[0]

    def _figure(self, anchor: str) -> Figure | None:
        reading = self._reading
        block = reading.block_at(anchor)
        if block is None or not block.figure_url or block.chart:
            return None
        with translation.override(reading.language):
            words = markdown.plain(str(block.data.get("caption", "")), names=reading.words_of)
            return Figure(block.number, block.caption, words, block.source, block.alternative, block.figure_url)

    def sources_part(self) -> SafeString:
        """Return the lists of sources and terms."""
        return mark_safe(self._kept("sources", self._sources))  # noqa: S308 – made below

    def _chapter(self, chapter: Chapter) -> str:
        reading = self._reading
        node = reading.section(chapter.anchor)
        with translation.override(reading.language):
            html = render_to_string("documents/reading.html", {"chapter": node, "reading": reading, "is_edition": True})
            return with_notes_in_place(html, node.notes() if node else [])

    def _sources(self) -> str:
        reading = self._reading
        with translation.override(reading.language):
            groups = [
                (str(label), [source for source in reading.sources if source.group == name])
                for name, label, _kinds in GROUPS
            ]
            context = {"groups": [group for group in groups if group[1]], "reading": reading}
            return render_to_string("handbooks/sources_part.html", context)

    def _kept(self, what: str, make: Callable[[], Made]) -> Made:
        """Return what was made of the text, from the cache where it is there."""
        version = self.edition.version
        key = ":".join(
            [
                "handbooks",
                _makers(static("icons.svg")),
                version.digest,
                self.slug,
                self.edition.number,
                "now" if self.is_current else "then",
                what,
            ]
        )
        found = cache.get(key)
        if found is None:
            found = make()
            cache.set(key, found, A_MONTH)
        return found


def open_edition(shelf: Shelf, number: str = "") -> OpenEdition:
    """Return the edition with this number, the one in force where none is asked for.

    Raises Withdrawn where it was withdrawn, or where all editions were and none is in force; Http404 where there is none, or its PDF
    is not ready.
    """
    if number:
        edition = next((each for each in shelf.editions if each.number == number), None)
    else:
        edition = shelf.latest or next((each for each in shelf.editions if each.withdrawn_at), None)
    if edition is None:
        raise Http404
    edition.handbook = shelf.handbook
    return OpenEdition(shelf, readable(edition))


def readable(edition: Edition) -> Edition:
    """Return the edition where everybody may read it. Raises Withdrawn, and Http404 where its PDF is not ready."""
    if edition.withdrawn_at:
        raise Withdrawn(edition)
    if not permissions.can_download(None, edition):
        raise Http404
    return edition


def last_home(shelf: Shelf, anchor: str) -> OpenEdition | None:
    """Return the newest readable edition in which a section with this anchor stands; one query."""
    readable = {each.pk: each for each in shelf.editions if each.withdrawn_at is None and each.pdf.is_ready}
    found = (
        EditionPassage.objects.filter(edition__in=readable, anchor=anchor)
        .order_by("-edition__published_at", "-edition")
        .values_list("edition", flat=True)
        .first()
    )
    return OpenEdition(shelf, readable[found]) if found else None


def with_notes_in_place(html: str, notes: list[Note]) -> str:
    """Return a text whose calls of notes open the note beside its sentence; the list of notes stays where it is.

    A button and a popover, which browsers tie together without any script; where they do not know popovers, the note stands in the
    sentence in small print.
    """
    known = {note.id: note for note in notes}

    def in_place(match: re.Match[str]) -> str:
        note = known.get(match[1])
        if note is None:
            return match[0]
        return format_html(
            '<sup class="note-call"><button type="button" id="{}" popovertarget="{}-yerinde" aria-label="{}">{}</button></sup>'
            '<span class="note-pop" id="{}-yerinde" popover role="note" aria-label="{}"><span aria-hidden="true">{}</span> {}</span>',
            note.call_id,
            note.id,
            _note_label(note),
            note.number,
            note.id,
            _note_label(note),
            note.number,
            note.html,
        )

    return _NOTE_CALL.sub(in_place, html)


def _note_label(note: Note) -> str:
    return gettext("Note %(number)s") % {"number": note.number}


def _outline(reading: Reading) -> Outline:
    homes: dict[str, int] = {}
    headings: dict[str, Heading] = {}
    for number, chapter in enumerate(reading.chapters):
        for section in chapter.walk():
            homes[section.anchor] = number
            headings[section.anchor] = Heading(section.anchor, section.number, section.title, section.level)
            homes.update(
                (anchor, number) for block in section.blocks for anchor in (block.anchor, block.name) if anchor
            )
    return Outline(
        language=reading.language,
        chapters=tuple(
            Chapter(
                anchor=chapter.anchor,
                number=chapter.number,
                title=chapter.title,
                heading=chapter.heading,
                aim=chapter.aim,
                minutes=chapter.minutes,
                is_planned=chapter.is_planned,
                sections=tuple(headings[section.anchor] for section in chapter.sections),
            )
            for chapter in reading.chapters
        ),
        homes=homes,
        headings=headings,
    )


@once
def _makers(*_also: Any) -> str:
    """Return a digest of the code and templates that make pages of a text, so that a new release makes them anew."""
    digest = sha256(repr(_also).encode())
    for place in _MAKERS:
        path = Path(settings.BASE_DIR) / place
        files = [path] if path.is_file() else sorted(path.rglob("*"))
        for file in files:
            if file.suffix in {".py", ".html", ".mo"}:
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
