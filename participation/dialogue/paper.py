"""An adopted version as a printed document: the decision, a table of the rules, the text, the sources. Made from the frozen text."""

from collections.abc import Iterator, Sequence

from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from atasehir_portal import markdown
from atasehir_portal.catalogue.queries import municipality
from atasehir_portal.documents import printing
from atasehir_portal.documents.nodes import BlockNode, Reading, SectionNode
from atasehir_portal.documents.queries import read_version
from atasehir_portal.documents.reporting.paper import printable
from atasehir_portal.rendering import parts
from atasehir_portal.rendering.book import Paper, paper_html
from participation.dialogue import rules
from participation.dialogue.models import CharterVersion


def html_of(version: CharterVersion) -> str:
    """Return the complete document, in the language of the text. The version need not be saved yet."""
    reading = read_version(version.version, figure_address=lambda src: f"media:{src}")
    with translation.override(reading.language):
        pieces = [
            *_about(version, reading),
            *(_chapter(chapter) for chapter in reading.chapters),
            *_sources(reading),
        ]
        paper = Paper(
            title=reading.title,
            issuer=municipality().name,
            lines=_lines(version),
            html=_joined(pieces),
            language=reading.language,
        )
    return printable(paper_html(paper))


def _lines(version: CharterVersion) -> list[str]:
    lines = [
        gettext("Version %(number)s, in force from %(day)s")
        % {"number": version.number, "day": date_format(version.effective_on, "j F Y")},
        gettext("Adopted by decision %(number)s of the municipal council of %(day)s")
        % {"number": version.decision_number, "day": date_format(version.decision_on, "j F Y")},
        version.note,
    ]
    if version.is_example:
        lines.append(gettext("Example data: invented, about nobody real."))
    return lines


def _about(version: CharterVersion, reading: Reading) -> Iterator[SafeString]:
    yield format_html("<h2>{}</h2>", gettext("The rules at a glance"))
    yield SafeString(
        parts.table(
            anchor="kurallar",
            caption=conditional_escape(gettext("What was agreed, in figures and days")),
            head=[conditional_escape(gettext("Rule")), conditional_escape(gettext("What holds"))],
            rows=[
                [
                    conditional_escape(str(rule.label)),
                    conditional_escape(rules.said(rule.key, getattr(version, rule.key))),
                ]
                for rule in rules.RULES
            ],
            number_columns=(),
            language=reading.language,
        )
    )
    digest = gettext("Hash of the version (SHA-256):")
    yield format_html('<p>{} <span class="digest">{}</span></p>', digest, version.digest)


def _chapter(chapter: SectionNode) -> SafeString:
    aim = format_html('<p class="aim">{}</p>\n', chapter.aim) if chapter.aim else ""
    return format_html('<h2 id="{}">{}</h2>\n{}{}', chapter.anchor, chapter.heading, aim, printing.print_html(chapter))


def print_rule(node: BlockNode, language: str) -> SafeString:
    """Print a rule: what it is called and what it says, then its words."""
    with translation.override(language):
        said = "; ".join(f"{label}: {words}" for label, words in rules.facts(node.data))
    text = markdown.render(node.body, references=node.section.reading.print_references()) if node.body else ""
    return format_html("<p><strong>{}</strong></p>{}", said, mark_safe(text))  # noqa: S308 – sanitised by markdown


def _sources(reading: Reading) -> Iterator[SafeString]:
    groups = printing.bibliography(reading)
    if not groups:
        return
    yield format_html("<h2>{}</h2>", gettext("Sources"))
    for group in groups:
        yield format_html("<h3>{}</h3>", group.title)
        yield _joined([format_html('<p id="{}">{}</p>', entry.anchor, entry.html) for entry in group.entries])


def _joined(html: Sequence[str]) -> SafeString:
    return mark_safe("".join(html))  # noqa: S308 – every piece is safe by itself
