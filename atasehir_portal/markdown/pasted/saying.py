"""What elements say about themselves: that they are hidden, bold, an item of a list, a note, where they lead."""

import re
from urllib.parse import SplitResult, parse_qs, urlsplit
from xml.etree.ElementTree import Element

from atasehir_portal.markdown.pasted.tree import all_text, style_of, tag_of
from atasehir_portal.markdown.typed import is_safe_address

# "#_ftn1" and "ftn1" of Word, "sdfootnote1sym" and "sdfootnote1" of LibreOffice, "fn:1" of the web
_NOTE = re.compile(
    r"#?_?(?:user-content-)?(?P<kind>sdfootnote|sdendnote|ftnt|ftn|edn|footnote-|fn[:-]?)(?P<number>\d+)(?:sym)?"
)


def is_hidden(element: Element) -> bool:
    style = style_of(element)
    return "display:none" in style.replace(" ", "") or "mso-hide:all" in style.replace(" ", "")


def is_word_heading(element: Element) -> bool:
    return (element.get("class") or "").startswith(("MsoHeading", "MsoTitle", "MsoSubtitle"))


def comes_out_bold(element: Element, tag: str, inherited: bool) -> bool:
    weight = re.search(r"(?<![-\w])font-weight:\s*(\w+)", style_of(element))
    if weight:
        return weight[1] in {"bold", "bolder", "600", "700", "800", "900"}
    return inherited or tag in {"b", "strong"}


def comes_out_slanted(element: Element, tag: str, inherited: bool) -> bool:
    style = re.search(r"(?<![-\w])font-style:\s*(\w+)", style_of(element))
    if style:
        return style[1] in {"italic", "oblique"}
    return inherited or tag in {"i", "em", "cite", "dfn", "var"}


def span_of(cell: Element) -> int:
    typed = cell.get("colspan") or "1"
    return min(int(typed), 30) if typed.isascii() and typed.isdigit() and typed != "0" else 1


def start_of(element: Element) -> int:
    typed = element.get("start") or "1"
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def note_name(element: Element) -> str:
    """Return under which name calls find the note that an element is; "" where it is none."""
    return note_of(element.get("id") or "") if tag_of(element) in {"div", "li", "p", "aside"} else ""


def note_of(name: str) -> str:
    """Return the name that a note and its call have in common; "" where it is none of a note."""
    found = _NOTE.fullmatch(name)
    return f"{found['kind']}{found['number']}" if found else ""


def take_word_mark(element: Element) -> tuple[str, bool]:
    """Take the mark of an item ("·", "1.") out of a paragraph of Word, and return it."""
    for parent in element.iter():
        for child in list(parent):
            if "mso-list:ignore" in style_of(child).replace(" ", ""):
                mark = all_text(child)
                tail = child.tail or ""
                position = list(parent).index(child)
                parent.remove(child)
                if position:
                    before = parent[position - 1]
                    before.tail = (before.tail or "") + tail
                else:
                    parent.text = (parent.text or "") + tail
                return mark, True
    return "", False


def address_of(address: str) -> str:
    """Return where a link may point; "" where it may not, or where it only pointed inside the page it comes from."""
    address = address.strip()
    parts = _split(address)
    if parts is not None and parts.netloc in {"www.google.com", "google.com"} and parts.path == "/url":
        # Google Docs sends every link through itself
        address = next(iter(parse_qs(parts.query).get("q", [])), "")
    address = address.replace(" ", "%20").replace("(", "%28").replace(")", "%29")
    is_inside = address.startswith(("#", "/"))
    return address if not is_inside and is_safe_address(address) else ""


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None
