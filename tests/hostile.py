"""What attacks web pages: a published collection, and what must hold of every file that carries any of it."""

import re
from functools import cache
from xml.etree.ElementTree import Element

from brs_kb.payloads import FULL_PAYLOAD_DATABASE

# what runs, loads or posts something, in HTML and in SVG
_LIVE = frozenset(
    [
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "applet",
        "base",
        "form",
        "input",
        "button",
        "select",
        "textarea",
        "link",
        "meta",
        "frame",
        "frameset",
        "portal",
        "video",
        "audio",
        "source",
        "track",
        "template",
        "foreignobject",
        "animate",
        "set",
        "handler",
        "listener",
        "math",
    ]
)
_SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:|[\w-]+\.xhtml(?:#|$)|#|images/|fonts/)", re.IGNORECASE)


@cache
def payloads() -> tuple[str, ...]:
    """Return every attack of the collection once."""
    return tuple(dict.fromkeys(str(entry.payload) for entry in FULL_PAYLOAD_DATABASE.values()))


def live_parts(root: Element) -> list[str]:
    """Return what in a tree could run, load or post something; the head of a page is left to its own tests."""
    found = []
    for element in root.iter():
        name = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else "comment"
        if name in _LIVE:
            found.append(f"<{name}>")
        for key, value in element.attrib.items():
            attribute = key.rpartition("}")[2].lower()
            if attribute.startswith("on") or attribute in {
                "style",
                "srcdoc",
                "formaction",
                "action",
                "ping",
                "background",
            }:
                found.append(f"{name} {attribute}")
            elif attribute in {"href", "src"} and not _SAFE_ADDRESS.match(value):
                found.append(f"{name} {attribute}={value[:60]}")
    return found
