"""Reading a part's data in templates, also of an earlier state, a preview or a merge."""

from typing import Any

from django import template

from programming.assessing import elements
from programming.assessing.elements import Level

register = template.Library()


@register.filter
def level_words(level: Any) -> str:
    """Return how deep a cause lies, in words."""
    return elements.label_of(Level, level)


@register.filter
def part_facts(node: Any) -> list[tuple[str, str]]:
    """Return what the data of a part says, in words."""
    return elements.facts(node.kind, node.data)


@register.filter
def explains(node: Any) -> str:
    """Return what a cause explains: the sentence of the cause above it, in the same text; "" at the top."""
    parent = str(node.data.get("parent") or "")
    found = (
        next((each for each in node.section.reading.all_blocks() if str(each.uid) == parent), None) if parent else None
    )
    return str(found.data.get("title", "")) if found is not None else ""
