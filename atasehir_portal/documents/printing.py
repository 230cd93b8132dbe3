"""Documents on paper: chapters, sources and glossary in the vocabulary of the print style (``rendering.parts``,
``rendering.book``)."""

import re
from collections.abc import Sequence
from functools import partial

from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from atasehir_portal import charts, markdown
from atasehir_portal.documents import kinds
from atasehir_portal.documents.bibliography import GROUPS
from atasehir_portal.documents.boxes import WHERE, Field, fields, without_caution, without_facts
from atasehir_portal.documents.models import BlockKind, BoxKind
from atasehir_portal.documents.nodes import BlockNode, Reading, SectionNode
from atasehir_portal.documents.validation import TEXT_KINDS
from atasehir_portal.rendering import parts
from atasehir_portal.rendering.book import (
    BibliographyEntry,
    BibliographyGroup,
    Chapter,
    FrontSection,
    GlossaryTerm,
    IndexEntry,
    IndexPlace,
)

WRITING_LINES = mark_safe('<div class="write"></div>')


def print_html(section: SectionNode, *, without: Sequence[BlockNode] = ()) -> SafeString:
    """Return what stands in a section and below it, without its own heading and aim (the opening page has them), and
    without the blocks that are printed elsewhere.

    Raises LookupError for a block of a kind that nobody knows how to print.
    """
    html = [_block(block) for block in section.blocks if block not in without]
    for below in section.sections:
        level = min(below.level, 4)
        html.append(format_html('<h{} id="{}">{}</h{}>\n', level, below.anchor, below.title, level))
        if below.aim:
            html.append(format_html('<p class="aim">{}</p>\n', below.aim))
        if below.is_planned and section.chapter.has_text and not below.sections:
            with translation.override(section.reading.language):
                html.append(format_html("<p>{}</p>\n", gettext("The text of this section is still being written.")))
        html.append(print_html(below))
    return _joined(html)


def print_block(block: BlockNode) -> SafeString:
    """Return one block. Raises LookupError for a kind that nobody knows how to print."""
    return _block(block)


def front_sections(reading: Reading, *, only: str = "") -> list[FrontSection]:
    """Return the unnumbered chapters before the first numbered one; with ``only`` none but the one with this anchor."""
    return [
        FrontSection(anchor=c.anchor, title=c.title, html=print_html(c))
        for c in reading.front
        if only in {"", c.anchor}
    ]


def chapters(reading: Reading, *, only: str = "") -> list[Chapter]:
    """Return the numbered chapters; on an opening page stand the chapter's aim and its points: the list that the chapter
    begins with (what its readers will be able to do), which is not printed twice, or the titles of its sections.

    A chapter of which only the outline exists is marked as planned: its aims stand under its headings, not on the
    opening page. With ``only`` none but the one with this anchor is written out.
    """
    return [_chapter(chapter) for chapter in reading.chapters if chapter.path and only in {"", chapter.anchor}]


def _chapter(chapter: SectionNode) -> Chapter:
    goals = _goals(chapter)
    if goals:
        points = [markdown.plain(item).lstrip("–- ").strip() for item in markdown.items(goals[1].body)]
    else:
        points = [] if chapter.is_planned else [section.title for section in chapter.sections]
    return Chapter(
        number=chapter.path[0],
        anchor=chapter.anchor,
        title=chapter.title,
        aim=chapter.aim,
        html=print_html(chapter, without=goals),
        points=points,
        points_label=markdown.plain(goals[0].body).strip().rstrip(":") if goals else "",
        points_anchor=goals[1].anchor if goals and goals[1].anchor in chapter.reading.index_anchors else "",
        is_planned=chapter.is_planned,
    )


def _goals(chapter: SectionNode) -> Sequence[BlockNode]:
    """Return the sentence and the list that a chapter begins with; nothing where it begins otherwise, or where
    they hold a note or a citation."""
    goals = list(chapter.blocks)[:2]
    if [block.kind for block in goals] != [BlockKind.PARAGRAPH, BlockKind.LIST] or chapter.is_planned:
        return ()
    if not goals[0].body.rstrip().endswith(":") or any("^[" in block.body or "[@" in block.body for block in goals):
        return ()
    return () if goals[0].anchor in chapter.reading.index_anchors else goals


def back_sections(reading: Reading) -> list[FrontSection]:
    """Return the unnumbered chapters after the first numbered one (annexes)."""
    front = reading.front
    return [
        FrontSection(anchor=c.anchor, title=c.title, html=print_html(c))
        for c in reading.chapters
        if not c.path and c not in front
    ]


def bibliography(reading: Reading) -> list[BibliographyGroup]:
    """Return the list of sources in its groups, each source with the number that citations show."""
    with translation.override(reading.language):
        groups = [
            BibliographyGroup(
                title=str(label),
                entries=[
                    BibliographyEntry(anchor=source.anchor, html=format_html("[{}] {}", source.number, source.html))
                    for source in reading.sources
                    if source.group == name
                ],
            )
            for name, label, _kinds in GROUPS
        ]
    return [group for group in groups if group.entries]


def glossary(reading: Reading) -> list[GlossaryTerm]:
    """Return the glossary."""
    return [
        GlossaryTerm(
            term=term.term,
            foreign=term.english,
            definition=markdown.plain(term.definition),
            anchor=term.anchor,
        )
        for term in reading.terms
    ]


def index(reading: Reading) -> list[IndexEntry]:
    """Return the index with the places of each word; the numbers of their pages are found when the book is laid out."""
    return [
        IndexEntry(
            term=entry.term,
            places=[
                IndexPlace(place.anchor, place.section.number or place.section.title, place.is_main)
                for place in entry.places
            ],
            see=entry.see,
            see_also=entry.see_also,
        )
        for entry in reading.index
    ]


def _joined(html: Sequence[str]) -> SafeString:
    return mark_safe("".join(html))  # noqa: S308 – every piece is safe by itself


def _block(block: BlockNode) -> SafeString:
    """Return one block, with an id where the index leads to it."""
    html = _content(block)
    anchor = block.name or block.anchor
    if anchor not in block.section.reading.index_anchors or f' id="{anchor}"' in html:
        return html
    return mark_safe(_FIRST_TAG.sub(rf'<\1 id="{anchor}"', html, count=1))  # noqa: S308 – safe before and after


_FIRST_TAG = re.compile(r"<([a-z][a-z0-9]*)(?=[ >])")


def _content(block: BlockNode) -> SafeString:
    reading = block.section.reading
    own = _own_way(reading, block)
    if own is not None:
        return own
    references = reading.print_references()
    render = partial(markdown.render, references=references)
    inline = partial(markdown.render_inline, references=references)
    data, language = block.data, reading.language
    if block.kind in TEXT_KINDS:
        return render(block.body)
    if block.kind == BlockKind.BOX:
        kind, body, named = data["box_kind"], block.body, list[Field]()
        if kind == BoxKind.LEGAL:
            # the print style says by itself that a legal box is no legal advice
            body, named = without_facts(without_caution(body))
        elif kind == BoxKind.GOOD_PRACTICE and (named := fields(body)):
            body = ""
        where = [field for field in named if field.is_one_of(WHERE)]
        return parts.box(
            kind,
            title=data["title"],
            body=format_html("{}{}", render(body), WRITING_LINES if kind == BoxKind.EXERCISE else ""),
            label_note=inline(" ".join(field.text for field in where)),
            facts=[(field.name, inline(field.text)) for field in named if field not in where],
            anchor=block.name,
            language=language,
        )
    if block.kind == BlockKind.FIGURE:
        return parts.figure(
            anchor=block.name or block.anchor,
            src=_picture(block),
            alt=block.alternative,
            caption=inline(data["caption"]),
            source=inline(data["source"]),
            language=language,
        )
    table = markdown.pipe_table(block.body)
    if block.kind == BlockKind.TABLE and table is not None:
        return parts.table(
            anchor=block.name or block.anchor,
            caption=inline(data["caption"]),
            head=[inline(cell) for cell in table.header],
            rows=[[inline(cell) for cell in row] for row in table.rows],
            source=inline(data["source"]),
            number_columns=data["number_columns"],
            language=language,
        )
    raise LookupError(f"nobody knows how to print blocks of the kind {block.kind!r}")


def _picture(block: BlockNode) -> str:
    """Return the address of a figure's picture; a chart is drawn into the text, so that it is frozen with it."""
    if block.chart is None:
        return f"media:{block.data.get('src', '')}"
    return parts.embedded(charts.svg(block.chart, language=block.section.reading.language).encode())


def _own_way(reading: Reading, block: BlockNode) -> SafeString | None:
    """Return what the block's own room makes of it; None where the engine prints it."""
    try:
        block_type = kinds.get(reading.kind).block_kinds[block.kind]
    except (LookupError, KeyError):
        return None
    return block_type.print_html(block, reading.language) if block_type.print_html else None
