"""HTML from a clipboard as a tree: in order, as browsers put it, without what is not text."""

import re
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

import nh3

SPACES = re.compile(r"[ \t\r\n\f]+")
_DEEPEST_SOURCE = 1000
_VOID = frozenset(
    {"br", "hr", "img", "meta", "link", "input", "col", "wbr", "area", "base", "embed", "source", "track"}
)
_LEFT_OUT = {
    *(
        "script",
        "style",
        "title",
        "template",
        "noscript",
        "iframe",
        "object",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
    ),
    *("select", "textarea", "button", "map", "xml"),
}
BLOCKS = frozenset(
    [
        *("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "address", "center", "pre"),
        *("dl", "dt", "dd", "figure", "figcaption", "fieldset", "details", "summary", "hr", "blockquote"),
        *("ul", "ol", "li", "table", "h1", "h2", "h3", "h4", "h5", "h6"),
    ]
)
_INLINE = frozenset(
    ["a", "b", "strong", "i", "em", "cite", "dfn", "var", "sup", "sub", "span", "u", "font", "br", "img"]
)
_TABLE = frozenset(["thead", "tbody", "tfoot", "tr", "td", "th"])
_KEPT = {*BLOCKS, *_INLINE, *_TABLE}


class _Builder(HTMLParser):
    """Makes a tree of HTML that nh3 has put in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tree = TreeBuilder()
        self.tree.start("body", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tree.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self.tree.end(tag)

    def handle_endtag(self, tag: str) -> None:
        self.tree.end(tag)

    def handle_data(self, data: str) -> None:
        self.tree.data(data)


def tree_of(html: str) -> Element:
    """Return HTML as a tree: elements as a browser would nest them, without what is not text.

    What no program writes, thousands of elements inside each other, is read as text: putting it in order takes too long.
    """
    html = html.replace("\x00", "")
    if _depth(html) > _DEEPEST_SOURCE:
        html = re.sub(r"<[^<>]{0,10000}>", " ", html)
    builder = _Builder()
    builder.feed(
        nh3.clean(
            html,
            tags=_KEPT,
            clean_content_tags=_LEFT_OUT,
            attributes={
                "*": {"style", "class", "id", "aria-level", "data-aria-level"},
                "a": {"href"},
                "ol": {"start"},
                "td": {"colspan"},
                "th": {"colspan"},
            },
            link_rel=None,
        )
    )
    builder.close()
    builder.tree.end("body")
    return builder.tree.close()


def _depth(html: str) -> int:
    """Return how deep elements stand inside each other at most, as far as the tags tell."""
    depth = deepest = 0
    for tag in re.finditer(r"<(/?)([a-zA-Z][^\s/>]*)", html):
        if tag[2].lower() not in _VOID:
            depth += -1 if tag[1] else 1
            deepest = max(deepest, depth)
    return deepest


def tag_of(element: Element) -> str:
    return element.tag


def style_of(element: Element) -> str:
    return (element.get("style") or "").lower()


def all_text(element: Element) -> str:
    return SPACES.sub(" ", "".join(element.itertext())).strip()


def holders_of(root: Element, tags: frozenset[str]) -> set[Element]:
    """Return the elements that hold one with such a tag, however deep. Looks at every element once."""
    holders: set[Element] = set()
    for element in reversed(list(root.iter())):  # from the inside out: what stands in an element comes before it
        if any(tag_of(child) in tags or child in holders for child in element):
            holders.add(element)
    return holders
