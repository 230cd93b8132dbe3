"""Pictures of a book as files of an EPUB; drawings carry nothing that could run or call elsewhere."""

import re
from hashlib import sha256
from xml.etree import ElementTree

from atasehir_portal import svg
from atasehir_portal.rendering.epub.xhtml import escape
from atasehir_portal.rendering.errors import RenderingFailed
from atasehir_portal.rendering.fetcher import opened
from atasehir_portal.rendering.lettering import lettered
from atasehir_portal.rendering.models import Reason

ENDINGS = {
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
}
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_LOCAL = re.compile(r"#[A-Za-z_][\w.-]*\Z")
_ELSEWHERE = re.compile(r"url\(\s*(?!['\"]?#)|[a-z][a-z0-9+.-]*:|//|expression|@import|\\", re.IGNORECASE)


class Pictures:
    """The pictures that a book uses: each content once, under a name made of its hash."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes, str]] = {}
        self._names: dict[str, str] = {}

    def name_of(self, src: str) -> str:
        """Return the name in the file of a picture of the text. Raises RenderingFailed where it may not or cannot be opened."""
        if src not in self._names:
            content, content_type = opened(src)
            if content_type == "image/svg+xml":
                content = lettered(drawing(content, src))
            elif content_type not in ENDINGS:
                raise RenderingFailed(Reason.BROKEN_CONTENT, src[:100])
            name = f"images/{sha256(content).hexdigest()[:16]}.{ENDINGS[content_type]}"
            self.files[name] = (content, content_type)
            self._names[src] = name
        return self._names[src]


def drawing(content: bytes, shown: str = "") -> bytes:
    """Return an SVG with drawing elements only: no script, no event, no style sheet, no address outside itself.

    Uploaded drawings are cleaned before they are stored; this holds whatever way one came here. Raises RenderingFailed.
    """
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 – the fetcher refuses document types with entities
    except (ElementTree.ParseError, ValueError) as error:
        raise RenderingFailed(Reason.BROKEN_CONTENT, shown[:100]) from error
    if root.tag != f"{{{_SVG}}}svg":
        raise RenderingFailed(Reason.BROKEN_CONTENT, shown[:100])
    return ('<?xml version="1.0" encoding="utf-8"?>\n' + _written(root, 0) + "\n").encode()


def _written(element: ElementTree.Element, depth: int) -> str:
    space, _brace, name = element.tag.rpartition("}") if isinstance(element.tag, str) else ("", "", "")
    if space != f"{{{_SVG}" or name not in svg.DRAWN or depth > 60:
        return ""
    attributes = f' xmlns="{_SVG}" xmlns:xlink="http://www.w3.org/1999/xlink"' if depth == 0 else ""
    for key, value in element.attrib.items():
        if key in {"href", _XLINK}:
            if _LOCAL.match(value):
                attributes += f' xlink:href="{escape(value)}"'
        elif not key.startswith("{") and not key.lower().startswith("on") and key != "style" and _is_calm(value):
            attributes += f' {key}="{escape(value)}"'
    inside = escape(element.text or "") + "".join(
        _written(child, depth + 1) + escape(child.tail or "") for child in element
    )
    return f"<{name}{attributes}>{inside}</{name}>"


def _is_calm(value: str) -> bool:
    return not _ELSEWHERE.search(value)
