"""Putting the files of an EPUB together: the package document, the lists at the front, the archive.

The same book gives the same bytes: nothing in the archive tells when or where it was made.
"""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from atasehir_portal.rendering.epub.manuscript import Line, Manuscript
from atasehir_portal.rendering.epub.xhtml import escape, page

FOLDER = "EPUB"
COVER = "images/cover.png"
_OLD_LISTS = "f-toc-ncx"  # as ``_id`` makes it
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a ZIP file can say
_CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_FEATURES = (
    "tableOfContents",
    "readingOrder",
    "structuralNavigation",
    "alternativeText",
    "displayTransformability",
    "unlocked",
)


@dataclass(frozen=True, slots=True)
class File:
    """A file of the archive, with its type and what the package document says of it."""

    name: str
    content: bytes
    media_type: str
    properties: str = ""


def lists(book: Manuscript) -> str:
    """Return the file with the table of contents, the lists of figures and tables, and the landmarks."""
    navs = [_nav("toc", _title(), contents(book), "doc-toc")]
    if book.figures:
        navs.append(_nav("loi", pgettext("book", "Figures"), book.figures))
    if book.tables:
        navs.append(_nav("lot", pgettext("book", "Tables"), book.tables))
    navs.append(_landmarks(book))
    return page(title=_title(), language=book.language, content="\n".join(navs), kind="frontmatter")


def _title() -> str:
    return pgettext("book", "Contents")


def contents(book: Manuscript) -> list[Line]:
    """Return the lines of the table of contents: every part with a heading, and the sections of chapters."""
    return [
        Line(part.title, part.file, below=part.lines if part.kind in {"chapter", "preface", "appendix"} else [])
        for part in book.parts
        if part.kind not in {"titlepage", "imprint"}
    ]


def _nav(kind: str, title: str, lines: Sequence[Line], role: str = "") -> str:
    heading = "h1" if kind == "toc" else "h2"
    given = f' role="{role}"' if role else ""
    return f'<nav epub:type="{kind}" id="{kind}" class="lists"{given}>\n<{heading}>{escape(title)}</{heading}>\n{_list(lines)}\n</nav>'


def _list(lines: Iterable[Line]) -> str:
    items = "\n".join(
        f'<li><a href="{escape(_address(line))}">{escape(line.text)}</a>{_list(line.below) if line.below else ""}</li>'
        for line in lines
    )
    return f"<ol>\n{items}\n</ol>"


def _address(line: Line) -> str:
    return f"{line.file}#{line.anchor}" if line.anchor else line.file


def _landmarks(book: Manuscript) -> str:
    marks = [("cover", "cover.xhtml", _("Cover")), ("toc", "nav.xhtml#toc", _title())]
    first = next((part for part in book.parts if part.matter == "body"), None)
    if first is not None:
        marks.append(("bodymatter", first.file, _("Start of the text")))
    marks += [
        (part.kind, part.file, part.title)
        for part in book.parts
        if part.kind in {"titlepage", "imprint", "bibliography", "glossary", "index"}
    ]
    items = "\n".join(
        f'<li><a epub:type="{kind}" href="{file}">{escape(title)}</a></li>' for kind, file, title in marks
    )
    heading = _("Parts of the book")  # not inside the string below, where gettext's tools would not see it
    return (
        f'<nav epub:type="landmarks" id="landmarks" hidden="hidden">\n<h2>{escape(heading)}</h2>\n'
        f"<ol>\n{items}\n</ol>\n</nav>"
    )


def old_lists(book: Manuscript) -> str:
    """Return the table of contents for readers of the time before EPUB 3."""
    points: list[str] = []

    def point(line: Line) -> str:
        points.append("")
        number = len(points)
        below = "".join(point(each) for each in line.below)
        return (
            f'<navPoint id="p{number}" playOrder="{number}"><navLabel><text>{escape(line.text)}</text></navLabel>'
            f'<content src="{escape(_address(line))}"/>{below}</navPoint>\n'
        )

    found = "".join(point(line) for line in contents(book))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" '
        f'xml:lang="{escape(book.language)}">\n<head><meta name="dtb:uid" content="{escape(identifier(book))}"/></head>\n'
        f"<docTitle><text>{escape(book.title)}</text></docTitle>\n<navMap>\n{found}</navMap>\n</ncx>\n"
    )


def cover_page(book: Manuscript) -> str:
    """Return the page that shows the cover."""
    alt = _("Cover: %(title)s") % {"title": book.title}
    content = f'<section epub:type="cover" class="cover-page"><img src="{COVER}" alt="{escape(alt)}" role="doc-cover"/></section>'
    return page(title=_("Cover"), language=book.language, content=content, kind="frontmatter")


def identifier(book: Manuscript) -> str:
    """Return the identifier that the frozen text carries."""
    return book.about.get("dcterms.identifier", "")


def package(book: Manuscript, files: Sequence[File]) -> str:
    """Return the package document: what the book is, its files, their order."""
    items = "\n".join(
        f'<item id="{_id(file.name)}" href="{escape(file.name)}" media-type="{file.media_type}"'
        + (f' properties="{file.properties}"' if file.properties else "")
        + "/>"
        for file in files
    )
    order = ["cover.xhtml"] if any(file.name == "cover.xhtml" for file in files) else []
    before = [part.file for part in book.parts if part.kind in {"titlepage", "imprint"}]
    after = [part.file for part in book.parts if part.file not in before]
    spine = "\n".join(f'<itemref idref="{_id(name)}"/>' for name in (*order, *before, "nav.xhtml", *after))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book-id" '
        f'xml:lang="{escape(book.language)}" prefix="schema: http://schema.org/">\n'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{_metadata(book, bool(order))}</metadata>\n'
        f'<manifest>\n{items}\n</manifest>\n<spine toc="{_OLD_LISTS}">\n{spine}\n</spine>\n</package>\n'
    )


def _id(name: str) -> str:
    return "f-" + "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in name)


def _metadata(book: Manuscript, has_cover: bool) -> str:
    about = book.about
    day = about.get("dcterms.created", "")
    rows = [
        f'<dc:identifier id="book-id">{escape(identifier(book))}</dc:identifier>',
        f'<dc:title id="title">{escape(book.title)}</dc:title>',
        '<meta refines="#title" property="title-type">main</meta>',
    ]
    if about.get("subtitle"):
        rows += [
            f'<dc:title id="subtitle">{escape(about["subtitle"])}</dc:title>',
            '<meta refines="#subtitle" property="title-type">subtitle</meta>',
        ]
    rows += [
        f"<dc:language>{escape(book.language)}</dc:language>",
        f'<dc:creator id="issuer">{escape(about.get("author", ""))}</dc:creator>',
        '<meta refines="#issuer" property="role" scheme="marc:relators">isb</meta>',
        f"<dc:publisher>{escape(about.get('author', ''))}</dc:publisher>",
        f"<dc:date>{escape(day)}</dc:date>",
        f'<meta property="dcterms:modified">{escape(day)}T00:00:00Z</meta>',
    ]
    if about.get("description"):
        rows.append(f"<dc:description>{escape(about['description'])}</dc:description>")
    rows += [f"<dc:subject>{escape(word)}</dc:subject>" for word in _keywords(about)]
    if about.get("series"):
        rows += [
            f'<meta property="belongs-to-collection" id="series">{escape(about["series"])}</meta>',
            '<meta refines="#series" property="collection-type">series</meta>',
            f'<meta refines="#series" property="group-position">{escape(about.get("series.position", "1"))}</meta>',
        ]
    rows += _accessibility(book)
    if has_cover:
        rows.append(f'<meta name="cover" content="{_id(COVER)}"/>')
    return "\n".join(row for row in rows if "></dc:" not in row) + "\n"


def _keywords(about: Mapping[str, str]) -> list[str]:
    return [word.strip() for word in about.get("keywords", "").split(",") if word.strip()]


def _accessibility(book: Manuscript) -> list[str]:
    features = [*_FEATURES, *(["index"] if any(part.kind == "index" for part in book.parts) else [])]
    summary = _(
        "Every figure has a description in words, tables have header cells, notes and sources are linked, and the whole book can be read "
        "from its text alone. Nothing moves, flashes or sounds."
    )
    return [
        '<meta property="schema:accessMode">textual</meta>',
        '<meta property="schema:accessMode">visual</meta>',
        '<meta property="schema:accessModeSufficient">textual</meta>',
        '<meta property="schema:accessModeSufficient">textual,visual</meta>',
        *(f'<meta property="schema:accessibilityFeature">{feature}</meta>' for feature in features),
        '<meta property="schema:accessibilityHazard">none</meta>',
        f'<meta property="schema:accessibilitySummary">{escape(summary)}</meta>',
    ]


def archive(book: Manuscript, files: Sequence[File], target: IO[bytes]) -> None:
    """Write the EPUB: the type first and uncompressed, then everything in its order, with the edition's day as its date."""
    when = _date(book.about.get("dcterms.created", ""))
    with zipfile.ZipFile(target, "w") as opened:
        _put(opened, "mimetype", b"application/epub+zip", when, compressed=False)
        _put(opened, "META-INF/container.xml", _CONTAINER.encode(), when)
        _put(opened, f"{FOLDER}/package.opf", package(book, files).encode(), when)
        for file in files:
            _put(opened, f"{FOLDER}/{file.name}", file.content, when)


def _put(
    opened: zipfile.ZipFile,
    name: str,
    content: bytes,
    when: tuple[int, int, int, int, int, int],
    compressed: bool = True,
) -> None:
    entry = zipfile.ZipInfo(name, when)
    entry.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    opened.writestr(entry, content, compresslevel=9 if compressed else None)


def _date(text: str) -> tuple[int, int, int, int, int, int]:
    try:
        year, month, day = (int(piece) for piece in text.split("-"))
    except ValueError:
        return _EARLIEST
    return max(_EARLIEST, (year, month, day, 0, 0, 0))
