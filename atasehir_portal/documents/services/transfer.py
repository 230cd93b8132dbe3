"""Documents from and to their Markdown form (``dialect``)."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from atasehir_portal.accounts.models import User
from atasehir_portal.catalogue.models import Municipality
from atasehir_portal.documents import figures, kinds, queries
from atasehir_portal.documents.dialect import (
    DialectError,
    ParsedBlock,
    ParsedBook,
    ParsedSection,
    parse_book,
    picture_files,
    written_book,
)
from atasehir_portal.documents.models import (
    Block,
    BlockKind,
    BlockRevision,
    Document,
    Section,
    SectionRevision,
    Version,
)
from atasehir_portal.documents.nodes import Reading
from atasehir_portal.documents.services import entries
from atasehir_portal.documents.services.common import short_reason, tell, voice
from atasehir_portal.documents.services.sections import create_document


@dataclass(frozen=True, slots=True)
class Imported:
    """The new document, and what the book says about itself (``kitap.toml`` as it stands)."""

    document: Document
    front: dict[str, Any]


def import_markdown(
    *,
    kind: str,
    folder_or_texts: Path | Mapping[str, str | bytes],
    by: User | None,
    media_folder: str,
    reason: str = "",
    is_example: bool = False,
) -> Imported:
    """Make a document of a book in its Markdown form. Pictures go to ``pictures/<media_folder>/`` in the file store.

    Raises DialectError with file and line where the text does not follow the dialect; nothing is stored then.
    """
    book = parse_book(folder_or_texts)
    known = set(kinds.get(kind).block_kinds)
    for section in book.walk():
        for block in section.blocks:
            if block.kind not in known:
                raise DialectError(section.file, block.line, f"{kind}: {block.kind}")
    sources_of_figures = _stored_figures(book, media_folder)
    with transaction.atomic():
        document = create_document(kind=kind, title=book.title, by=by, language=book.language, is_example=is_example)
        _write(document, book, sources_of_figures, by=by, reason=reason)
    return Imported(document, book.front)


def _stored_figures(book: ParsedBook, media_folder: str) -> dict[str, str]:
    used = {block.data["src"] for section in book.walk() for block in section.blocks if block.data.get("src")}
    stored = {}
    for name in sorted(used):
        try:
            stored[name] = figures.store(media_folder, name, book.figures[name])
        except ValidationError as error:
            raise DialectError(name, 1, " ".join(error.messages)) from error
    return stored


def _write(
    document: Document, book: ParsedBook, figure_names: Mapping[str, str], *, by: User | None, reason: str
) -> None:
    """Write sections level by level and blocks at once: a fixed number of statements whatever the size."""
    entries.add_all(document, sources=book.sources, terms=book.terms, index=book.index, by=by, reason=reason)
    speaker = {**voice(by, None), "reason": short_reason(reason), "created_at": timezone.now(), "number": 1}
    level: Sequence[tuple[Section | None, Sequence[ParsedSection]]] = [(None, book.chapters)]
    blocks: list[Block] = []
    while level:
        pairs = [
            (
                parsed,
                Section(
                    document=document,
                    parent=parent,
                    position=position,
                    title=parsed.title,
                    aim=parsed.aim,
                    anchor=parsed.anchor,
                    is_numbered=parsed.is_numbered,
                    is_outline=parsed.is_outline,
                ),
            )
            for parent, siblings in level
            for position, parsed in enumerate(siblings)
        ]
        Section.objects.bulk_create(section for _parsed, section in pairs)
        SectionRevision.objects.bulk_create(
            SectionRevision(section=s, title=s.title, aim=s.aim, **speaker) for _parsed, s in pairs
        )
        for parsed, section in pairs:
            blocks += [
                _block(document, section, position, given, figure_names) for position, given in enumerate(parsed.blocks)
            ]
        level = [(section, parsed.sections) for parsed, section in pairs if parsed.sections]
    Block.objects.bulk_create(blocks)
    BlockRevision.objects.bulk_create(
        BlockRevision(block=b, kind=b.kind, body=b.body, data=b.data, **speaker) for b in blocks
    )
    for block in blocks:
        tell(block)


def _block(
    document: Document, section: Section, position: int, given: ParsedBlock, figure_names: Mapping[str, str]
) -> Block:
    data = dict(given.data)
    if given.kind == BlockKind.FIGURE and "src" in data:
        data["src"] = figure_names[data["src"]]
    else:
        data = kinds.block_type(document, given.kind).validate(data)
    return Block(document=document, section=section, position=position, kind=given.kind, body=given.body, data=data)


def _reading(given: Document | Version | Reading) -> Reading:
    if isinstance(given, Document):
        return queries.read(given)
    return queries.read_version(given, figure_address=lambda src: src) if isinstance(given, Version) else given


def export_markdown(given: Document | Version | Reading, about: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Return a document or a frozen version in its Markdown form, as texts by file name; reading them again gives the
    same document.

    ``kitap.toml`` holds title and language, and ``about``: what the document's room knows of it (of a working text it is asked).
    """
    if about is None and isinstance(given, Document):
        kind = kinds.get(given.kind)
        about = kind.about(given) if kind.about else {}
    return written_book(_reading(given), about or {})[0]


def export_figures(given: Document | Version | Reading) -> dict[str, bytes]:
    """Return the pictures that belong to ``export_markdown``, by file name. Raises FileNotFoundError where one is
    missing."""
    return {name: figures.read(src) for name, src in picture_files(_reading(given)).items()}


def export_files(given: Document | Version, about: Mapping[str, Any] | None = None) -> dict[str, bytes]:
    """Return the whole Markdown form as files by name. A picture that is missing in the file store is left out."""
    found = {name: text.encode() for name, text in export_markdown(given, about).items()}
    for name, src in picture_files(_reading(given)).items():
        with suppress(FileNotFoundError):
            found[name] = figures.read(src)
    return found


def issuer() -> str:
    """Return who issues documents: the municipality's name."""
    municipality = Municipality.objects.first()
    return municipality.name if municipality else ""
