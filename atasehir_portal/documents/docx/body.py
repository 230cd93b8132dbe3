"""The content of a Word file, from HTML in the vocabulary of print (docs/rendering.md)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from atasehir_portal.documents.docx import ooxml
from atasehir_portal.documents.docx.ooxml import BULLETS, CHECKS, DEEP, FIRST_LIST, NUMBERS, TINT, WARN, escape, run
from atasehir_portal.documents.docx.pictures import Picture, picture_of
from atasehir_portal.rendering import tree

_BLOCKS = frozenset(
    [
        "p",
        "ul",
        "ol",
        "dl",
        "blockquote",
        "section",
        "article",
        "div",
        "header",
        "aside",
        "nav",
        "figure",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "hr",
        "main",
    ]
)
_SPACES = re.compile(r"[ \t\n\r]+")
_EMU_A_POINT = 9525  # of 1/96 inch
_WIDEST, _HIGHEST = 5_760_000, 7_200_000  # 16 and 20 cm


@dataclass(frozen=True, slots=True)
class _Form:
    """How words look and where they stand in a paragraph."""

    bold: bool = False
    italic: bool = False
    raised: bool = False
    code: bool = False
    language: str = ""

    @property
    def properties(self) -> str:
        return (
            ('<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>' if self.code else "")
            + ("<w:b/>" if self.bold else "")
            + ("<w:i/>" if self.italic else "")
            + ('<w:vertAlign w:val="superscript"/>' if self.raised else "")
            + (f'<w:lang w:val="{escape(self.language)}"/>' if self.language else "")
        )


_PLAIN = _Form()


@dataclass
class Body:
    """Gathers paragraphs, notes, pictures, links and lists. ``anchors`` are the places that references may lead to."""

    anchors: frozenset[str]
    chapter: str = ""
    out: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    links: list[tuple[str, str, str, bool]] = field(default_factory=list)
    lists: list[tuple[int, int, int]] = field(default_factory=list)
    headings: list[tuple[int, str, str]] = field(default_factory=list)
    _bookmarks: int = 0
    _drawings: int = 0
    _figures: int = 0
    _tables: int = 0

    # --- from outside -------------------------------------------------------------------------------------------------

    def heading(self, level: int, text: str, anchor: str = "", number: str = "", *, is_numbered: bool = True) -> None:
        """Add a heading; ``number`` is what the list numbering will show, for the contents."""
        if level == 1:
            self.chapter, self._figures, self._tables = number, 0, 0
        style = f"Heading{min(level, 4)}" if is_numbered or level > 2 else f"HeadingPlain{level}"
        self.headings.append((level, f"{number} {text}".strip(), anchor))
        self.out.append(ooxml.paragraph(self._marked(anchor, run(text)), style))

    def add(self, html: str, *, number: str = "") -> None:
        """Add HTML; ``number`` is the chapter's, before those of sections, figures and tables."""
        self._sections = 0
        self._number = number
        self._flow(tree.body(html), "")

    def entry(self, html: str, anchor: str, style: str) -> None:
        """Add one paragraph: an entry of a list of sources."""
        self.out.append(ooxml.paragraph(self._marked(anchor, self._inline(tree.body(html), _PLAIN)), style))

    # --- blocks -------------------------------------------------------------------------------------------------------

    def _flow(self, parent: Element, style: str) -> None:
        """Everything in an element: blocks as they are, loose words as paragraphs."""
        loose = Element("p")
        loose.text = parent.text
        for child in parent:
            if isinstance(child.tag, str) and child.tag in _BLOCKS:
                self._loose(loose, style)
                self._block(child, style)
                loose = Element("p")
                loose.text = child.tail
            else:
                loose.append(child)
        self._loose(loose, style)

    def _loose(self, paragraph: Element, style: str) -> None:
        if tree.words(paragraph) or len(paragraph):
            self._paragraph(paragraph, style)

    def _block(self, element: Element, style: str) -> None:
        names = tree.classes(element)
        tag = element.tag
        if tag == "p":
            self._paragraph(element, _style_of(names) or style)
        elif tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self._heading(element)
        elif tag in {"ul", "ol"}:
            self._list(element, 0, CHECKS if style == "check" else BULLETS)
        elif tag == "dl":
            self._terms(element)
        elif tag == "blockquote":
            self._flow(element, "Quote")
        elif tag == "figure":
            self._figure(element)
        elif tag == "table":
            self._table(element)
        elif tag == "section" and names & {"box", "practice", "case"}:
            self._box(element, names)
        elif tag == "div" and "write" in names:
            self.out += [ooxml.paragraph(run("_" * 60), "Source")] * 3
        elif tag == "pre":
            self._paragraph(element, "")
        elif tag != "hr":
            self._flow(element, style)

    def _paragraph(self, element: Element, style: str, properties: str = "") -> None:
        inside = self._inline(element, _PLAIN).strip()
        if inside:
            known = style if style and style != "check" else ""
            self.out.append(ooxml.paragraph(self._marked(element.get("id", ""), inside), known, properties))

    def _heading(self, element: Element) -> None:
        level = int(element.tag[1])
        number = ""
        if level == 2:
            self._sections += 1
            number = f"{self._number}.{self._sections}" if self._number else ""
        self.heading(level, tree.words(element), element.get("id", ""), number, is_numbered=bool(number))

    def _list(self, element: Element, depth: int, bullets: int) -> None:
        number = bullets
        if element.tag == "ol":
            number = FIRST_LIST + len(self.lists)
            start = element.get("start", "1")
            self.lists.append((number, NUMBERS, int(start) if start.isdigit() and len(start) < 6 else 1))
        for item in tree.elements(element):
            self._item(item, depth, number, bullets)

    def _item(self, item: Element, depth: int, number: int, bullets: int) -> None:
        level = min(depth, 8)
        first = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        properties = first
        loose = Element("p")
        loose.text = item.text
        for child in [*item, None]:
            is_block = child is not None and isinstance(child.tag, str) and child.tag in _BLOCKS
            if child is not None and not is_block:
                loose.append(child)
                continue
            before = len(self.out)
            if tree.words(loose) or len(loose):
                self._paragraph(loose, "ListParagraph", properties)
            if child is not None and child.tag in {"ul", "ol"}:
                self._list(child, depth + 1, bullets)
            elif child is not None and child.tag == "p":
                self._paragraph(child, "ListParagraph", properties if len(self.out) == before else _indented(level))
            elif child is not None:
                self._block(child, "ListParagraph")
            if len(self.out) > before:
                properties = _indented(level)
            loose = Element("p")
            loose.text = child.tail if child is not None else ""

    def _terms(self, element: Element) -> None:
        """A list of terms: each with what it means, in one paragraph."""
        term = ""
        for child in tree.elements(element):
            if child.tag == "dt":
                term = self._marked(child.get("id", ""), self._inline(child, _Form(bold=True)))
            elif child.tag == "dd":
                between = run(": ", "<w:b/>") if term else ""
                self.out.append(ooxml.paragraph(term + between + self._inline(child, _PLAIN)))
                term = ""

    def _box(self, element: Element, names: frozenset[str]) -> None:
        """A box as a table of one cell, the form that keeps together in every version of Word."""
        edge = WARN if "warning" in names else DEEP
        title = next((tree.words(p) for p in element.iter("p") if "title" in tree.classes(p)), "")
        outside, self.out = self.out, []
        self._flow(element, "check" if "checklist" in names else "")
        inside, self.out = self.out, outside
        side = f'<w:left w:val="single" w:sz="24" w:space="0" w:color="{edge}"/>'
        fill = "FBEDE6" if "warning" in names else TINT
        self.out.append(
            f'<w:tbl><w:tblPr><w:tblW w:w="{ooxml.TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>{side}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:top w:w="120" w:type="dxa"/><w:left w:w="200" w:type="dxa"/><w:bottom w:w="60" w:type="dxa"/>'
            f'<w:right w:w="200" w:type="dxa"/></w:tblCellMar><w:tblCaption w:val="{escape(title)}"/></w:tblPr>'
            f'<w:tblGrid><w:gridCol w:w="{ooxml.TEXT_WIDTH}"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="{ooxml.TEXT_WIDTH}" w:type="dxa"/>'
            f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/></w:tcPr>'
            f"{_ending_in_a_paragraph(inside)}</w:tc></w:tr></w:tbl>"
        )
        self.out.append(ooxml.paragraph(self._marked(element.get("id", ""), ""), "Source"))

    def _figure(self, element: Element) -> None:
        image = next(element.iter("img"), None)
        caption = next(element.iter("figcaption"), None)
        alt = image.get("alt", "") if image is not None else ""
        words = tree.words(caption, without=frozenset({"source", "note"})) if caption is not None else ""
        picture = picture_of(image.get("src", "")) if image is not None else None
        shown = self._drawn(picture, alt, words) if picture else run(f"[{alt}]", "<w:i/>")
        self.out.append(ooxml.paragraph(self._marked(element.get("id", ""), shown), "", "<w:keepNext/>"))
        self._figures += 1
        self._caption(caption, _("Figure"), self._figures, "Figure")

    def _caption(self, caption: Element | None, label: str, number: int, sequence: str) -> None:
        """A caption with a number that Word counts itself, and its source as a paragraph of its own."""
        if caption is None:
            return
        sources = [each for each in caption.iter("span") if "source" in tree.classes(each)]
        for each in sources:
            tree.remove(tree.parents(caption)[each], each)
        numbered = ""
        if self.chapter:
            chapter = ooxml.field(r"STYLEREF 1 \s", self.chapter)
            # begun again by the first of a chapter: not every reader begins again at a heading (switch \s)
            counted = ooxml.field(rf"SEQ {sequence} \* ARABIC" + (r" \r 1" if number == 1 else ""), str(number))
            numbered = run(f"{label} ") + chapter + run(".") + counted
            numbered += run("  ")
        properties = "" if sequence == "Table" else '<w:keepNext w:val="0"/>'
        self.out.append(ooxml.paragraph(numbered + self._inline(caption, _PLAIN).strip(), "Caption", properties))
        for each in sources:
            self._paragraph(each, "Source")

    def _table(self, element: Element) -> None:
        caption = next(element.iter("caption"), None)
        rows = list(element.iter("tr"))
        columns = max((len(tree.elements(row)) for row in rows), default=0)
        if not columns:
            return
        self._tables += 1
        if anchor := element.get("id", ""):
            self.out.append(ooxml.paragraph(self._marked(anchor, ""), "TableText", "<w:keepNext/>"))
        self._caption(caption, _("Table"), self._tables, "Table")
        width = ooxml.TEXT_WIDTH // columns
        grid = f'<w:gridCol w:w="{width}"/>' * columns
        head = element.find("thead")
        heads = set(head.iter("tr")) if head is not None else set()
        written = "".join(self._row(row, columns, width, is_head=row in heads) for row in rows)
        title = tree.words(caption, without=frozenset({"source", "note"})) if caption is not None else ""
        line = '<w:{} w:val="single" w:sz="{}" w:space="0" w:color="{}"/>'
        borders = line.format("top", 8, DEEP) + line.format("bottom", 8, DEEP) + line.format("insideH", 4, "C9CDCE")
        self.out.append(
            f'<w:tbl><w:tblPr><w:tblW w:w="{width * columns}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f'<w:tblCaption w:val="{escape(title)}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{written}</w:tbl>'
        )
        # two tables in a row would become one
        self.out.append(ooxml.paragraph("", "Source"))

    def _row(self, row: Element, columns: int, width: int, *, is_head: bool) -> str:
        cells = tree.elements(row)
        written = "".join(self._cell(cell, width, is_head=is_head) for cell in cells)
        written += f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p/></w:tc>' * (columns - len(cells))
        head = "<w:tblHeader/>" if is_head else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{written}</w:tr>"

    def _cell(self, cell: Element, width: int, *, is_head: bool) -> str:
        form = _Form(bold=is_head or cell.tag == "th")
        to_right = '<w:jc w:val="right"/>' if "n" in tree.classes(cell) else ""
        keep = "<w:keepNext/>" if is_head else ""
        fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>' if is_head else ""
        content = ooxml.paragraph(self._inline(cell, form).strip(), "TableText", keep + to_right)
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>{content}</w:tc>'

    # --- words --------------------------------------------------------------------------------------------------------

    def _inline(self, element: Element, form: _Form) -> str:
        return "".join(self._words(element, form))

    def _words(self, element: Element, form: _Form) -> Iterator[str]:
        yield _text(element.text, form)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in tree.DROPPED:
                yield from self._piece(child, form)
            yield _text(child.tail, form)

    def _piece(self, element: Element, form: _Form) -> Iterator[str]:
        tag, names = element.tag, tree.classes(element)
        if tag == "br":
            yield "<w:r><w:br/></w:r>"
        elif tag == "span" and "note" in names:
            yield self._note(element)
        elif tag == "a":
            yield self._link(element, form)
        elif tag == "img":
            yield _text(f"[{element.get('alt', '')}]", form)
        else:
            yield from self._words(element, _changed(form, element))
            if tag in {"p", "li", "div", "dd"}:
                yield _text(" ", form)

    def _note(self, element: Element) -> str:
        inside = self._inline(element, _PLAIN).strip()
        self.notes.append(inside)
        return (
            '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
            f'<w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
        )

    def _link(self, element: Element, form: _Form) -> str:
        address = element.get("href", "")
        inside = self._inline(element, form)
        if address.startswith("#"):
            anchor = address[1:]
            if anchor not in self.anchors:
                return inside
            if not inside:
                return ooxml.field(rf"PAGEREF {bookmark(anchor)} \h", "…")
            return f'<w:hyperlink w:anchor="{bookmark(anchor)}" w:history="1">{inside}</w:hyperlink>'
        if not inside or not _leads_outside(address):
            return inside
        name = f"rIdLink{len(self.links) + 1}"
        self.links.append((name, "hyperlink", address, True))
        shown = inside.replace("<w:r><w:t", '<w:r><w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr><w:t')
        return f'<w:hyperlink r:id="{name}" w:history="1">{shown}</w:hyperlink>'

    def _marked(self, anchor: str, content: str) -> str:
        """Put a bookmark around content, to which references lead."""
        if not anchor or anchor not in self.anchors:
            return content
        self._bookmarks += 1
        number = self._bookmarks
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{bookmark(anchor)}"/>{content}<w:bookmarkEnd w:id="{number}"/>'
        )

    def _drawn(self, picture: Picture, alt: str, title: str) -> str:
        self._drawings += 1
        number = self._drawings
        share = min(1.0, _WIDEST / (picture.width * _EMU_A_POINT), _HIGHEST / (picture.height * _EMU_A_POINT))
        width, height = (int(side * _EMU_A_POINT * share) for side in (picture.width, picture.height))
        own = self._medium(picture.content, picture.ending)
        extra = ""
        if picture.drawing:
            drawing = self._medium(picture.drawing, "svg")
            extra = (
                '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip '
                f'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{drawing}"/></a:ext></a:extLst>'
            )
        said = f'id="{number}" name="{escape(title[:60]) or "x"}" descr="{escape(alt)}"'
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/><wp:docPr {said}/>'
            '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr {said}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{own}">{extra}</a:blip><a:stretch><a:fillRect/>'
            f'</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
        )

    def _medium(self, content: bytes, ending: str) -> str:
        """Put a picture into the file once, and return the id of its relationship."""
        digest = sha256(content).hexdigest()[:16]
        self.media[f"media/{digest}.{ending}"] = content
        return f"rIdPicture{digest}{ending}"


def bookmark(anchor: str) -> str:
    """Return the name of the bookmark for an anchor: letters, figures, at most 40 signs."""
    name = re.sub(r"[^A-Za-z0-9]", "_", anchor)
    return f"a_{name}" if len(name) <= 36 else f"a_{name[:24]}_{sha256(anchor.encode()).hexdigest()[:10]}"


def _leads_outside(address: str) -> bool:
    try:
        return urlsplit(address).scheme in {"http", "https", "mailto"}
    except ValueError:
        return False


def _style_of(names: frozenset[str]) -> str:
    known = {
        "aim": "Aim",
        "lead": "Aim",
        "source": "Source",
        "caution": "Source",
        "kind": "BoxKind",
        "title": "BoxTitle",
        "where": "Source",
    }
    return next((style for name, style in known.items() if name in names), "")


def _changed(form: _Form, element: Element) -> _Form:
    if element.tag in {"strong", "b", "dfn"}:
        form = replace(form, bold=True)
    elif element.tag in {"em", "i", "cite"}:
        form = replace(form, italic=True)
    elif element.tag == "sup":
        form = replace(form, raised=True)
    elif element.tag == "code":
        form = replace(form, code=True)
    language = element.get("lang", "")
    return replace(form, language={"en": "en-GB", "tr": "tr-TR"}.get(language, "")) if language else form


def _text(text: str | None, form: _Form) -> str:
    words = _SPACES.sub(" ", text or "")
    return run(words, form.properties) if words else ""


def _indented(level: int) -> str:
    return f'<w:ind w:left="{360 * (level + 1)}"/>'


def _ending_in_a_paragraph(parts: Sequence[str]) -> str:
    written = "".join(parts)
    return written if written.endswith(("</w:p>", "<w:p/>")) else f"{written}<w:p/>"
