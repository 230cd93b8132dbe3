"""What a text of a document can cite and refer to, each with what is written in the text for it."""

import html
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from atasehir_portal.documents.models import BlockKind
from atasehir_portal.documents.nodes import ListedPart, Reading


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to cite or refer to: how it is called, what is written for it, how deep it stands in its list."""

    words: str
    writing: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Group:
    """Choices of one kind under their heading."""

    heading: str
    choices: list[Choice]


def _plain(rendered: str) -> str:
    return " ".join(html.unescape(strip_tags(rendered)).split())


def sources_of(reading: Reading) -> list[Group]:
    """Return the sources, as the printed list orders them."""
    choices = [Choice(_plain(source.html), f"[@{source.key}]") for source in reading.sources]
    return [Group(_("Sources"), choices)] if choices else []


def targets_of(reading: Reading) -> list[Group]:
    """Return sections, figures, tables, named boxes and terms."""
    boxes = [block for block in reading.all_blocks() if block.kind == BlockKind.BOX and block.name]
    groups = [
        Group(
            _("Sections"),
            [Choice(section.heading, f"[](#{section.anchor})", section.level) for section in reading.walk()],
        ),
        Group(_("Figures"), _listed(reading.listed_figures)),
        Group(_("Tables"), _listed(reading.listed_tables)),
        Group(_("Boxes"), [Choice(str(block.data.get("title", "")), f"[](#{block.name})") for block in boxes]),
        Group(_("Terms"), [Choice(term.term, f"[{term.term}](#{term.anchor})") for term in reading.terms]),
    ]
    return [group for group in groups if group.choices]


def _listed(parts: Iterable[ListedPart]) -> list[Choice]:
    return [Choice(f"{part.number} {part.words}".strip(), f"[](#{part.anchor})") for part in parts]
