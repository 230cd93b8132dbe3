"""What a document will be once a text in its Markdown form is taken in: a snapshot in the form that versions freeze, in which
everything that was there before keeps its uid."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from atasehir_portal.documents import figures, kinds, queries
from atasehir_portal.documents.dialect import DialectError, ParsedBlock, ParsedBook, ParsedSection, parse_chapter
from atasehir_portal.documents.dialect.book import parse_loose
from atasehir_portal.documents.dialect.writing import picture_files
from atasehir_portal.documents.intake.matching import Held, fingerprint, matched
from atasehir_portal.documents.models import BlockKind, Document, Section
from atasehir_portal.documents.services.sections import anchor_for
from atasehir_portal.documents.services.versions import snapshot_of


@dataclass
class Target:
    """The text that the document will have; ``warnings`` say what of the files is not taken in."""

    snapshot: dict[str, Any]
    warnings: list[str] = field(default_factory=list)


def of_book(document: Document, files: Mapping[str, bytes]) -> Target:
    """Return what the document will be when a whole book is taken in. Pictures are put into the file store.

    Title, language and what else ``kitap.toml`` says stay as they are. Raises DialectError with file and line.
    """
    return _Intake(document).book(parse_loose(files))


def of_chapter(document: Document, name: str, text: str) -> Target:
    """Return what the document will be when one chapter is taken in: in the place of the chapter with its anchor, or else at the
    end. Raises DialectError with file and line."""
    return _Intake(document).chapter(parse_chapter(text, file=name))


class _Intake:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.before = snapshot_of(document)
        self.sections = {section.anchor: section for section in document.sections.all()}
        self.pictures = self._pictures()
        self.warnings: list[str] = []
        self._anchors = set(self.sections)
        self._given: dict[str, bytes] = {}
        self._stored: dict[str, str] = {}

    def _pictures(self) -> dict[str, str]:
        """Pictures by the names under which they are downloaded: those of the text, then those of figures that were taken out."""
        found = picture_files(queries.read(self.document))
        for src in self.document.blocks.exclude(data__src=None).values_list("data__src", flat=True):
            found.setdefault(f"figures/{PurePosixPath(str(src)).name}", str(src))
        return found

    def book(self, book: ParsedBook) -> Target:
        self._given = book.figures
        chapters = self._texts(book.chapters, scope=None)
        lists = {"sources": book.sources, "terms": book.terms, "index": book.index}
        for name in lists:
            # a list that does not come along stays
            if name not in book.lists:
                lists[name] = self.before[name]
        if (book.title or self.document.title) != self.document.title:
            self.warnings.append(
                _("kitap.toml: the title and what the book says about itself are not taken in; they stay as they are.")
            )
        return self._finished(chapters, lists)

    def chapter(self, chapter: ParsedSection) -> Target:
        self._name(chapter, None)
        present = self.sections.get(chapter.anchor)
        is_there = present is not None and present.parent_id is None and present.removed_at is None
        if present is not None and is_there:
            # the mark of front matter is the file's number, which one file alone does not have
            chapter.is_numbered = present.is_numbered
        scope = {chapter.anchor} if is_there else set()
        (made,) = self._texts([chapter], scope=scope)
        named = {section["anchor"] for section in _walk([made])}
        chapters = [
            made if each["anchor"] == chapter.anchor else _without(each, named) for each in self.before["sections"]
        ]
        if not is_there:
            chapters.append(made)
        return self._finished(chapters, {name: self.before[name] for name in ("sources", "terms", "index")})

    def _finished(self, chapters: list[dict[str, Any]], lists: Mapping[str, Any]) -> Target:
        return Target({**self.before, "sections": chapters, **lists}, self.warnings)

    # --- sections and blocks ------------------------------------------------------------------------------------------

    def _texts(self, chapters: Sequence[ParsedSection], scope: set[str] | None) -> list[dict[str, Any]]:
        for chapter in chapters:
            self._name(chapter, None)
        found = [section for chapter in chapters for section in chapter.walk()]
        seen: set[str] = set()
        for section in found:
            if section.anchor in seen:
                raise DialectError(
                    section.file, section.line, _("The anchor “%(anchor)s” is used twice.") % {"anchor": section.anchor}
                )
            seen.add(section.anchor)
            for block in section.blocks:
                self._judge(section, block)
        blocks = matched(list(self._held(scope, seen)), {section.anchor: section.blocks for section in found})
        return [self._section(chapter, blocks) for chapter in chapters]

    def _name(self, section: ParsedSection, parent: ParsedSection | None) -> None:
        """Give a heading without an anchor the one of the heading that it was, or a new one."""
        if not section.anchor:
            same = (
                each.anchor
                for each in self.sections.values()
                if each.title == section.title
                and (each.parent.anchor if each.parent else None) == (parent.anchor if parent else None)
            )
            section.anchor = next(same, "") or anchor_for(section.title, self._anchors)
        self._anchors.add(section.anchor)
        for below in section.sections:
            self._name(below, section)

    def _judge(self, section: ParsedSection, block: ParsedBlock) -> None:
        """Put the picture's name in the file store in its place, and the data in the form in which it is stored."""
        try:
            block_type = kinds.block_type(self.document, block.kind)
            if block.kind == BlockKind.FIGURE and block.data.get("src"):
                block.data = {**block.data, "src": self._picture(section, block)}
            block.data = block_type.validate(block.data)
            block.body = block_type.check_body(block.body)
        except LookupError as error:
            raise DialectError(
                section.file,
                block.line,
                _("This document holds no blocks of this kind: %(kind)s") % {"kind": block.kind},
            ) from error
        except ValidationError as error:
            raise DialectError(section.file, block.line, " ".join(error.messages)) from error

    def _picture(self, section: ParsedSection, block: ParsedBlock) -> str:
        name = block.data["src"]
        if name in self._stored:
            return self._stored[name]
        present = self.pictures.get(name, "")
        if name in self._given:
            self._stored[name] = self._kept_or_stored(name, present, self._given[name])
        elif present:
            self._stored[name] = present
        else:
            raise DialectError(section.file, block.line, _("The picture “%(name)s” is missing.") % {"name": name})
        return self._stored[name]

    def _kept_or_stored(self, name: str, present: str, content: bytes) -> str:
        try:
            if present and figures.read(present) == content:
                return present
        except FileNotFoundError:
            pass  # the picture was lost, and comes back now
        try:
            return figures.store(f"documents/{self.document.uid}", name, content)
        except ValidationError as error:
            raise DialectError(name, 1, " ".join(error.messages)) from error

    def _held(self, scope: set[str] | None, named: set[str]) -> Iterator[Held]:
        """The blocks that a given text may be: those of the sections that are replaced, and those that were taken out."""
        in_scope = {
            section["anchor"]
            for chapter in self.before["sections"]
            if scope is None or chapter["anchor"] in scope
            for section in _walk([chapter])
        }
        for section in _walk(self.before["sections"]):
            if section["anchor"] in in_scope | named:
                for block in section["blocks"]:
                    yield Held(
                        UUID(block["uid"]),
                        block["revision"],
                        block["kind"],
                        block["body"],
                        block["data"],
                        section["anchor"],
                    )
        there = {block["uid"] for section in _walk(self.before["sections"]) for block in section["blocks"]}
        for row in self.document.blocks.select_related("section").order_by("-removed_at", "pk"):
            if str(row.uid) not in there:
                yield Held(row.uid, row.revision, row.kind, row.body, row.data, row.section.anchor, is_there=False)

    def _section(self, given: ParsedSection, blocks: Mapping[int, Held]) -> dict[str, Any]:
        present: Section | None = self.sections.get(given.anchor)
        return {
            "uid": str(present.uid if present else uuid4()),
            "revision": present.revision if present else 1,
            "anchor": given.anchor,
            "title": given.title,
            "aim": given.aim,
            "is_numbered": given.is_numbered,
            "is_outline": given.is_outline,
            "blocks": [self._block(block, blocks.get(id(block))) for block in given.blocks],
            "sections": [self._section(below, blocks) for below in given.sections],
        }

    def _block(self, given: ParsedBlock, held: Held | None) -> dict[str, Any]:
        if held and fingerprint(given.kind, given.body, given.data) == fingerprint(held.kind, held.body, held.data):
            given.data = dict(held.data)
        return {
            "uid": str(held.uid if held else uuid4()),
            "revision": held.revision if held else 1,
            "kind": given.kind,
            "body": given.body,
            "data": given.data,
        }


def _walk(sections: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for section in sections:
        yield section
        yield from _walk(section["sections"])


def _without(section: Mapping[str, Any], anchors: set[str]) -> dict[str, Any]:
    """Return a section without those below it that stand elsewhere now."""
    return {
        **section,
        "sections": [_without(below, anchors) for below in section["sections"] if below["anchor"] not in anchors],
    }
