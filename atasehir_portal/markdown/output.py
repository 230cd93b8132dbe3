"""Markdown to safe HTML."""

from typing import Any

from django.utils.safestring import SafeString

from atasehir_portal.markdown.parsing import MD
from atasehir_portal.markdown.references import InlineReferences, References
from atasehir_portal.markdown.sanitising import sanitised
from atasehir_portal.markdown.typed import clean, clean_line


def _environment(references: References | None, level_offset: int = 0) -> dict[str, Any]:
    return {"how": references or InlineReferences(), "level_offset": level_offset}


def render(text: str, *, level_offset: int = 0, references: References | None = None) -> SafeString:
    """Return Markdown as safe HTML blocks. ``#`` becomes h2 (the page owns h1), ``level_offset`` pushes headings
    further down."""
    return sanitised(MD.render(clean(text), _environment(references, level_offset)))


def render_inline(text: str, *, references: References | None = None) -> SafeString:
    """Return one line of Markdown (a caption, a table cell) as safe HTML without a paragraph around it."""
    return sanitised(MD.renderInline(clean_line(text), _environment(references)))
