"""The parts that a chapter's HTML is made of, in the vocabulary of the print style.

Arguments named ``html``, ``body``, ``caption``, ``source`` and cells hold sanitised HTML; the others are plain text and are escaped here.
"""

from base64 import b64encode
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

# From this number of rows on a table may break over pages.
LONG_TABLE = 10

BOX_KINDS = ("definition", "good_practice", "checklist", "exercise", "legal", "warning")


def box(
    kind: str,
    *,
    title: str,
    body: str,
    label_note: str = "",
    facts: Sequence[tuple[str, str]] = (),
    anchor: str = "",
    language: str = "tr",
) -> SafeString:
    """Return a box of one of ``BOX_KINDS``; ``label_note`` stands small under its label (an article, a number; place and
    year of a practice), ``anchor`` is where references lead.

    ``facts`` are the fields of a practice card, or the lines of a legal box (last amendment, date seen); a legal box says by
    itself that it is no legal advice. Raises ValueError for a kind that does not exist.
    """
    if kind not in BOX_KINDS:
        raise ValueError(f"there is no box of the kind {kind!r}")
    return _part(
        "box",
        {"kind": kind, "title": title, "body": body, "label_note": label_note, "facts": facts, "anchor": anchor},
        language,
    )


def figure(
    *, anchor: str, src: str, alt: str, caption: str, source: str = "", wide: bool = True, language: str = "tr"
) -> SafeString:
    """Return a figure. ``src`` is ``media:pictures/…`` or a drawing from ``embedded``; ``alt`` says the finding and is required.

    Raises ValueError where ``alt`` is empty.
    """
    if not alt.strip():
        raise ValueError("a figure needs a description for people who cannot see it")
    return _part(
        "figure",
        {"anchor": anchor, "src": src, "alt": alt, "caption": caption, "source": source, "wide": wide},
        language,
    )


def table(
    *,
    anchor: str,
    caption: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    source: str = "",
    number_columns: Collection[int] = (),
    wide: bool | None = None,
    language: str = "tr",
) -> SafeString:
    """Return a table whose first column names its rows. ``number_columns`` counts from 1; from four columns on it takes the full width."""
    is_wide = len(head) >= 4 if wide is None else wide
    context = {
        "anchor": anchor,
        "caption": caption,
        "source": source,
        "classes": " ".join(name for name, given in (("wide", is_wide), ("long", len(rows) >= LONG_TABLE)) if given),
        "head": [(cell, number in number_columns) for number, cell in enumerate(head, start=1)],
        "rows": [[(cell, number in number_columns) for number, cell in enumerate(row, start=1)] for row in rows],
    }
    return _part("table", context, language)


def quotation(*, html: str, source: str = "", language: str = "tr") -> SafeString:
    """Return a quotation of one or more paragraphs with its source."""
    return _part("quotation", {"html": html, "source": source}, language)


def note(html: str) -> SafeString:
    """Return a note for the foot of the page; put it directly after the word it belongs to, without a space."""
    return mark_safe(f'<span class="note">{html}</span>')  # noqa: S308 - sanitised by the caller, as the module says


def page_of(anchor: str) -> SafeString:
    """Return the page number of an anchor as a link ("s. 42" is written by the text around it)."""
    return _part("page_of", {"anchor": anchor}, "tr")


def embedded(drawing: bytes) -> str:
    """Return an SVG drawing as an address that carries it, so that it is frozen with the text (up to 1.5 MB)."""
    return f"data:image/svg+xml;base64,{b64encode(drawing).decode()}"


def _part(name: str, context: Mapping[str, Any], language: str) -> SafeString:
    with translation.override(language):
        return render_to_string(f"rendering/print/{name}.html", dict(context))
