"""HTML from a clipboard to Markdown: what Word, LibreOffice, Google Docs and web pages put there.

nh3 puts it in order, as browsers do, and leaves out scripts, styles and comments. Nothing of the HTML survives: what comes
out is text in the portal's Markdown, which becomes HTML again only at the one choke point.
"""

from dataclasses import dataclass, field

from atasehir_portal.markdown.pasted.reading import Reader
from atasehir_portal.markdown.pasted.tree import tree_of
from atasehir_portal.markdown.typed import clean


@dataclass(slots=True)
class Pasted:
    """What was in the clipboard: running text, tables (each a pipe table), and how much could not come along."""

    markdown: str = ""
    tables: list[str] = field(default_factory=list)
    headings: int = 0
    pictures: int = 0


def from_html(html: str) -> Pasted:
    """Return HTML as Markdown. Whatever is given, this answers; what it does not know it reads as text."""
    reader = Reader(tree_of(html))
    return Pasted(
        markdown=clean("\n\n".join(reader.finished())),
        tables=reader.tables,
        headings=reader.headings,
        pictures=reader.pictures,
    )
