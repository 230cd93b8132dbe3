"""What must be mended before a text is approved: references that lead nowhere, what is missing, what is empty.

Everything named here is something that a reader would stumble over. A section without text is none where it says that
only its plan exists so far (``Section.is_outline``); readers are told so too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from atasehir_portal import markdown
from atasehir_portal.documents import figures, validation
from atasehir_portal.documents.bibliography import TERM_ANCHOR
from atasehir_portal.documents.models import BlockKind
from atasehir_portal.documents.nodes import BlockNode, Reading, SectionNode
from atasehir_portal.rendering import letters

NO_TEXT = gettext_lazy("There is no text in it.")
NO_ALTERNATIVE = gettext_lazy("The figure has no description for people who cannot see it.")
NO_CAPTION = gettext_lazy("The caption is missing.")
NO_SOURCE = gettext_lazy("It does not say where the figure is from.")
NO_TITLE = gettext_lazy("The box has no title.")
NO_PICTURE = gettext_lazy("The picture of this figure is not in the file store.")
NO_TABLE = gettext_lazy("This is no table that can be read.")
NO_ROWS = gettext_lazy("The table has headings but no row.")
NO_HEADER = gettext_lazy("A column of the table has no heading.")
NO_ROW_NAME = gettext_lazy("A row of the table has no name in its first column.")
EMPTY_SECTION = gettext_lazy(
    "Nothing stands under this heading. Write a text, take it out, or mark it as a plan whose text is still to come."
)

MOST_SIGNS = 10  # so many are named


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a reader would stumble over: where (anchor of the section, uid of the block) and what.

    ``entry`` names the entry of a list that it is about, ``listing`` the list (its word in addresses); it stands in no
    section then.
    """

    anchor: str
    block: UUID | None
    message: str | Promise
    entry: str = ""
    listing: str = "dizin"


def problems(reading: Reading) -> list[Problem]:
    """Return what is wrong with a text before it is approved or frozen, in reading order, the lists last."""
    anchors = _anchors_used_twice(reading)
    found: list[Problem] = []
    for section in reading.walk():
        found += [Problem(section.anchor, None, message) for message in _of_section(section)]
        for block in section.blocks:
            messages = [*_of_references(block), *_of_content(block), *_of_letters(_strings(block.body, block.data))]
            if block.name and block.name in anchors:
                messages.append(_("The anchor “%(anchor)s” is used twice.") % {"anchor": block.name})
            found += [Problem(section.anchor, block.uid, message) for message in messages]
    return [*found, *_of_index(reading), *_of_entries(reading)]


def _of_section(section: SectionNode) -> Iterator[str | Promise]:
    if not section.blocks and not section.sections and not section.is_planned:
        yield EMPTY_SECTION
    yield from _of_letters([section.title, section.aim])


def _of_letters(texts: Iterable[str]) -> Iterator[str]:
    """What the printed fonts lack becomes a box on paper, or a letter of another font."""
    signs = letters.missing("".join(texts))
    if signs:
        words = ngettext(
            "The printed books have no letter for %(signs)s. Write it in another way.",
            "The printed books have no letters for %(signs)s. Write them in another way.",
            len(signs),
        )
        more = ", …" if len(signs) > MOST_SIGNS else ""
        yield words % {"signs": letters.named(signs[:MOST_SIGNS]) + more}


def _strings(*values: Any) -> Iterator[str]:
    """Every text in plain data, but for the names of files."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from _strings(*(each for name, each in value.items() if name != "src"))
        elif isinstance(value, list | tuple):
            yield from _strings(*value)


def _of_entries(reading: Reading) -> Iterator[Problem]:
    """Letters in the lists: of terms, sources and the index."""
    lists = (
        ("kaynakca", "key", reading.source_rows),
        ("sozluk", "term", reading.term_rows),
        ("dizin", "term", reading.index_rows),
    )
    for listing, name, rows in lists:
        for row in rows:
            for message in _of_letters(_strings(dict(row))):
                yield Problem("", None, message, entry=str(row[name]), listing=listing)


def _of_references(block: BlockNode) -> Iterator[str]:
    reading = block.section.reading
    for text in block.texts:
        for key in markdown.cited_keys(text):
            if key not in reading.source_numbers:
                yield _("The source “%(key)s” is not in the list of sources.") % {"key": key}
        for anchor in markdown.linked_anchors(text):
            if reading.target(f"#{anchor}") is None:
                yield (
                    _("The term “%(anchor)s” is not in the glossary.")
                    if anchor.startswith(TERM_ANCHOR)
                    else _("The link to “#%(anchor)s” leads nowhere.")
                ) % {"anchor": anchor}
        for address in markdown.linked_books(text):
            if reading.target(address) is None:
                yield _("The link to “%(address)s” leads to no book of the series, or to no place in it.") % {
                    "address": address
                }


def _of_content(block: BlockNode) -> Iterator[str | Promise]:
    data = block.data
    if block.kind in validation.TEXT_KINDS or block.kind == BlockKind.BOX:
        if not block.body.strip():
            yield NO_TEXT
        if block.kind == BlockKind.BOX and not _line(data.get("title")):
            yield NO_TITLE
    elif block.kind == BlockKind.TABLE:
        yield from _of_table(block)
    elif block.kind == BlockKind.FIGURE:
        yield from _of_figure(block)


def _of_table(block: BlockNode) -> Iterator[str | Promise]:
    if not _line(block.data.get("caption")):
        yield NO_CAPTION
    table = markdown.pipe_table(block.body)
    if table is None:
        yield NO_TABLE
        return
    if not table.rows:
        yield NO_ROWS
    # the cell at the top left may be empty: it heads the names of the rows
    if any(not cell.strip() for cell in table.header[1:]):
        yield NO_HEADER
    if any(row and not row[0].strip() for row in table.rows):
        yield NO_ROW_NAME


def _of_figure(block: BlockNode) -> Iterator[str | Promise]:
    data = block.data
    if data.get("chart"):
        try:
            validation.chart_of(data["chart"])
        except ValidationError as error:
            yield " ".join(error.messages)
    elif not _exists(str(data.get("src", ""))):
        yield NO_PICTURE
    for name, message in (("alt", NO_ALTERNATIVE), ("caption", NO_CAPTION), ("source", NO_SOURCE)):
        if not _line(data.get(name)):
            yield message


def _of_index(reading: Reading) -> Iterator[Problem]:
    terms = {str(row["term"]) for row in reading.index_rows}
    for row in reading.index_rows:
        for name in filter(None, (row["see"], *row["see_also"])):
            if name not in terms:
                message = _("“%(term)s” leads to “%(other)s”, which is not in the index.") % {
                    "term": row["term"],
                    "other": name,
                }
                yield Problem("", None, message, entry=row["term"])


def _anchors_used_twice(reading: Reading) -> set[str]:
    names = [section.anchor for section in reading.walk()] + [b.name for b in reading.all_blocks() if b.name]
    return {name for name, count in Counter(names).items() if count > 1}


def _line(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _exists(src: str) -> bool:
    return figures.is_name(src) and default_storage.exists(src)
