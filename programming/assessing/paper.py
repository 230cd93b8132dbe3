"""An adopted version as a printed document: chapters with their text, the tree as a drawing and as a list, tables of everything else.

What is printed is made from the frozen text and never from the draft, so the same version gives the same paper.
"""

from collections.abc import Iterator, Sequence

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from atasehir_portal import markdown
from atasehir_portal.catalogue.queries import municipality
from atasehir_portal.documents import printing
from atasehir_portal.documents.nodes import BlockNode, Reading, SectionNode
from atasehir_portal.documents.queries import read_version
from atasehir_portal.documents.reporting.paper import printable
from atasehir_portal.rendering import parts
from atasehir_portal.rendering.book import Paper, paper_html
from programming.assessing import analysis, drawing, evidence, tables
from programming.assessing.elements import Kind
from programming.assessing.models import Adoption, CauseFile
from programming.needs import queries as needs
from programming.needs.models import Visibility


def html_of(adoption: Adoption, files: Sequence[CauseFile] | None = None) -> str:
    """Return the complete document, in the language of the text. With its ``files`` the adoption need not be saved yet."""
    reading = read_version(adoption.version, figure_address=lambda src: f"media:{src}")
    with translation.override(reading.language):
        read = analysis.of(reading, files=_files(adoption, files))
        paper = Paper(
            title=reading.title,
            issuer=municipality().name,
            lines=_lines(adoption),
            html=_joined(
                [*_about(adoption), *(_chapter(chapter, read) for chapter in reading.chapters), *_sources(reading)]
            ),
            language=reading.language,
        )
    return printable(paper_html(paper))


def _files(adoption: Adoption, files: Sequence[CauseFile] | None) -> analysis.Files:
    """On paper stands what everybody read of the files on the day of the adoption."""
    given = evidence.as_adopted(adoption) if files is None else files
    return evidence.shown(AnonymousUser(), adoption.assessment, given)


def _lines(adoption: Adoption) -> list[str]:
    assessment = adoption.assessment
    day = date_format(timezone.localdate(adoption.adopted_at), "j F Y")
    lines = [
        gettext("Assessment of a rights problem, version %(number)s, adopted on %(day)s")
        % {"number": adoption.number, "day": day},
        gettext("Right: %(right)s") % {"right": assessment.right.name},
        gettext("For whom: %(groups)s") % {"groups": ", ".join(each.name for each in assessment.groups.all())},
        adoption.note,
    ]
    if assessment.is_example:
        lines.append(gettext("Example data: invented, about nobody real."))
    return lines


def _about(adoption: Adoption) -> Iterator[SafeString]:
    """The neighbourhoods, the public needs that were gathered, the digest of the text."""
    assessment = adoption.assessment
    places = [each.name for each in assessment.neighbourhoods.all()]
    if places:
        yield format_html("<p>{}</p>", gettext("Neighbourhoods: %(places)s") % {"places": ", ".join(places)})
    found = assessment.gathered.filter(
        removed_at=None, need__visibility=Visibility.PUBLIC, need__state__in=needs.LISTED
    ).order_by("need__submitted_at", "need_id")
    said = list(found.values_list("need__reference", flat=True))
    if said:
        words = ngettext(
            "It gathers %(count)s need that everybody can read: %(references)s",
            "It gathers %(count)s needs that everybody can read: %(references)s",
            len(said),
        )
        yield format_html("<p>{}</p>", words % {"count": len(said), "references": ", ".join(said)})
    digest = gettext("Hash of the version (SHA-256):")
    yield format_html('<p>{} <span class="digest">{}</span></p>', digest, adoption.version.digest)


def _chapter(chapter: SectionNode, read: analysis.Analysis) -> SafeString:
    """A chapter: its text, and the parts in it as tables in the place of the blocks."""
    typed = {node.uid: node for node in chapter.all_blocks() if node.kind in Kind.values}
    html = [format_html('<h2 id="{}">{}</h2>\n', chapter.anchor, chapter.heading)]
    if chapter.aim:
        html.append(format_html('<p class="aim">{}</p>\n', chapter.aim))
    html.append(printing.print_html(chapter, without=[node for node in chapter.blocks if node.uid in typed]))
    kinds = {kind for kind, anchor in tables.places(chapter.reading).items() if anchor == chapter.anchor}
    if Kind.CAUSE in kinds:
        html += _tree(chapter, read)
    for kind, table in tables.all_of(read).items():
        if kind in kinds and table.rows:
            html.append(
                parts.table(
                    anchor=f"{chapter.anchor}-{kind}",
                    caption=conditional_escape(table.caption),
                    head=[conditional_escape(cell) for cell in table.head],
                    rows=[[_cell(cell) for cell in row] for row in table.rows],
                    number_columns=table.number_columns,
                    language=chapter.reading.language,
                )
            )
    if Kind.SCORE in kinds:
        html.append(_calculation(read))
    if len(html) == 1:
        html.append(format_html("<p>{}</p>", gettext("Nothing is written here.")))
    return _joined(html)


def _tree(chapter: SectionNode, read: analysis.Analysis) -> Iterator[SafeString]:
    words = gettext("The tree of causes.")
    yield parts.figure(
        anchor=f"{chapter.anchor}-agac",
        src=parts.embedded(drawing.svg(read.causes, label=words).encode()),
        alt=f"{words} {drawing.in_words(read.causes)}",
        caption=gettext("The tree of causes, from what people meet to the root causes"),
        language=chapter.reading.language,
    )
    yield format_html("<h3>{}</h3>\n{}", gettext("The causes as a list"), _listed(read.causes))


def _listed(causes: Sequence[analysis.Cause]) -> SafeString:
    rows = []
    for cause in causes:
        text = markdown.render(cause.node.body, references=cause.node.section.reading.print_references())
        source = gettext("Source: %(source)s") % {"source": cause.source} if cause.source else ""
        rows.append(
            format_html(
                "<li><p><strong>{} {}</strong> ({})</p>{}{}{}{}</li>",
                cause.number,
                cause.title,
                cause.level_label,
                text,
                format_html("<p>{}</p>", source) if source else "",
                _joined([format_html("<p>{}</p>", words) for words in map(_file, cause.files)]),
                _listed(cause.children) if cause.children else "",
            )
        )
    return format_html("<ul>{}</ul>", _joined(rows))


def _file(file: evidence.Shown) -> str:
    if not file.can_open:
        return gettext("Evidence file, not public")
    return gettext("Evidence file (%(kind)s): %(shows)s") % {"kind": file.kind, "shows": file.shows}


def _calculation(read: analysis.Analysis) -> SafeString:
    return format_html("<p>{}</p>", tables.calculation_in_words(read.calculation))


def _cell(cell: "tables.Cell") -> str:
    if isinstance(cell, BlockNode):
        return markdown.render(cell.body, references=cell.section.reading.print_references())
    return conditional_escape(cell)


def _sources(reading: Reading) -> Iterator[SafeString]:
    groups = printing.bibliography(reading)
    if not groups:
        return
    yield format_html("<h2>{}</h2>", gettext("Sources"))
    for group in groups:
        yield format_html("<h3>{}</h3>", group.title)
        rows = [format_html('<p id="{}">{}</p>', entry.anchor, entry.html) for entry in group.entries]
        yield _joined(rows)


def _joined(html: Sequence[str]) -> SafeString:
    return mark_safe("".join(html))  # noqa: S308 – every piece is safe by itself
