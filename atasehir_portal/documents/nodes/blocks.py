"""A block as it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from atasehir_portal import charts, markdown
from atasehir_portal.documents import kinds, validation
from atasehir_portal.documents.boxes import without_caution
from atasehir_portal.documents.models import BlockKind, BoxKind

if TYPE_CHECKING:
    from atasehir_portal.documents.nodes.sections import SectionNode


@dataclass(eq=False)
class BlockNode:
    """A block as it is read. ``number`` counts figures and tables within the chapter ("3.1"), "" for others;
    ``ordinal`` counts all blocks of the chapter.

    ``extra`` is what the document's room gives its template beside text and data; ``can_edit`` and ``conflicts`` are
    set for the workspace, ``suggestions`` (how many there are) where a round's text is read.
    """

    uid: UUID
    revision: int
    kind: str
    body: str
    data: Mapping[str, Any]
    section: "SectionNode" = field(repr=False)
    number: str = ""
    ordinal: int = 0
    extra: Any = None
    can_edit: bool = False
    conflicts: int = 0
    suggestions: int = 0
    # what was said in rounds on earlier texts and has its home here (``carried.Here``)
    carried: Any = None

    @property
    def template(self) -> str:
        """The template that shows the block."""
        try:
            return kinds.get(self.section.reading.kind).block_kinds[self.kind].template
        except LookupError:
            # a frozen text may hold a kind that its room has given up since: its words are still shown
            return "documents/kinds/text.html"

    @property
    def label(self) -> str:
        """What kind of block it is, in words."""
        try:
            return str(kinds.get(self.section.reading.kind).block_kinds[self.kind].label)
        except LookupError:
            return self.kind

    @property
    def anchor(self) -> str:
        """The block's id on a page."""
        return block_anchor(self.uid)

    @property
    def name(self) -> str:
        """The anchor that its author gave a figure, a table or a box; "" where there is none."""
        return str(self.data.get("anchor", ""))

    @property
    def target_id(self) -> str:
        """The id under which a reference finds it; "" where the block stands outside its page (histories)."""
        return self.name if self.section.reading.linked else ""

    @property
    def reference(self) -> str:
        """What a reference calls it, in the document's language: "Şekil 3.1", "Çizelge 2.1", a box by its title."""
        language = self.section.reading.language
        title = self.data.get("title") or self.data.get("caption") or ""
        words = markdown.plain(title).strip().rstrip(".") if isinstance(title, str) else ""
        with translation.override(language):
            if self.number and self.kind == BlockKind.FIGURE:
                return gettext("Figure %(number)s") % {"number": self.number}
            if self.number and self.kind == BlockKind.TABLE:
                return gettext("Table %(number)s") % {"number": self.number}
            if self.kind == BlockKind.BOX:
                return gettext("the box “%(title)s”") % {"title": words}
            return f"“{words}”" if words else self.section.reference

    @cached_property
    def _references(self) -> markdown.WebReferences:
        return self.section.reading.web_references(self)

    @property
    def html(self) -> SafeString:
        """The body as HTML for the web, with the terms of the glossary that are used here first in the chapter."""
        if not self.section.reading.glossary_address:
            return self.bare_html
        return self.section.chapter.marked_html.get(self.uid, self.bare_html)

    @cached_property
    def bare_html(self) -> SafeString:
        """The body as HTML. A table has none (see ``table``); a legal box comes without its closing sentence, which
        its template adds to every one.
        """
        if self.kind == BlockKind.TABLE:
            return SafeString("")
        body = without_caution(self.body) if self.data.get("box_kind") == BoxKind.LEGAL else self.body
        return markdown.render(body, references=self._references)

    @cached_property
    def caption(self) -> SafeString:
        return self._inline("caption")

    @cached_property
    def source(self) -> SafeString:
        return self._inline("source")

    @cached_property
    def table(self) -> "TableNode | None":
        """Header and rows of a pipe table as HTML; None where the body is none."""
        parsed = markdown.pipe_table(self.body)
        if parsed is None:
            return None
        figures = frozenset(self.data.get("number_columns") or [])
        return TableNode(
            [Cell(self._cell(cell), number in figures) for number, cell in enumerate(parsed.header, start=1)],
            [
                [Cell(self._cell(cell), number in figures) for number, cell in enumerate(row, start=1)]
                for row in parsed.rows
            ],
        )

    @cached_property
    def figure_url(self) -> str:
        """Where a browser gets the picture of a figure."""
        src = self.data.get("src", "")
        return self.section.reading.figure_address(src) if src else ""

    @property
    def closer_url(self) -> str:
        """Where the picture of a figure is seen closely: its own page, or the picture alone where it has none."""
        page = self.section.reading.figure_page
        return page(self) if page is not None and self.figure_url else self.figure_url

    @cached_property
    def chart(self) -> charts.Chart | None:
        """The chart that a figure draws; None where it shows a picture, or where its data cannot be read."""
        if not self.data.get("chart"):
            return None
        try:
            return validation.chart_of(self.data["chart"])
        except ValidationError:
            return None

    @property
    def drawings(self) -> list[SafeString]:
        """The chart as SVG, wide and narrow: a page shows the one that fits."""
        if self.chart is None:
            return []
        label, language = str(self.data.get("alt", "")), self.section.reading.language
        return [charts.svg(self.chart, width=w, label=label, language=language) for w in (charts.WIDE, charts.NARROW)]

    @property
    def values(self) -> list[list[str]]:
        """The chart's table as a reader reads it: headings, then a line for each row."""
        if self.chart is None:
            return []
        language, unit, table = self.section.reading.language, self.chart.unit, self.chart.table
        rows = [
            [row.name, *("–" if v is None else charts.shown(v, unit=unit, language=language) for v in row.values)]
            for row in table.rows
        ]
        return [[table.corner, *table.columns], *rows]

    @property
    def alternative(self) -> str:
        """What a figure says to people who do not see it: its finding, and the values where it is a chart."""
        words = str(self.data.get("alt", ""))
        return f"{words} {self.chart.in_words(self.section.reading.language)}" if self.chart else words

    @property
    def notes(self) -> Sequence[markdown.Note]:
        """The notes of the block, in order."""
        # what holds notes is rendered first; each part once
        _ = (self.caption, self.table if self.kind == BlockKind.TABLE else self.html, self.source)
        return self._references.notes

    def _inline(self, name: str) -> SafeString:
        text = self.data.get(name, "")
        return (
            markdown.render_inline(text, references=self._references)
            if isinstance(text, str) and text
            else SafeString("")
        )

    def _cell(self, text: str) -> SafeString:
        return markdown.render_inline(text, references=self._references)

    @property
    def texts(self) -> list[str]:
        """Every Markdown text of the block, in reading order."""
        return [
            text
            for text in (self.data.get("caption"), self.body, self.data.get("source"))
            if isinstance(text, str) and text
        ]

    @property
    def plain(self) -> str:
        """The block's words."""
        return "\n\n".join(
            filter(
                None,
                (
                    markdown.plain(text, names=self.section.reading.words_of)
                    for text in (str(self.data.get("title", "")), *self.texts)
                ),
            )
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; ``is_figure`` puts it to the right."""

    html: SafeString
    is_figure: bool


@dataclass(frozen=True, slots=True)
class TableNode:
    """A table as it is read; the first column names the rows."""

    header: list[Cell]
    rows: list[list[Cell]]


def block_anchor(uid: UUID) -> str:
    """Return the id of a block on a page: short, and stable as long as the block lives."""
    return f"b-{uid.hex[:12]}"
