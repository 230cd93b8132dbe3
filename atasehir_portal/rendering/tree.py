"""HTML of our own making as a tree, read as browsers read it, for the formats that are not HTML."""

from collections.abc import Iterator
from io import StringIO
from xml.etree.ElementTree import Element

import tinyhtml5

# What never carries words to a reader, and may run something where it is opened.
DROPPED = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "applet",
        "svg",
        "math",
        "form",
        "input",
        "button",
        "select",
        "textarea",
        "audio",
        "video",
        "source",
        "track",
        "link",
        "meta",
        "base",
        "frame",
        "frameset",
        "canvas",
        "portal",
    ]
)


def document(html: str) -> Element:
    """Return the root of a complete HTML document."""
    # as a stream: a short string that is the name of a file would be read from the disk
    root: Element = tinyhtml5.parse(StringIO(html), namespace_html_elements=False)
    return root


def body(html: str) -> Element:
    """Return the body of a document or of a piece of HTML."""
    found = document(html).find("body")
    return found if found is not None else Element("body")


def classes(element: Element) -> frozenset[str]:
    """Return the classes of an element."""
    return frozenset((element.get("class") or "").split())


def elements(parent: Element) -> list[Element]:
    """Return the children that are elements (a comment is none)."""
    return [child for child in parent if isinstance(child.tag, str)]


def words(element: Element, *, without: frozenset[str] = frozenset()) -> str:
    """Return the words in an element on one line, leaving out what carries one of the classes ``without``."""
    return " ".join("".join(_texts(element, without)).split())


def _texts(element: Element, without: frozenset[str]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in DROPPED and not classes(child) & without:
            yield from _texts(child, without)
            if child.tag in {"br", "p", "li", "td", "th", "dd", "dt"}:
                yield " "
        yield child.tail or ""


def parents(root: Element) -> dict[Element, Element]:
    """Return the parent of every element below ``root``."""
    return {child: parent for parent in root.iter() for child in parent}


def remove(parent: Element, child: Element) -> None:
    """Take a child out; the text that follows it stays."""
    put_in_place(parent, child, [])


def put_in_place(parent: Element, child: Element, new: list[Element]) -> None:
    """Put elements in the place of a child; the text that follows it stays."""
    index = list(parent).index(child)
    tail, child.tail = child.tail or "", None
    parent[index : index + 1] = new
    if new:
        new[-1].tail = tail
    elif index:
        parent[index - 1].tail = (parent[index - 1].tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
