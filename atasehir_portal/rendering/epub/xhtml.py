"""A tree as XHTML: only what stands on the lists leaves, everything is escaped, the same tree gives the same bytes."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from atasehir_portal.rendering import tree

TAGS = frozenset(
    [
        "section",
        "article",
        "header",
        "aside",
        "nav",
        "div",
        "p",
        "span",
        "a",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "strong",
        "em",
        "b",
        "i",
        "br",
        "hr",
        "sup",
        "sub",
        "code",
        "pre",
        "blockquote",
        "figure",
        "figcaption",
        "img",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "abbr",
        "dfn",
        "cite",
        "q",
        "small",
    ]
)
ATTRIBUTES = frozenset(
    [
        "id",
        "class",
        "href",
        "src",
        "alt",
        "start",
        "value",
        "scope",
        "colspan",
        "rowspan",
        "role",
        "aria-label",
        "hidden",
        "epub:type",
        "lang",
    ]
)
_PICTURE = re.compile(r"images/[a-z0-9]+\.[a-z]+\Z")
_PLACE = re.compile(r"(?:[a-z0-9-]+\.xhtml)?(?:#[^\s#]+)?\Z")
_VOID = frozenset({"br", "hr", "img"})
# Signs that an XML file cannot hold at all.
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{language}" xml:lang="{language}">
<head>
<meta charset="utf-8"/>
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="style.css"/>
</head>
<body{attributes}>
{content}
</body>
</html>
"""


def escape(text: str) -> str:
    """Return text as it stands between tags and in attributes."""
    text = _IMPOSSIBLE.sub("", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def page(*, title: str, language: str, content: str, kind: str = "") -> str:
    """Return a complete file; ``kind`` is its place in the book in EPUB's vocabulary."""
    attributes = f' epub:type="{escape(kind)}"' if kind else ""
    return PAGE.format(language=escape(language), title=escape(title), attributes=attributes, content=content)


def written(element: Element) -> str:
    """Return an element with all below it. What is not on the lists is left out or gives way to what it holds."""
    if not isinstance(element.tag, str) or element.tag in tree.DROPPED:
        return ""
    inside = content_of(element)
    if element.tag not in TAGS:
        return inside
    attributes = "".join(_attributes(element))
    if element.tag in _VOID:
        return f"<{element.tag}{attributes}/>"
    return f"<{element.tag}{attributes}>{inside}</{element.tag}>"


def content_of(element: Element) -> str:
    """Return what stands in an element."""
    parts = [escape(element.text or "")]
    for child in element:
        parts.append(written(child))
        parts.append(escape(child.tail or ""))
    return "".join(parts)


def _attributes(element: Element) -> Iterable[str]:
    for name in sorted(element.attrib):
        value = element.attrib[name]
        if name not in ATTRIBUTES or (name == "href" and not leads_somewhere_safe(value)):
            continue
        if name == "src" and not _PICTURE.match(value):
            continue
        yield f' {name}="{escape(value)}"'
        if name == "lang":
            yield f' xml:lang="{escape(value)}"'


def leads_somewhere_safe(address: str) -> bool:
    """Return whether a link may stand in the file: to a place in it, to a web address, to a mailbox."""
    try:
        scheme = urlsplit(address).scheme
    except ValueError:
        return False
    return scheme in {"http", "https", "mailto"} or bool(_PLACE.match(address))
