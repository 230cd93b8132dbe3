"""An edition as a printed book: frozen text and frozen front matter in, ``rendering.book.Book`` out.

What is made of an edition never reads the draft, so the same edition gives the same book whenever it is asked.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from atasehir_portal.documents import printing
from atasehir_portal.documents.nodes import Reading
from atasehir_portal.documents.queries import read_snapshot, read_version
from atasehir_portal.documents.services.versions import snapshot_of
from atasehir_portal.rendering.book import Book, ImprintField, SeriesBook
from atasehir_portal.rendering.preview import chapter_html, front_html
from handbooks import citing, editions, series
from handbooks.front_matter import FrontMatter
from handbooks.models import Edition, Handbook


def of_edition(edition: Edition) -> Book:
    """Return everything that the edition prints; it need not be saved yet. Needs ``version`` and ``handbook``."""
    front = FrontMatter.of_edition(edition)
    reading = read_version(
        edition.version, figure_address=lambda src: f"media:{src}", elsewhere=series.as_printed(front.series)
    )
    with translation.override(reading.language):
        return Book(
            number=front.book,
            title=front.title,
            running_title=front.short_title,
            subtitle=front.subtitle,
            audience=front.audience,
            summary=front.summary,
            keywords=front.keywords,
            issuer=front.issuer,
            series=series_name(),
            language=reading.language,
            edition=edition.number,
            edition_date=timezone.localdate(edition.published_at),
            version_hash=edition.version.digest,
            cover_note=_cover_note(edition),
            imprint=imprint_of(edition, front, reading),
            front=printing.front_sections(reading),
            chapters=printing.chapters(reading),
            bibliography=printing.bibliography(reading),
            glossary=printing.glossary(reading),
            index=printing.index(reading),
            back_lead=front.subtitle,
            back_paragraphs=[front.summary, front.audience],
            series_books=[SeriesBook(number=number, title=title) for number, title in front.series],
        )


def chapter_of_draft(handbook: Handbook, anchor: str) -> str | None:
    """Return the print HTML of one chapter, or of front matter, as it is written now, by itself; None where the draft has no
    such part that is printed.

    It goes the way of an edition, so that it is laid out as it will be printed; only what it leads to is missing. Nothing
    but the part itself is written out.
    """
    front = FrontMatter.of_today(handbook)
    reading = read_snapshot(
        snapshot_of(handbook.document),
        figure_address=lambda src: f"media:{src}",
        elsewhere=series.as_printed(front.series),
    )
    chapters = printing.chapters(reading, only=anchor)
    sections = [] if chapters else printing.front_sections(reading, only=anchor)
    if not chapters and not sections:
        return None
    book = Book(
        number=front.book,
        title=front.title,
        running_title=front.short_title,
        audience=front.audience,
        issuer=front.issuer,
        series="",
        language=reading.language,
        edition="",
        edition_date=timezone.localdate(),
        version_hash="",
        front=sections,
        chapters=chapters,
    )
    return chapter_html(book, chapters[0]) if chapters else front_html(book, sections[0])


def series_name() -> str:
    """Return the name of the series in the current language."""
    return gettext("Handbooks on human-rights-based local government")


def edition_line(edition: Edition) -> str:
    """Return what a cover says of the edition, in the current language."""
    year = timezone.localdate(edition.published_at).year
    line = gettext("Edition %(number)s · %(year)s") % {"number": edition.number, "year": year}
    note = _cover_note(edition)
    return f"{line} · {note}" if note else line


def _cover_note(edition: Edition) -> str:
    return gettext("Trial edition with its first chapters") if editions.is_trial(edition.number) else ""


def whole_imprint_of(edition: Edition, front: FrontMatter, reading: Reading) -> list[ImprintField]:
    """Return the imprint with what the templates of print add to it, in the current language: the edition with its day, the digest
    of its text."""
    day = date_format(timezone.localdate(edition.published_at), "j F Y")
    said = gettext("Edition %(number)s, %(day)s. A published edition does not change; corrections make a new one.")
    digest = gettext("Hash of the version this edition was made from (SHA-256): %(hash)s")
    return [
        ImprintField(
            label=pgettext("imprint", "Edition"), html=format_html("{}", said % {"number": edition.number, "day": day})
        ),
        *imprint_of(edition, front, reading),
        ImprintField(
            label=pgettext("imprint", "Frozen text"), html=format_html("{}", digest % {"hash": edition.version.digest})
        ),
    ]


def imprint_of(edition: Edition, front: FrontMatter, reading: Reading) -> list[ImprintField]:
    """Return the statements of the imprint beside the edition's number and digest, in the current language."""
    version = gettext("Version %(number)s of the working text, frozen on the day of publication.") % {
        "number": edition.version.number
    }
    fields = [
        (pgettext("imprint", "In this edition"), format_html("{}", edition.change_note)),
        (pgettext("imprint", "State of the text"), _state_of_text(reading)),
        (pgettext("imprint", "Published by"), format_html("{}", front.issuer)),
        (pgettext("imprint", "In the project"), format_html("{}", _planned(front))),
        # the first statement carries the label, the others belong to it
        *_notices(front),
        (
            pgettext("imprint", "How to cite"),
            citing.apa(citing.work_of(edition, front, language=reading.language, address=_path(edition))),
        ),
        (pgettext("imprint", "Online"), _address(edition)),
        (pgettext("imprint", "Version"), format_html("{}", version)),
    ]
    return [ImprintField(label=label, html=html) for label, html in fields if html]


def _notices(front: FrontMatter) -> list[tuple[str, SafeString]]:
    """Return the statements, the label at the first of them."""
    label = pgettext("imprint", "To be known")
    return [("" if number else label, format_html("{}", notice)) for number, notice in enumerate(front.notices)]


def _planned(front: FrontMatter) -> str:
    if not front.planned_title or front.planned_title == front.title:
        return ""
    return gettext("The project planned this book under the title “%(title)s”.") % {"title": front.planned_title}


def _state_of_text(reading: Reading) -> SafeString:
    """Say how much of the book is written; nothing where all of it is."""
    chapters = [chapter for chapter in reading.chapters if chapter.path]
    planned = sum(chapter.is_planned for chapter in chapters)
    if not planned:
        return SafeString("")
    return format_html(
        gettext(
            "Chapters with complete text: {written}. "
            "Chapters of which only the outline is printed: {planned}; each says so on its first page."
        ),
        written=len(chapters) - planned,
        planned=planned,
    )


def _address(edition: Edition) -> SafeString:
    """Return where the edition is on the web; nothing while the portal is only being tried out on somebody's machine."""
    if not settings.SITE_URL.startswith("https://"):
        return SafeString("")
    return format_html("{}{}", settings.SITE_URL, reverse("handbooks:book", args=[edition.handbook.slug]))


def _path(edition: Edition) -> str:
    """Return the edition's own address as a path of the portal; "" where the portal has no address to be printed."""
    if not settings.SITE_URL.startswith("https://"):
        return ""
    return reverse("handbooks:edition_page", args=[edition.handbook.slug, edition.number])
