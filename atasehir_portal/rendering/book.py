"""The printed book: plain data in, one complete HTML document out.

An upper room fills ``Book`` from its frozen version and hands ``html(book)`` to ``services.request_rendering``. Fields named ``html``, and
those that say so, hold sanitised HTML in the vocabulary of docs/rendering.md (``parts`` makes it); every other field is plain text
and is escaped here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from uuid import NAMESPACE_URL, uuid5

from django.template.loader import render_to_string
from django.utils import translation

from atasehir_portal import turkish
from atasehir_portal.rendering import outline
from atasehir_portal.rendering.models import Kind
from atasehir_portal.rendering.typography import bind

_HEAD_LENGTH = 64  # characters that fit in the quiet line at the head of a page
_QUOTES = "“\"‘'(«"  # a word in quotation marks stands under its letter
_ALPHABET = "aâbcçdefgğhıiîjklmnoöpqrsştuûüvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontSection:
    """A text before the first chapter (foreword), unnumbered."""

    anchor: str
    title: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter. ``points`` are the lines under ``points_label`` ("In this chapter") on its opening page; the index
    finds them under ``points_anchor``.

    ``is_planned`` marks a chapter of which only the outline exists; its opening page says so. ``running_title`` stands at the head of
    its pages; without one the title is shortened.
    """

    number: int
    anchor: str
    title: str
    aim: str
    html: str
    points: Sequence[str] = ()
    points_label: str = ""
    points_anchor: str = ""
    is_planned: bool = False
    running_title: str = ""

    @property
    def head(self) -> str:
        """The words at the head of the page, short enough for one quiet line."""
        if self.running_title:
            return self.running_title
        words = self.title.partition(":")[0].split()
        if len(" ".join(words)) <= _HEAD_LENGTH:
            return " ".join(words)
        kept = words[:-1]
        while len(" ".join(kept)) >= _HEAD_LENGTH or kept[-1].lower() in {
            "ve",
            "ile",
            "ya",
            "veya",
            "and",
            "or",
            "of",
            "the",
        }:
            kept.pop()
        return " ".join(kept).rstrip(",;") + "…"

    @property
    def outline(self) -> outline.Outline:
        """The sections, figures and tables of the chapter."""
        return outline.read(self.html)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprintField:
    """A paragraph of the imprint; ``html`` may hold emphasis. Without a label it belongs to the one before."""

    label: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BibliographyEntry:
    """A source; ``anchor`` is where citations lead to."""

    anchor: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BibliographyGroup:
    """Sources of one kind under a heading."""

    title: str
    entries: Sequence[BibliographyEntry]


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryTerm:
    """A term, what it is called in English, and what it means here."""

    term: str
    foreign: str
    definition: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """A place of the index: its anchor, what an electronic book writes for its page ("3.2"), whether it is about the
    word."""

    anchor: str
    label: str = ""
    is_main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """A word of the index and the places where it stands, in their order; or the word to which it leads (``see``)."""

    term: str
    places: Sequence[IndexPlace] = ()
    see: str = ""
    see_also: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesBook:
    """A book of the series, for the back cover."""

    number: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Everything that one edition of a handbook prints. ``number`` (1 to 3) chooses the look.

    ``edition`` is the edition's number as people say it ("1"), ``version_hash`` the frozen version's, printed in the imprint.
    ``cover_note`` stands at the foot of the cover, after edition and year. Glossary and index are sorted here, as Turkish sorts.
    """

    number: int
    title: str
    running_title: str
    audience: str
    issuer: str
    series: str
    edition: str
    edition_date: date
    version_hash: str
    chapters: Sequence[Chapter]
    language: str = "tr"
    subtitle: str = ""
    summary: str = ""
    keywords: Sequence[str] = ()
    cover_note: str = ""
    imprint: Sequence[ImprintField] = ()
    front: Sequence[FrontSection] = ()
    bibliography: Sequence[BibliographyGroup] = ()
    glossary: Sequence[GlossaryTerm] = ()
    index: Sequence[IndexEntry] = ()
    back_lead: str = ""
    back_paragraphs: Sequence[str] = ()
    series_books: Sequence[SeriesBook] = ()

    @property
    def style(self) -> str:
        """The name of the book's look, for ``request_rendering(style=…)``."""
        return f"handbook-{self.number}"

    @property
    def identifier(self) -> str:
        """What an electronic book of this edition is called among all others; the same edition always the same."""
        return uuid5(NAMESPACE_URL, f"{self.version_hash}/{self.number}/{self.edition}").urn


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document without covers (programme, minutes, report) for the style "document". ``lines`` stand under its title."""

    title: str
    issuer: str
    html: str
    language: str = "tr"
    lines: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class _Listed:
    """A figure or table in the list at the front."""

    number: str
    text: str
    anchor: str


def html(book: Book, *, kind: str = Kind.PDF) -> str:
    """Return the complete HTML document of the book, typographically bound, ready to be frozen and rendered.

    For an EPUB it tells in its head what the package document says, and its imprint speaks of the EPUB; all else is the same.
    Raises ValueError where two parts carry the same anchor.
    """
    outlines = [(chapter, chapter.outline) for chapter in book.chapters]
    _refuse_doubles(book, outlines)
    context = {
        "book": book,
        "is_epub": kind == Kind.EPUB,
        "outlines": outlines,
        "figures": _listed([(chapter, found.figures) for chapter, found in outlines]),
        "tables": _listed([(chapter, found.tables) for chapter, found in outlines]),
        "glossary": sorted(book.glossary, key=lambda term: turkish_key(term.term)),
        "index": _letters(book.index),
    }
    return _complete("rendering/book.html", context, book.language)


def paper_html(paper: Paper) -> str:
    """Return the complete HTML document of a paper, typographically bound."""
    return _complete("rendering/paper.html", {"paper": paper}, paper.language)


def turkish_key(text: str) -> list[int]:
    """Return a sort key that orders as Turkish does (… c ç d …); other characters come before the letters."""
    return [_ALPHABET.find(letter) for letter in turkish.lower(text)]


def _complete(template: str, context: dict[str, object], language: str) -> str:
    with translation.override(language):
        document = render_to_string(template, context)
    return bind(document) if language == "tr" else document


def _listed(chapters: Sequence[tuple[Chapter, Sequence[outline.Entry]]]) -> list[_Listed]:
    return [
        _Listed(f"{chapter.number}.{entry.number}", entry.text.removesuffix("."), entry.anchor)
        for chapter, entries in chapters
        for entry in entries
    ]


def _letters(entries: Sequence[IndexEntry]) -> list[tuple[str, list[IndexEntry]]]:
    """Return the index by first letter, in Turkish order; the letter in its Turkish capital."""
    ordered = sorted(entries, key=lambda entry: turkish_key(entry.term.lstrip(_QUOTES)))
    grouped = groupby(ordered, key=lambda entry: turkish.lower(entry.term.lstrip(_QUOTES)[:1]))
    return [("İ" if letter == "i" else letter.upper(), list(found)) for letter, found in grouped]


def _refuse_doubles(book: Book, outlines: Sequence[tuple[Chapter, outline.Outline]]) -> None:
    anchors = [section.anchor for section in book.front]
    for chapter, found in outlines:
        anchors.append(chapter.anchor)
        anchors.extend(entry.anchor for entry in (*found.sections, *found.figures, *found.tables))
    anchors.extend(entry.anchor for group in book.bibliography for entry in group.entries)
    doubles = {anchor for anchor in anchors if anchors.count(anchor) > 1}
    if doubles:
        raise ValueError(f"anchors used twice: {', '.join(sorted(doubles))}")
