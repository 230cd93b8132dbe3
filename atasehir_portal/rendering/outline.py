"""Reading the outline of a chapter from its HTML: sections, figures and tables for the contents and the lists.

What is listed is read from the text that is printed, so that list, text and numbers cannot differ.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list: the number within the chapter (figures and tables; 0 for sections), its text and its anchor."""

    number: int
    text: str
    anchor: str


@dataclass(slots=True)
class Outline:
    """What one chapter holds. Parts without an anchor are counted, as the stylesheet counts them, but not listed."""

    sections: list[Entry] = field(default_factory=list)
    figures: list[Entry] = field(default_factory=list)
    tables: list[Entry] = field(default_factory=list)


def read(html: str) -> Outline:
    """Return the outline of one chapter's HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.outline


class _Reader(HTMLParser):
    _TITLES = {"h2": "sections", "figcaption": "figures", "caption": "tables"}
    _LEFT_OUT = {"note", "source"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.outline = Outline()
        self._figures = self._tables = 0
        self._anchor = ""
        self._kind = ""
        self._words: list[str] = []
        # depth of the element inside the title whose words are not part of it; 0 where there is none
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if self._skipping:
            self._skipping += 1
        elif self._kind and self._LEFT_OUT & set((attributes.get("class") or "").split()):
            self._skipping = 1
        if tag == "figure":
            self._figures += 1
            self._anchor = attributes.get("id") or ""
        elif tag == "table":
            self._tables += 1
            self._anchor = attributes.get("id") or ""
        elif tag == "h2":
            self._anchor = attributes.get("id") or ""
        if tag in self._TITLES:
            self._kind, self._words = tag, []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Nothing that closes itself holds words."""

    def handle_data(self, data: str) -> None:
        if self._kind and not self._skipping:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif tag == self._kind:
            number = {"h2": 0, "figcaption": self._figures, "caption": self._tables}[tag]
            text = " ".join("".join(self._words).split())
            if self._anchor and text:
                getattr(self.outline, self._TITLES[tag]).append(Entry(number, text, self._anchor))
            self._kind = self._anchor = ""
