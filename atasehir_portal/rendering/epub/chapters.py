"""A part of the book as an XHTML file: notes that open where they are called, links that know their file, pictures that are there."""

from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _

from atasehir_portal.rendering import tree
from atasehir_portal.rendering.epub import xhtml
from atasehir_portal.rendering.epub.manuscript import Manuscript, Part
from atasehir_portal.rendering.epub.pictures import Pictures
from atasehir_portal.rendering.errors import RenderingFailed
from atasehir_portal.rendering.models import Reason


def written(book: Manuscript, part: Part, pictures: Pictures) -> str:
    """Return the file of a part.

    Raises RenderingFailed: a picture without description, missing or refused, a reference that leads nowhere.
    """
    root = part.content
    notes = _take_notes(root)
    _take_paper_only(root)
    _mark(part)
    _frame_tables(root)
    for holder in (root, *notes):
        _link(book, part, holder)
    _place_pictures(root, pictures)
    if notes:
        root.append(_notes_section(notes))
    return xhtml.page(
        title=part.title, language=book.language, content=xhtml.written(root), kind=f"{part.matter}matter"
    )


def _take_notes(root: Element) -> list[Element]:
    """Put a call in the place of every note and return the notes."""
    notes: list[Element] = []
    above = tree.parents(root)
    for element in [each for each in root.iter("span") if "note" in tree.classes(each)]:
        number = str(len(notes) + 1)
        call = Element("sup", {"class": "note-call"})
        link = SubElement(
            call,
            "a",
            {"epub:type": "noteref", "role": "doc-noteref", "href": f"#note-{number}", "id": f"call-{number}"},
        )
        link.text = number
        tree.put_in_place(above[element], element, [call])
        note = Element("aside", {"epub:type": "footnote", "role": "doc-footnote", "id": f"note-{number}"})
        text = SubElement(note, "p")
        back = SubElement(text, "a", {"role": "doc-backlink", "href": f"#call-{number}", "class": "back"})
        back.text = number
        back.tail = " " + (element.text or "").lstrip()
        text.extend(list(element))
        notes.append(note)
    return notes


def _notes_section(notes: list[Element]) -> Element:
    section = Element("section", {"class": "notes", "epub:type": "footnotes"})
    heading = SubElement(section, "h2")
    heading.text = _("Notes")
    section.extend(notes)
    return section


def _take_paper_only(root: Element) -> None:
    """Leave out what only paper has: lines to write on, page numbers of references."""
    above = tree.parents(root)
    for element in [
        each for each in root.iter() if isinstance(each.tag, str) and tree.classes(each) & {"write", "on-paper"}
    ]:
        tree.remove(above[element], element)


def _mark(part: Part) -> None:
    """Say in EPUB's vocabulary what things are."""
    root = part.content
    root.set("epub:type", part.kind)
    if part.kind == "chapter":
        root.tag = "section"  # an article may not be called a chapter
        root.set("role", "doc-chapter")
    elif part.kind == "glossary":
        root.set("role", "doc-glossary")
        for found in root.iter("dl"):
            found.set("epub:type", "glossary")
        for term in root.iter("dt"):
            term.set("epub:type", "glossterm")
        for definition in root.iter("dd"):
            definition.set("epub:type", "glossdef")
        # the list inside is the glossary; the section around it is where it stands
        root.attrib.pop("epub:type")
    elif part.kind in {"bibliography", "index"}:
        root.set("role", f"doc-{part.kind}")
    elif part.kind == "preface":
        root.set("role", "doc-preface")
    elif part.kind == "appendix":
        root.set("role", "doc-appendix")
    for found in root.iter("p"):
        names = tree.classes(found)
        if "plan-note" in names:
            found.set("role", "note")


def _frame_tables(root: Element) -> None:
    """Give every table a frame of its own that scrolls sideways where the page is narrow."""
    above = tree.parents(root)
    for table in list(root.iter("table")):
        frame = Element("div", {"class": "table-frame"})
        tree.put_in_place(above[table], table, [frame])
        frame.append(table)


def _link(book: Manuscript, part: Part, root: Element) -> None:
    own = {each.get("id") for each in root.iter() if isinstance(each.tag, str)}
    for link in root.iter("a"):
        address = link.get("href", "")
        if not address.startswith("#") or address.startswith(("#note-", "#call-")):
            continue
        anchor = address[1:]
        file = book.files.get(anchor)
        if file is None and anchor not in own:
            raise RenderingFailed(Reason.DANGLING_REFERENCE, address[:200])
        if file and file != part.file:
            link.set("href", f"{file}#{anchor}")
        names = tree.classes(link)
        if "cite" in names:
            link.set("epub:type", "biblioref")
            link.set("role", "doc-biblioref")
        if "page" in names and not tree.words(link):
            link.text = book.labels.get(anchor, anchor)
    for places in root.iter("span"):
        if "pages" in tree.classes(places):
            _name_once(places)


def _name_once(places: Element) -> None:
    """Two places of a word in one section are one line of the index: the first leads there."""
    named: set[str] = set()
    last: Element | None = None
    for link in tree.elements(places):
        words = tree.words(link)
        if words in named and last is not None:
            last.tail = link.tail
            places.remove(link)
        else:
            named.add(words)
            last = link


def _place_pictures(root: Element, pictures: Pictures) -> None:
    for picture in root.iter("img"):
        src = picture.get("src", "")
        if not picture.get("alt", "").strip():
            raise RenderingFailed(Reason.MISSING_ALTERNATIVE, src[:100])
        picture.set("src", pictures.name_of(src))
