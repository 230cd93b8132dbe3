"""The list of sources: numbered, grouped and written out; and the glossary.

Works on plain rows (the columns of ``Source`` and ``Term``), so that a frozen version's list is made the same way as
the draft's.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atasehir_portal import markdown
from atasehir_portal.documents.models import SourceKind
from atasehir_portal.turkish import fold, lower

# groups in the order in which they are printed
GROUPS: tuple[tuple[str, Promise, frozenset[str]], ...] = (
    ("law", _("Legislation"), frozenset({SourceKind.LAW.value, SourceKind.REGULATION.value})),
    ("treaty", _("International documents"), frozenset({SourceKind.TREATY.value})),
    (
        "other",
        _("Books, reports, web pages"),
        frozenset({SourceKind.BOOK.value, SourceKind.REPORT.value, SourceKind.WEB.value}),
    ),
)
TERM_ANCHOR = "terim-"
_ALPHABET = {letter: index for index, letter in enumerate("abcçdefgğhıijklmnoöpqrsştuüvwxyz", start=100)}
# The caveat as a whole sentence or clause at the end of a field; within a sentence it says what is to be verified, and stays.
_UNVERIFIED = re.compile(r"(?:^|[;.])\s*(?:resm[iî]|özgün) metin(?:le|den) doğrulanacaktır\.?\s*$", re.IGNORECASE)


def sort_key(text: str) -> list[int]:
    """Return a key that sorts as Turkish does; figures and signs before letters."""
    return [_ALPHABET.get(letter, min(ord(letter), 99) if ord(letter) < 128 else ord(letter)) for letter in lower(text)]


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source with its number. ``html`` is the whole entry; ``group`` one of ``GROUPS``."""

    number: int
    key: str
    group: str
    html: SafeString

    @property
    def anchor(self) -> str:
        """Where citations lead."""
        return f"kaynak-{self.key}"


@dataclass(frozen=True, slots=True)
class TermEntry:
    """An entry of the glossary."""

    term: str
    english: str
    definition: SafeString

    @property
    def anchor(self) -> str:
        """Where references to the term lead."""
        return term_anchor(self.term)

    @classmethod
    def sorted_from(cls, rows: Iterable[Mapping[str, Any]]) -> list[Self]:
        """Return the glossary sorted as Turkish sorts."""
        ordered = sorted(rows, key=lambda row: sort_key(row["term"]))
        return [cls(row["term"], row.get("english", ""), markdown.render_inline(row["definition"])) for row in ordered]


def term_anchor(term: str) -> str:
    """Return the anchor of a term in the glossary: "hak sahibi" is found under "terim-hak-sahibi"."""
    return TERM_ANCHOR + (re.sub(r"[^a-z0-9]+", "-", fold(term)).strip("-") or "x")


def numbered(rows: Sequence[Mapping[str, Any]], language: str) -> list[SourceEntry]:
    """Return the sources in the order of the printed list, numbered through, written in the document's language."""
    group_of = {kind: index for index, (_name, _label, kinds) in enumerate(GROUPS) for kind in kinds}
    ordered = sorted(rows, key=lambda row: (group_of[row["kind"]], *_order(row)))
    with translation.override(language):
        return [
            SourceEntry(number, row["key"], GROUPS[group_of[row["kind"]]][0], entry_html(row))
            for number, row in enumerate(ordered, start=1)
        ]


def _order(row: Mapping[str, Any]) -> tuple[Any, ...]:
    if row["kind"] in GROUPS[0][2]:
        # laws by their number, their articles in order; what has no number comes after, by title
        law = _first_number(row.get("number", ""))
        return (law is None, law or 0, sort_key(row["title"]), _first_number(row.get("article", "")) or 0, row["key"])
    return (False, 0, sort_key(row.get("author") or row["title"]), 0, row.get("year", ""), row["key"])


def _first_number(text: str) -> int | None:
    match = re.match(r"\D{0,4}(\d{1,9})", text)
    return int(match[1]) if match else None


def entry_html(row: Mapping[str, Any]) -> SafeString:
    """Return a source written out in the current language: law with number, article, gazette, last amendment and date
    seen.

    A source that is to be verified says so once, instead of in every field.
    """
    value = {
        name: str(row.get(name, "") or "").strip()
        for name in (
            "author",
            "title",
            "year",
            "publisher",
            "number",
            "article",
            "gazette",
            "last_amendment",
            "seen_on",
            "url",
            "note",
        )
    }
    to_verify = row.get("certainty") == "to_verify"
    if to_verify:
        for name in ("last_amendment", "seen_on", "note"):
            value[name] = _UNVERIFIED.sub("", value[name]).strip()
    group = next(name for name, _label, kinds in GROUPS if row["kind"] in kinds)
    is_law = group == "law"
    first = _law(value) if is_law else _work(value)
    sentences: list[SafeString | str] = [first]
    if is_law and value["last_amendment"]:
        sentences.append(gettext("Last known amendment: %(what)s") % {"what": value["last_amendment"]})
    if value["seen_on"]:
        sentences.append(gettext("Seen: %(when)s") % {"when": value["seen_on"]})
    if value["note"]:
        sentences.append(value["note"])
    if to_verify:
        sentences.append(
            gettext("To be verified against the original text")
            if group == "other"
            else gettext("To be verified against the official text")
        )
    elif row.get("certainty") == "secondary":
        sentences.append(gettext("Secondary source"))
    parts: list[SafeString] = [_sentence(sentence) for sentence in sentences]
    if value["url"] and markdown.is_safe_address(value["url"]):
        # without "https://", after which print would break the line
        shown = value["url"].removeprefix("https://")
        parts.append(format_html('<a href="{}" rel="noopener nofollow">{}</a>', value["url"], shown))
    return format_html_join(" ", "{}", ((part,) for part in parts))


def _sentence(text: SafeString | str) -> SafeString:
    escaped = conditional_escape(text)
    return escaped if escaped.endswith((".", "!", "?", "…", ".</i>")) else format_html("{}.", escaped)


def _law(value: Mapping[str, str]) -> SafeString:
    title = value["title"]
    if value["number"].isdigit() and value["number"] not in title:
        title = gettext("Law %(number)s: %(title)s") % {"number": value["number"], "title": title}
    elif value["number"] and value["number"] not in title:
        title = f"{title}, {value['number']}"
    if value["year"] and not value["gazette"]:
        title = f"{title} ({value['year']})"
    parts = [f"{value['author']}, {title}" if value["author"] else title]
    if value["article"]:
        parts.append(
            gettext("art. %(article)s") % {"article": value["article"]}
            if value["article"][:1].isdigit()
            else value["article"]
        )
    if value["gazette"]:
        parts.append(gettext("Official Gazette %(gazette)s") % {"gazette": value["gazette"]})
    return format_html("{}", ", ".join(parts))


def _work(value: Mapping[str, str]) -> SafeString:
    head = ""
    if value["author"]:
        head = f"{value['author']} ({value['year']}). " if value["year"] else f"{value['author']}. "
    tail = "".join(f", {value[name]}" for name in ("number", "article", "publisher") if value[name])
    if not value["author"] and value["year"]:
        tail += f", {value['year']}"
    return format_html("{}<i>{}</i>{}", head, value["title"], tail)
