"""The frozen HTML of a book, taken apart into the files of an EPUB: what each is, its headings, what is numbered how.

Numbers that paper gets from its stylesheet (sections, figures, tables) are written into the text here, because readers of electronic
books count differently.
"""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _

from atasehir_portal.rendering import tree

_NOT_IN_TITLES = frozenset({"note", "source"})


@dataclass(eq=False)
class Line:
    """A line of a list at the front: its words, the file and the place where it leads, what stands below it."""

    text: str
    file: str
    anchor: str = ""
    below: "list[Line]" = field(default_factory=list)


@dataclass(eq=False)
class Part:
    """A file of the book. ``kind`` is its place in EPUB's vocabulary, ``matter`` front, body or back."""

    file: str
    kind: str
    matter: str
    content: Element
    title: str = ""
    lines: list[Line] = field(default_factory=list)


@dataclass(eq=False)
class Manuscript:
    """A book taken apart. ``labels`` says what stands for the number of a page: "3.2", "Figure 3.1"; ``files`` where an anchor is."""

    title: str
    language: str
    about: dict[str, str]
    parts: list[Part] = field(default_factory=list)
    figures: list[Line] = field(default_factory=list)
    tables: list[Line] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    cover: Element | None = None


def read(html: str, *, title: str, language: str) -> Manuscript:
    """Return the book that a frozen HTML document holds; ``title`` and ``language`` stand in where it gives none."""
    root = tree.document(html)
    head, body = root.find("head"), root.find("body")
    named = head.find("title") if head is not None else None
    book = Manuscript(
        title=(tree.words(named) if named is not None else "") or title,
        language=root.get("lang") or language,
        about={
            str(meta.get("name")): str(meta.get("content", ""))
            for meta in (head if head is not None else ())
            if meta.tag == "meta" and meta.get("name")
        },
    )
    for element in tree.elements(body) if body is not None else ():
        _take(book, element)
    for part in book.parts:
        _find_places(book, part)
    return book


def _find_places(book: Manuscript, part: Part) -> None:
    """Note where every anchor is, and what stands for its page: the section in which it stands, or the title of front and back
    matter."""
    here = part.title
    for each in part.content.iter():
        anchor = each.get("id") if isinstance(each.tag, str) else None
        if not anchor:
            continue
        if part.kind == "chapter" and each.tag in {"h1", "h2"}:
            here = book.labels.get(anchor, here)
        book.files.setdefault(anchor, part.file)
        book.labels.setdefault(anchor, here)


def _take(book: Manuscript, element: Element) -> None:
    names = tree.classes(element)
    if "cover" in names:
        book.cover = element
        book.parts.append(Part("title.xhtml", "titlepage", "front", _title_page(element), title=book.title))
    elif names & {"contents", "figure-list"}:
        return  # the lists of the file itself take their place
    elif "chapter" in names:
        _chapter(book, element)
    elif "back-cover" in names:
        book.parts.append(Part("series.xhtml", "backmatter", "back", element, title=_("About this book")))
    elif names & {"imprint", "front", "back"}:
        _matter(book, element, names)
    else:
        number = sum(part.file.startswith("text-") for part in book.parts) + 1
        part = Part(f"text-{number:02}.xhtml", "bodymatter", "body", element, _heading(element, "h1") or book.title)
        _number(book, part, prefix="")
        book.parts.append(part)


def _heading(element: Element, tag: str) -> str:
    found = next(element.iter(tag), None)
    return tree.words(found) if found is not None else ""


def _title_page(cover: Element) -> Element:
    """Return the words of the cover, for those who cannot see the picture."""
    page = Element("section", {"class": "title-page"})
    for child in tree.elements(cover):
        page.append(child)
    return page


_MATTER = {
    "imprint": ("imprint.xhtml", "imprint", "front"),
    "bibliography": ("bibliography.xhtml", "bibliography", "back"),
    "glossary": ("glossary.xhtml", "glossary", "back"),
    "index": ("index.xhtml", "index", "back"),
}


def _matter(book: Manuscript, element: Element, names: frozenset[str]) -> None:
    known = next((name for name in _MATTER if name in names), None)
    if known:
        file, kind, matter = _MATTER[known]
    else:
        matter = "front" if "front" in names else "back"
        number = sum(part.file.startswith(f"{matter}-") for part in book.parts) + 1
        file, kind = f"{matter}-{number:02}.xhtml", "preface" if matter == "front" else "appendix"
    title = _heading(element, "h1") or (_("Imprint") if known == "imprint" else book.title)
    part = Part(file, kind, matter, element, title)
    if known is None:
        _list_sections(book, part)
    book.parts.append(part)


def _list_sections(book: Manuscript, part: Part) -> None:
    """List the sections of a text before or after the chapters; nothing in it is numbered, as on paper."""
    for heading in part.content.iter("h2"):
        if anchor := heading.get("id"):
            text = tree.words(heading, without=_NOT_IN_TITLES)
            part.lines.append(Line(text, part.file, anchor))


def _chapter(book: Manuscript, element: Element) -> None:
    number = _heading_of_class(element, "number")
    part = Part(f"chapter-{len(_chapters(book)) + 1:02}.xhtml", "chapter", "body", element)
    heading = next(element.iter("h1"), None)
    if heading is not None:
        title = tree.words(heading)
        part.title = f"{number} {title}".strip()
        for opening in list(element.iter()):
            for child in tree.elements(opening):
                if child.tag == "p" and "number" in tree.classes(child):
                    tree.remove(opening, child)
        if number:
            _put_before(heading, _("Chapter %(number)s") % {"number": number}, "number")
            if anchor := heading.get("id"):
                book.labels[anchor] = _("Chapter %(number)s") % {"number": number}
    _number(book, part, prefix=f"{number}." if number else "")
    book.parts.append(part)


def _chapters(book: Manuscript) -> list[Part]:
    return [part for part in book.parts if part.kind == "chapter"]


def _heading_of_class(element: Element, name: str) -> str:
    found = next((each for each in element.iter("p") if name in tree.classes(each)), None)
    return tree.words(found) if found is not None else ""


def _put_before(element: Element, text: str, name: str) -> None:
    """Put words before what an element says, in a span of their own."""
    span = Element("span", {"class": name})
    span.text = text
    span.tail = " " + (element.text or "").lstrip()
    element.text = None
    element.insert(0, span)


def _number(book: Manuscript, part: Part, *, prefix: str) -> None:
    """Number sections, figures and tables as the printed style does, and list them."""
    sections = figures = tables = 0
    above = tree.parents(part.content)
    for element in list(part.content.iter()):
        if element.tag == "h2" and "summary" not in tree.classes(above.get(element, element)):
            sections += 1
            text = tree.words(element, without=_NOT_IN_TITLES)
            number = f"{prefix}{sections}" if prefix else ""
            if number:
                _put_before(element, number, "no")
            if anchor := element.get("id"):
                book.labels.setdefault(anchor, number or text)
                part.lines.append(Line(f"{number} {text}".strip(), part.file, anchor))
        elif element.tag == "figure":
            figures += 1
            label = _("Figure %(number)s") % {"number": f"{prefix}{figures}"}
            _caption(book.figures, book, part, element, next(element.iter("figcaption"), None), label)
        elif element.tag == "table":
            tables += 1
            label = _("Table %(number)s") % {"number": f"{prefix}{tables}"}
            _caption(book.tables, book, part, element, next(element.iter("caption"), None), label)


def _caption(
    lines: list[Line], book: Manuscript, part: Part, element: Element, caption: Element | None, label: str
) -> None:
    if caption is None:
        caption = SubElement(element, "figcaption") if element.tag == "figure" else Element("caption")
        if element.tag == "table":
            element.insert(0, caption)
    text = tree.words(caption, without=_NOT_IN_TITLES)
    _put_before(caption, label, "no")
    if anchor := element.get("id"):
        book.labels.setdefault(anchor, label)
        lines.append(Line(f"{label} {text}".strip(), part.file, anchor))
