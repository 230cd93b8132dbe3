"""A document as a Word file (.docx), for those who go on working with it: council files, comments by e-mail.

Made from the same blocks as page and print, through the HTML of print. Headings, captions, lists, notes and tables are Word's own, so
that contents and numbers follow what is written in Word. The same text gives the same bytes.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import translation
from django.utils.html import escape as html_escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop
from django.utils.translation import pgettext

from atasehir_portal.documents import printing
from atasehir_portal.documents.bibliography import GROUPS
from atasehir_portal.documents.docx import ooxml, styles, theme
from atasehir_portal.documents.docx.body import Body, bookmark
from atasehir_portal.documents.nodes import Reading, SectionNode

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PLANNED = _noop("The text of this chapter is still being written. Here is its plan: the sections and what each is for.")
_SOURCES, _TERMS = "print-sources", "print-terms"  # no anchor of a text begins so
_LANGUAGES = {"tr": "tr-TR", "en": "en-GB"}


def write_docx(
    reading: Reading,
    *,
    author: str,
    when: datetime,
    lines: Sequence[str] = (),
    imprint: Sequence[tuple[str, str]] = (),
    planned: str = "",
) -> bytes:
    """Return a text as a Word file. ``author`` is who issues it, ``when`` the moment of its state, ``lines`` stand under its title.

    ``imprint`` are its statements with their labels, in HTML; one without a label belongs to the one before. ``planned`` is what a
    chapter says of which only the outline exists, in the language of the text.

    Raises LookupError for a block of a kind that nobody knows how to print.
    """
    language = _LANGUAGES.get(reading.language, reading.language)
    with translation.override(reading.language):
        body = Body(_anchors(reading))
        statements = _imprint(body, imprint)
        for chapter in reading.chapters:
            _chapter(body, chapter, planned or _(PLANNED))
        _lists(body, reading)
        front = _front(reading, author, lines) + statements + _contents(body)
        parts = {
            "word/document.xml": ooxml.document(front + "".join(body.out)),
            "word/styles.xml": styles.sheet(language),
            "word/numbering.xml": ooxml.numbering(body.lists),
            "word/footnotes.xml": ooxml.footnotes(body.notes),
            "word/settings.xml": ooxml.settings(language),
            "word/theme/theme1.xml": theme.theme(),
            "word/fontTable.xml": theme.typefaces(),
            "word/header1.xml": ooxml.header(reading.title),
            "word/footer1.xml": ooxml.footer(_("Page"), "/"),
            "docProps/core.xml": ooxml.core_properties(
                title=reading.title, author=author, language=language, when=f"{when:%Y-%m-%dT%H:%M:%SZ}"
            ),
        }
    media = sorted(body.media)
    of_document, of_notes = _relationships(body, media)
    parts |= {
        "[Content_Types].xml": ooxml.content_types(name.rpartition(".")[2] for name in media),
        "_rels/.rels": ooxml.relationships(
            [
                ("rId1", "officeDocument", "word/document.xml", False),
                ("rId2", "core-properties", "docProps/core.xml", False),
            ]
        ),
        "word/_rels/document.xml.rels": of_document,
        "word/_rels/footnotes.xml.rels": of_notes,
    }
    return _packed(
        {name: text.encode() for name, text in parts.items()} | {f"word/{n}": body.media[n] for n in media}, when
    )


def _anchors(reading: Reading) -> frozenset[str]:
    found = {section.anchor for section in reading.walk()}
    found |= {block.anchor for block in reading.all_blocks()}
    found |= {source.anchor for source in reading.sources}
    found |= {f"{_SOURCES}-{number}" for number in range(len(GROUPS))}
    return frozenset(found | {term.anchor for term in reading.terms} | {_SOURCES, _TERMS})


def _chapter(body: Body, chapter: SectionNode, planned: str) -> None:
    body.heading(1, chapter.title, chapter.anchor, chapter.number, is_numbered=bool(chapter.path))
    if chapter.aim:
        body.add(f'<p class="aim">{html_escape(chapter.aim)}</p>')
    if chapter.is_planned:
        body.add(f'<p class="caution">{html_escape(planned)}</p>')
    body.add(printing.print_html(chapter), number=chapter.number)


def _lists(body: Body, reading: Reading) -> None:
    """The sources and the glossary."""
    groups = printing.bibliography(reading)
    if groups:
        body.heading(1, pgettext("book", "Bibliography"), _SOURCES, is_numbered=False)
        for place, group in enumerate(groups):
            body.heading(2, group.title, f"{_SOURCES}-{place}", is_numbered=False)
            for entry in group.entries:
                body.entry(entry.html, entry.anchor, "Bibliography")
    terms = printing.glossary(reading)
    if terms:
        body.heading(1, pgettext("book", "Glossary"), _TERMS, is_numbered=False)
        for term in terms:
            foreign = f' (<i lang="en">{html_escape(term.foreign)}</i>)' if term.foreign else ""
            html = f"<strong>{html_escape(term.term)}</strong>{foreign}: {html_escape(term.definition)}"
            body.entry(html, term.anchor, "Bibliography")


def _front(reading: Reading, author: str, lines: Sequence[str]) -> str:
    written = ooxml.paragraph(ooxml.run(author), "Subtitle") if author else ""
    written += ooxml.paragraph(ooxml.run(reading.title), "Title")
    return written + "".join(ooxml.paragraph(ooxml.run(line), "Subtitle") for line in lines)


def _imprint(body: Body, statements: Sequence[tuple[str, str]]) -> str:
    """Return the statements of the imprint as paragraphs; nothing of them stays in the text."""
    before = len(body.out)
    for label, html in statements:
        body.entry((f"<strong>{html_escape(label)}:</strong> " if label else "") + html, "", "Imprint")
    written = "".join(body.out[before:])
    del body.out[before:]
    return written


def _contents(body: Body) -> str:
    """The table of contents: a field that is marked as out of date, so that Word works it out when it opens the file, pages and all,
    and filled with links, so that nobody else opens an empty page. How many pages a text has is known to who lays it out only.

    Word asks once about such a mark. Asked for by the settings of the file (``updateFields``) it would ask about all fields, with
    nothing gained: captions and references say what they will say already.
    """
    rows = [(level, text, anchor) for level, text, anchor in body.headings if level <= 3]
    if not rows:
        return ""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    written = []
    for number, (level, text, anchor) in enumerate(rows):
        line = ooxml.run(text)
        if anchor in body.anchors:
            line = f'<w:hyperlink w:anchor="{bookmark(anchor)}" w:history="1">{line}</w:hyperlink>'
        written.append(ooxml.paragraph((begin if number == 0 else "") + line, f"TOC{level}"))
    end = ooxml.paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    heading = ooxml.paragraph(ooxml.run(pgettext("book", "Contents")), "TOCHeading", "<w:pageBreakBefore/>")
    return heading + "".join(written) + end


def _relationships(body: Body, media: Sequence[str]) -> tuple[str, str]:
    fixed = [
        ("rIdStyles", "styles", "styles.xml", False),
        ("rIdNumbering", "numbering", "numbering.xml", False),
        ("rIdFootnotes", "footnotes", "footnotes.xml", False),
        ("rIdSettings", "settings", "settings.xml", False),
        ("rIdTheme", "theme", "theme/theme1.xml", False),
        ("rIdFonts", "fontTable", "fontTable.xml", False),
        ("rIdHeader", "header", "header1.xml", False),
        ("rIdFooter", "footer", "footer1.xml", False),
    ]
    pictures = [(f"rIdPicture{name.removeprefix('media/').replace('.', '')}", "image", name, False) for name in media]
    # links stand in the text or in a note; an id that a part does not use is no fault
    return ooxml.relationships([*fixed, *pictures, *body.links]), ooxml.relationships(body.links)


def _packed(parts: dict[str, bytes], when: datetime) -> bytes:
    out = BytesIO()
    stamp = (max(1980, when.year), when.month, when.day, when.hour, when.minute, when.second // 2 * 2)
    first = ("[Content_Types].xml", "_rels/.rels")
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name in (*first, *sorted(set(parts) - set(first))):
            entry = ZipInfo(name, stamp)
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, parts[name])
    return out.getvalue()
