"""Terms of the glossary in the text: where a chapter first uses one, the reader can see there what it means.

A link to the glossary, which a script (``js/portal/terms.js``) turns into a way to see the meaning in place; without script, or where
the browser knows no popovers, it leads to the glossary. Headings, links, notes and code are left alone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from atasehir_portal.documents.bibliography import TermEntry
from atasehir_portal.prose.inflection import Finder

_TAG = re.compile(r"(<[^>]*>)")
_INSIDE = re.compile(r"\(([^)]*)\)")
_NAME = re.compile(r"</?([a-z][a-z0-9]*)")
_LEFT_ALONE = frozenset({"a", "button", "code", "pre", "sup", "h2", "h3", "h4", "h5", "h6", "th"})


@dataclass(frozen=True, slots=True)
class SoughtTerm:
    """A term with what finds it in a text."""

    entry: TermEntry
    finder: Finder


def sought(entries: Iterable[TermEntry]) -> list[SoughtTerm]:
    """Return the terms of a glossary as they are looked for: longer ones first, so that "hak sahibi" is not "hak"."""
    ordered = sorted(entries, key=lambda entry: (-len(entry.term), entry.term))
    return [SoughtTerm(entry, Finder(words_of(entry.term))) for entry in ordered]


def words_of(term: str) -> list[str]:
    """Return the words by which a term is found: "kök (yapısal) neden" as "kök neden" too, "tüzük (Yerel Diyalog Tüzüğü)" by
    either name."""
    inside = [words for words in _INSIDE.findall(term) if " " in words]
    return list(dict.fromkeys([term, " ".join(_INSIDE.sub(" ", term).split()), *inside]))


def marked(html: SafeString, terms: list[SoughtTerm], glossary: str) -> tuple[SafeString, list[SoughtTerm]]:
    """Return sanitised HTML with the first use of each term marked, and the terms that were not in it."""
    pieces = _TAG.split(html)
    left: list[SoughtTerm] = []
    for term in terms:
        if not _mark(pieces, term, glossary):
            left.append(term)
    return mark_safe("".join(pieces)), left  # noqa: S308 – sanitised before, and every piece added is escaped


def _mark(pieces: list[str], term: SoughtTerm, glossary: str) -> bool:
    depth = 0
    for number, piece in enumerate(pieces):
        if number % 2:  # a tag, or what was marked before
            name = _NAME.match(piece) if piece.count("<") == 1 else None
            if name and name[1] in _LEFT_ALONE:
                depth += -1 if piece.startswith("</") else 1
        elif not depth and piece.strip() and (span := term.finder.first(piece)):
            begin, end = span
            # the parts stay text, tag, text, … so that further terms find their way
            pieces[number : number + 1] = [piece[:begin], _shown(piece[begin:end], term.entry, glossary), piece[end:]]
            return True
    return False


def _shown(words: str, entry: TermEntry, glossary: str) -> str:
    return format_html(
        '<a class="term" href="{glossary}#{anchor}" data-term="{id}">{words}</a>'
        '<span class="term-pop" id="{id}" popover role="note" aria-label="{label}"><b>{term}</b> '
        '{definition} <a href="{glossary}#{anchor}">{more}</a></span>',
        id=f"{entry.anchor}-burada",
        words=mark_safe(words),  # noqa: S308 – a piece of sanitised HTML without a tag
        label=entry.term,
        term=f"{entry.term}:",
        definition=entry.definition,
        glossary=glossary,
        anchor=entry.anchor,
        more=gettext("See it in the glossary"),
    )
