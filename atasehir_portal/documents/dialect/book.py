"""Reading a whole book: its chapter files, sources, glossary and what it says about itself."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from atasehir_portal import markdown
from atasehir_portal.catalogue.models import Certainty
from atasehir_portal.documents import validation
from atasehir_portal.documents.bibliography import term_anchor
from atasehir_portal.documents.dialect.chapter import DialectError, ParsedSection, parse_chapter
from atasehir_portal.documents.models import BlockKind, Source, SourceKind, Term

SOURCE_FIELDS = (
    "key",
    "kind",
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
    "certainty",
    "note",
)
TERM_FIELDS = ("term", "english", "definition")
INDEX_FIELDS = ("term", "variants", "see", "see_also")
ABOUT, SOURCES, TERMS, INDEX = "kitap.toml", "kaynakca.toml", "sozluk.toml", "dizin.toml"
LISTS = {"sources": SOURCES, "terms": TERMS, "index": INDEX}
_CHAPTER_FILE = re.compile(r"(\d{2,3})-[a-z0-9-]+\.md\Z")
_TOML_LINE = re.compile(r"at line (\d+)")
_DEFAULTS = {"kind": SourceKind.REPORT.value, "certainty": Certainty.SOURCE.value}


@dataclass
class ParsedBook:
    """A book as it was read. ``front`` is ``kitap.toml`` as it stands; ``figures`` holds the pictures by the name
    that chapters use; ``lists`` names those of sources, terms and index that came along."""

    title: str
    language: str
    front: dict[str, Any]
    chapters: list[ParsedSection]
    sources: list[dict[str, str]] = field(default_factory=list)
    terms: list[dict[str, str]] = field(default_factory=list)
    index: list[dict[str, Any]] = field(default_factory=list)
    figures: dict[str, bytes] = field(default_factory=dict)
    lists: frozenset[str] = frozenset()

    def walk(self) -> Iterator[ParsedSection]:
        """Every section in order."""
        for chapter in self.chapters:
            yield from chapter.walk()


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the files of a book's folder by name: the ``.md`` and ``.toml`` files and ``figures/``."""
    found = [*folder.glob("*.md"), *folder.glob("*.toml"), *(p for p in folder.glob("figures/*") if p.is_file())]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(found)}


def parse_book(files: Path | Mapping[str, str | bytes]) -> ParsedBook:
    """Return the book in a folder, or in texts by file name.

    Raises DialectError with file and line: not in the dialect, an anchor used twice, a citation without source, a
    missing picture.
    """
    book = _parsed(files_of(files) if isinstance(files, Path) else files)
    for name in ("title", "language"):
        if not isinstance(book.front.get(name, "tr" if name == "language" else None), str):
            raise DialectError(ABOUT, 1, _("“%(name)s” is missing.") % {"name": name})
    _check_references(book)
    return book


def parse_loose(files: Mapping[str, str | bytes]) -> ParsedBook:
    """Return the book in texts by file name as far as it goes: ``kitap.toml`` and lists may be missing, references may lead
    nowhere, pictures may be elsewhere. Raises DialectError with file and line where a text is not in the dialect.
    """
    return _parsed({ABOUT: "", **files})


def _parsed(given: Mapping[str, str | bytes]) -> ParsedBook:
    raw = {name: content.encode() if isinstance(content, str) else content for name, content in given.items()}
    front = _toml(raw, ABOUT)
    title, language = front.get("title"), front.get("language", "tr")
    book = ParsedBook(
        title=markdown.clean_line(title) if isinstance(title, str) else "",
        language=language if isinstance(language, str) else "tr",
        front=front,
        chapters=_chapters(raw),
        sources=_rows(raw, SOURCES, "source", SOURCE_FIELDS, Source),
        terms=_rows(raw, TERMS, "term", TERM_FIELDS, Term),
        index=_index_rows(raw),
        figures={name: content for name, content in raw.items() if name.startswith("figures/")},
        lists=frozenset(name for name, file in LISTS.items() if file in raw),
    )
    _check_sources(book)
    return book


def _text(raw: Mapping[str, bytes], name: str) -> str:
    try:
        return raw[name].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DialectError(
            name, raw[name][: error.start].count(b"\n") + 1, _("The file is not written in UTF-8.")
        ) from error


def _toml(raw: Mapping[str, bytes], name: str) -> dict[str, Any]:
    if name not in raw:
        if name == ABOUT:
            raise DialectError(name, 1, _("The file is missing."))
        return {}
    try:
        return tomllib.loads(_text(raw, name))
    except tomllib.TOMLDecodeError as error:
        line = _TOML_LINE.search(str(error))
        raise DialectError(name, int(line[1]) if line else 1, str(error)) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of figures, thousands of brackets
        raise DialectError(name, 1, _("This file cannot be read as TOML.")) from error


def _tables(raw: Mapping[str, bytes], name: str, table: str) -> list[dict[str, Any]]:
    found = _toml(raw, name).get(table, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise DialectError(name, 1, _("Every entry begins with a line [[%(table)s]].") % {"table": table})
    return found


def _chapters(raw: Mapping[str, bytes]) -> list[ParsedSection]:
    chapters = []
    names = sorted(name for name in raw if name.endswith(".md") and "/" not in name)
    for name in names:
        match = _CHAPTER_FILE.match(name)
        if not match:
            raise DialectError(name, 1, _("Chapter files are named 01-short-name.md."))
        chapter = parse_chapter(_text(raw, name), file=name)
        # 00 is front matter: it comes before the first chapter and has no number
        chapter.is_numbered = chapter.is_numbered and int(match[1]) != 0
        chapters.append(chapter)
    if not chapters:
        raise DialectError("*.md", 1, _("There is no chapter."))
    return chapters


def _rows(
    raw: Mapping[str, bytes], file: str, table: str, fields: tuple[str, ...], model: type[Source] | type[Term]
) -> list[dict[str, str]]:
    rows = []
    for number, given in enumerate(_tables(raw, file, table), start=1):
        name = given.get("key") or given.get("term") or f"{table} {number}"
        unknown = set(given) - set(fields)
        if unknown:
            raise DialectError(
                file,
                _line_of(raw[file], str(name)),
                _("“%(entry)s” has unknown fields: %(fields)s") % {"entry": name, "fields": ", ".join(sorted(unknown))},
            )
        row = {}
        for column in fields:
            value = given.get(column, _DEFAULTS.get(column, ""))
            text = markdown.clean_line(value if isinstance(value, str) else str(value))
            limit = getattr(model._meta.get_field(column), "max_length", None)
            if limit is not None and len(text) > limit:
                raise DialectError(
                    file,
                    _line_of(raw[file], str(name)),
                    _("“%(field)s” of “%(entry)s” is too long.") % {"field": column, "entry": name},
                )
            row[column] = text
        rows.append(row)
    return rows


def _index_rows(raw: Mapping[str, bytes]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for number, given in enumerate(_tables(raw, INDEX, "entry"), start=1):
        term = given.get("term")
        where = _line_of(raw[INDEX], str(term)) if term else 1
        unknown = set(given) - set(INDEX_FIELDS)
        if unknown:
            raise DialectError(
                INDEX,
                where,
                _("“%(entry)s” has unknown fields: %(fields)s")
                % {"entry": term or f"entry {number}", "fields": ", ".join(sorted(unknown))},
            )
        try:
            row = validation.validate_index_entry(given)
        except ValidationError as error:
            raise DialectError(INDEX, where, f"{term or number}: {' '.join(error.messages)}") from error
        if any(row["term"] == other["term"] for other in rows):
            raise DialectError(INDEX, where, _("The entry “%(term)s” stands twice.") % {"term": row["term"]})
        rows.append(row)
    return rows


def _line_of(content: bytes, name: str) -> int:
    at = content.find(f'"{name}"'.encode())
    return content[: max(at, 0)].count(b"\n") + 1


def _check_sources(book: ParsedBook) -> None:
    seen: set[str] = set()
    for row in book.sources:
        if not markdown.CITATION.fullmatch(f"[@{row['key']}]"):
            raise DialectError(SOURCES, 1, _("“%(key)s” cannot be the key of a source.") % {"key": row["key"]})
        if row["key"] in seen:
            raise DialectError(SOURCES, 1, _("The key “%(key)s” is used twice.") % {"key": row["key"]})
        seen.add(row["key"])
        if row["kind"] not in SourceKind.values or row["certainty"] not in Certainty.values or not row["title"]:
            raise DialectError(
                SOURCES, 1, _("“%(key)s” needs a title, a known kind and a known certainty.") % {"key": row["key"]}
            )
    terms = [row["term"] for row in book.terms]
    for row in book.terms:
        if not row["term"] or not row["definition"] or terms.count(row["term"]) > 1:
            raise DialectError(
                TERMS, 1, _("Every term stands once and has a definition: “%(term)s”.") % {"term": row["term"]}
            )


def _check_references(book: ParsedBook) -> None:
    keys = {row["key"] for row in book.sources}
    anchors: dict[str, ParsedSection] = {}
    terms = {term_anchor(row["term"]) for row in book.terms}
    for section in book.walk():
        if not section.anchor:
            raise DialectError(section.file, section.line, _("The heading has no anchor: add {#anchor}."))
        if section.anchor in anchors:
            raise DialectError(
                section.file, section.line, _("The anchor “%(anchor)s” is used twice.") % {"anchor": section.anchor}
            )
        anchors[section.anchor] = section
    for section in book.walk():
        for block in section.blocks:
            name = block.data.get("anchor", "")
            if name and name in anchors:
                raise DialectError(
                    section.file, block.line, _("The anchor “%(anchor)s” is used twice.") % {"anchor": name}
                )
            if name:
                anchors[name] = section
    for section in book.walk():
        for block in section.blocks:
            texts = [block.body, *(str(block.data.get(name, "")) for name in ("caption", "source"))]
            for text in texts:
                for key in markdown.cited_keys(text):
                    if key not in keys:
                        raise DialectError(
                            section.file, block.line, _("The list of sources has no entry “%(key)s”.") % {"key": key}
                        )
                for anchor in markdown.linked_anchors(text):
                    if anchor not in anchors and anchor not in terms:
                        raise DialectError(
                            section.file, block.line, _("The link to “#%(anchor)s” leads nowhere.") % {"anchor": anchor}
                        )
            if block.kind == BlockKind.FIGURE and block.data.get("src", "") not in {"", *book.figures}:
                raise DialectError(
                    section.file, block.line, _("The picture “%(name)s” is missing.") % {"name": block.data["src"]}
                )
