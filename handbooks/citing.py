"""How an edition, or a place in it, is cited: as a sentence (APA, 7th edition, in Turkish), as BibTeX, as RIS.

The edition is named by its own address, which leads to the same words for good.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from handbooks.front_matter import FrontMatter
from handbooks.models import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is cited. ``place`` is the heading of a chapter or section ("" for the whole book), ``place_number`` its number ("3.2" or
    ""), ``address`` where it is read, ``seen`` the day on which it was."""

    key: str
    author: str
    title: str
    edition: str
    published: date
    city: str
    language: str
    keywords: tuple[str, ...] = ()
    pages: int = 0
    address: str = ""
    place: str = ""
    place_number: str = ""
    seen: date | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """A format of reference managers: its name, the ending and type of its files."""

    label: str
    ending: str
    content_type: str


BIBTEX = Format("BibTeX", "bib", "application/x-bibtex; charset=utf-8")
RIS = Format("RIS", "ris", "application/x-research-info-systems; charset=utf-8")
FORMATS = {each.ending: each for each in (BIBTEX, RIS)}


def work_of(
    edition: Edition,
    front: FrontMatter,
    *,
    language: str,
    address: str = "",
    anchor: str = "",
    place: str = "",
    place_number: str = "",
    seen: date | None = None,
) -> Work:
    """Return the edition, or the place in it, as something that is cited. ``address`` is a path of the portal."""
    key = f"{front.book}-{edition.number}" + (f"-{anchor}" if anchor else "")
    return Work(
        key=f"elkitabi-{key}",
        author=front.issuer or gettext("Municipality"),
        title=front.title,
        edition=edition.number,
        published=timezone.localdate(edition.published_at),
        city=front.city,
        language=language,
        keywords=tuple(front.keywords),
        pages=edition.pdf.pages if edition.pdf_id and edition.pdf.is_ready else 0,
        address=f"{settings.SITE_URL}{address}" if address else "",
        place=place,
        place_number=place_number,
        seen=seen,
    )


# --- a sentence --------------------------------------------------------------------------------------------------------


def apa(work: Work) -> SafeString:
    """Return the entry of a list of sources, in the current language. The title is in italics."""
    number = {"number": work.edition, "place": work.place_number}
    said = (
        pgettext("citation", "Edition %(number)s, Section %(place)s")
        if work.place_number
        else pgettext("citation", "Edition %(number)s")
    ) % number
    if work.place:
        form = pgettext("citation", "{author}. ({year}). {place}. In <i>{title}</i> ({said}).{seen}{address}")
    else:
        form = pgettext("citation", "{author}. ({year}). <i>{title}</i> ({said}).{seen}{address}")
    return format_html(
        form,
        author=work.author,
        year=work.published.year,
        place=work.place,
        title=work.title,
        said=said,
        seen=_seen(work),
        address=format_html(' <a href="{}">{}</a>', work.address, work.address) if work.address else "",
    )


def _seen(work: Work) -> str:
    if work.seen is None:
        return ""
    return " " + pgettext("citation", "Retrieved %(day)s.") % {"day": formats.date_format(work.seen, "j F Y")}


def in_text(work: Work) -> str:
    """Return what stands in brackets in the text that cites."""
    if work.place_number:
        return pgettext("citation", "(%(author)s, %(year)s, Section %(place)s)") % {
            "author": work.author,
            "year": work.published.year,
            "place": work.place_number,
        }
    return f"({work.author}, {work.published.year})"


# --- BibTeX ------------------------------------------------------------------------------------------------------------

# Braces are counted before anything else is read, so they become words; the others would mean something to LaTeX.
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
}
_NO_KEY = re.compile(r"[^A-Za-z0-9.:-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_LANGUAGES = {"tr": "turkish", "en": "english"}


def _line(text: str) -> str:
    """The text on one line."""
    return " ".join(_CONTROL.sub(" ", text).split())


def latex(text: str) -> str:
    """Return a text on one line so that LaTeX prints its signs and BibTeX counts its braces right."""
    return "".join(_LATEX.get(sign, sign) for sign in _line(text))


def _address(text: str) -> str:
    """Addresses are read literally: only what would end the field is written in per cent."""
    return _line(text).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C").replace(" ", "%20")


def bibtex(work: Work) -> str:
    """Return the entry for BibTeX and biblatex, in UTF-8."""
    author, title = f"{{{latex(work.author)}}}", f"{{{latex(work.title)}}}"
    fields = [("author", author)]
    if work.place:
        fields += [("title", f"{{{latex(work.place)}}}"), ("booktitle", title)]
        fields += [("chapter", latex(work.place_number))]
    else:
        fields += [("title", title)]
    fields += [
        ("edition", latex(work.edition)),
        ("year", str(work.published.year)),
        ("date", work.published.isoformat()),
        ("publisher", author),
        ("address", latex(work.city)),
        ("pagetotal", "" if work.place else str(work.pages or "")),
        ("language", _LANGUAGES.get(work.language, "")),
        ("keywords", latex(", ".join(keyword.replace(",", " ") for keyword in work.keywords))),
        ("url", _address(work.address)),
        ("urldate", work.seen.isoformat() if work.seen else ""),
    ]
    kind = "incollection" if work.place else "book"
    lines = [f"  {name} = {{{value}}}," for name, value in fields if value]
    return "\n".join([f"@{kind}{{{_NO_KEY.sub('-', work.key)},", *lines, "}", ""])


# --- RIS ---------------------------------------------------------------------------------------------------------------


def _ris(rows: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{tag}  - {text}\r\n" for tag, text in ((tag, _line(text)) for tag, text in rows) if text)


def ris(work: Work) -> str:
    """Return the record for reference managers, in UTF-8: one tag a line, which no text can break."""
    rows = [("TY", "CHAP" if work.place else "BOOK"), ("AU", work.author)]
    rows += [("TI", work.place), ("T2", work.title), ("SE", work.place_number)] if work.place else [("TI", work.title)]
    rows += [
        ("ET", work.edition),
        ("PY", str(work.published.year)),
        ("DA", work.published.strftime("%Y/%m/%d")),
        ("PB", work.author),
        ("CY", work.city),
        ("SP", "" if work.place else str(work.pages or "")),
        ("LA", work.language),
        *(("KW", keyword) for keyword in work.keywords),
        ("UR", work.address),
        ("Y2", work.seen.strftime("%Y/%m/%d") if work.seen else ""),
    ]
    return _ris(rows) + "ER  - \r\n"


WRITERS = {BIBTEX.ending: bibtex, RIS.ending: ris}
