"""The lists of a document: sources, glossary, index. What they have in common, so that one page serves all three."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atasehir_portal import markdown, turkish
from atasehir_portal.documents import validation
from atasehir_portal.documents.bibliography import term_anchor
from atasehir_portal.documents.models import EntryList, IndexEntry, Source, SourceKind, Term
from atasehir_portal.documents.queries import INDEX_COLUMNS, SOURCE_COLUMNS, TERM_COLUMNS

Row = Mapping[str, Any]
NO_KEY = _("A key has letters a–z, figures, hyphens and underscores, at most 60.")
NO_NAME = _("This is in the list already.")
NO_TITLE = _("Write the title.")
NO_WORD = _("Write the word.")
NO_DEFINITION = _("Say what it means.")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}\Z")


@dataclass(frozen=True, slots=True)
class Listing:
    """One of the lists: its model and columns, the column by which the text speaks of an entry, its address, its name.

    ``judge(data)`` returns the columns as they are stored or raises ValidationError by field; ``rename(old, new)`` gives
    the function that changes a text which speaks of an entry by its old name.
    """

    name: EntryList
    slug: str
    title: str | Promise
    model: type[models.Model]
    columns: tuple[str, ...]
    name_column: str
    judge: Callable[[Row], dict[str, Any]]
    rename: Callable[[str, str], Callable[[str], str]]

    def row(self, entry: Any) -> dict[str, Any]:
        """Return an entry's columns as plain data."""
        return {column: getattr(entry, column) for column in self.columns}


def _text(model: type[models.Model], data: Row, columns: Sequence[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return columns of text as they are stored, and errors by field."""
    clean, errors = {}, {}
    for column in columns:
        value = data.get(column, "")
        field = model._meta.get_field(column)
        clean[column] = markdown.clean_line(value if isinstance(value, str) else str(value))
        limit = getattr(field, "max_length", None)
        if limit is not None and len(clean[column]) > limit:
            errors[column] = ValidationError(validation.TOO_LONG_LINE, params={"limit": limit})
        elif getattr(field, "choices", None) and clean[column] not in dict(field.flatchoices):  # type: ignore[union-attr]
            errors[column] = ValidationError(_("Choose one of the kinds."))
    return clean, errors


def judge_source(data: Row) -> dict[str, Any]:
    """Return a source as it is stored. Raises ValidationError by field."""
    clean, errors = _text(Source, data, SOURCE_COLUMNS)
    if not _KEY.match(clean["key"]):
        errors["key"] = ValidationError(NO_KEY)
    if not clean["title"]:
        errors["title"] = ValidationError(NO_TITLE)
    if clean["url"] and not (
        clean["url"].startswith(("http://", "https://")) and markdown.is_safe_address(clean["url"])
    ):
        errors["url"] = ValidationError(_("Write the whole address, beginning with https://."))
    if errors:
        raise ValidationError(errors)
    return clean


def judge_term(data: Row) -> dict[str, Any]:
    """Return a term as it is stored. Raises ValidationError by field."""
    clean, errors = _text(Term, data, TERM_COLUMNS)
    for column, message in (("term", NO_WORD), ("definition", NO_DEFINITION)):
        if not clean[column]:
            errors[column] = ValidationError(message)
    if errors:
        raise ValidationError(errors)
    return clean


def _rename_source(old: str, new: str) -> Callable[[str], str]:
    pattern = re.compile(rf"\[@{re.escape(old)}(?=[\],])")
    return lambda text: pattern.sub(f"[@{new}", text)


def _rename_term(old: str, new: str) -> Callable[[str], str]:
    pattern = re.compile(rf"\]\(#{re.escape(term_anchor(old))}(?=[)\s])")
    return lambda text: pattern.sub(f"](#{term_anchor(new)}", text)


def _rename_nothing(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text


LISTINGS: tuple[Listing, ...] = (
    Listing(EntryList.SOURCES, "kaynakca", _("Sources"), Source, SOURCE_COLUMNS, "key", judge_source, _rename_source),
    Listing(EntryList.TERMS, "sozluk", _("Glossary"), Term, TERM_COLUMNS, "term", judge_term, _rename_term),
    Listing(
        EntryList.INDEX,
        "dizin",
        _("Index"),
        IndexEntry,
        INDEX_COLUMNS,
        "term",
        validation.validate_index_entry,
        _rename_nothing,
    ),
)


def by_slug(slug: str) -> Listing:
    """Return a list by the word in its address. Raises LookupError."""
    found = next((listing for listing in LISTINGS if listing.slug == slug), None)
    if found is None:
        raise LookupError(slug)
    return found


def by_name(name: str) -> Listing:
    """Return a list by its name in the record. Raises LookupError."""
    found = next((listing for listing in LISTINGS if listing.name == name), None)
    if found is None:
        raise LookupError(name)
    return found


# --- help with sources ------------------------------------------------------------------------------------------------

_LAWS = frozenset({SourceKind.LAW.value, SourceKind.REGULATION.value})
_SMALL_WORDS = frozenset({"ve", "ile", "the", "of", "and", "on", "for", "bir", "turkiye", "t"})


def proposed_key(data: Row, taken: Iterable[str]) -> str:
    """Return a key for a source that has none: "k5393-13" for an article of a law, "agac-2020" for a work."""
    number = re.match(r"\d{2,5}", str(data.get("number", "")))
    article = re.match(r"\d{1,4}", str(data.get("article", "")))
    words = re.findall(r"[a-z0-9]+", turkish.fold(str(data.get("author") or data.get("title") or "")))
    if data.get("kind") in _LAWS and number:
        base = f"k{number[0]}" + (f"-{article[0]}" if article else "")
    else:
        name = next((word for word in words if word not in _SMALL_WORDS and len(word) > 1), "kaynak")
        year = re.search(r"\d{4}", str(data.get("year", "")))
        base = name[:30] + (f"-{year[0]}" if year else "")
    existing, key, count = set(taken), base, 1
    while key in existing:
        count += 1
        key = f"{base}-{count}"
    return key


def likeness(row: Row) -> set[tuple[str, ...]]:
    """Return by what a source is recognised as the same as another: law and article, address, title with year."""
    found: set[tuple[str, ...]] = set()
    plain = re.sub(r"\W+", " ", turkish.fold(str(row["title"]))).strip()
    article = re.sub(r"\W+", " ", turkish.fold(str(row["article"]))).strip()
    number = re.match(r"\d+", str(row["number"]))
    if row["kind"] in _LAWS and number:
        return {("law", number[0], article)}
    if plain:
        found.add(("title", plain, str(row["year"]), article, str(row["number"])))
    address = re.sub(r"^https?://(?:www\.)?", "", str(row["url"])).rstrip("/").lower()
    if address:
        found.add(("url", address, article))
    return found


def doubles(rows: Sequence[Row]) -> dict[str, list[str]]:
    """Return for the key of each source the keys of those that may be the same."""
    by_likeness: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        for mark in likeness(row):
            by_likeness.setdefault(mark, []).append(row["key"])
    found: dict[str, list[str]] = {}
    for keys in by_likeness.values():
        for key in keys:
            others = [other for other in keys if other != key and other not in found.get(key, [])]
            if others:
                found.setdefault(key, []).extend(others)
    return found
