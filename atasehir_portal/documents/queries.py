"""Reading documents: the working text and frozen versions as the same nodes, histories, what was taken out."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject
from django.urls import reverse

from atasehir_portal.documents import kinds
from atasehir_portal.documents.models import Block, BlockConflict, BlockKind, BlockRevision, Document, Section, Version
from atasehir_portal.documents.nodes import BlockNode, ChapterAddress, FigureAddress, Reading, SectionNode, block_anchor

SOURCE_COLUMNS = (
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
TERM_COLUMNS = ("term", "english", "definition")
INDEX_COLUMNS = ("term", "variants", "see", "see_also")


def draft_figure_address(document: Document) -> FigureAddress:
    """Return the function that says where the pictures of a working text are."""
    return lambda src: reverse("documents:figure", args=[document.uid, src])


def workspace_chapter_address(document: Document) -> ChapterAddress:
    """Return the function that says where the chapters of a working text are written."""
    base = kinds.get(document.kind).url(document)
    return lambda chapter: f"{base}?bolum={chapter.anchor}"


def read(
    document: Document,
    *,
    figure_address: FigureAddress | None = None,
    chapter_address: ChapterAddress | None = None,
    linked: bool = True,
) -> Reading:
    """Return the working text as it is read, in three queries (sections, blocks, and together sources, glossary and index).

    Removed sections and blocks, and what stands in removed sections, are left out.
    """
    return _built(
        live_content(document),
        figure_address=figure_address or draft_figure_address(document),
        chapter_address=chapter_address,
        linked=linked,
    )


def live_content(document: Document) -> dict[str, Any]:
    """Return the working text as plain data, in the form that versions freeze (``services.versions``), in three queries."""
    blocks: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for section_id, uid, revision, kind, body, data in (
        document.blocks.filter(removed_at=None)
        .order_by("position")
        .values_list("section_id", "uid", "revision", "kind", "body", "data")
    ):
        blocks[section_id].append({"uid": str(uid), "revision": revision, "kind": kind, "body": body, "data": data})
    sections: dict[int | None, list[Section]] = defaultdict(list)
    for section in document.sections.filter(removed_at=None).order_by("position"):
        sections[section.parent_id].append(section)

    def below(parent_id: int | None) -> list[dict[str, Any]]:
        return [
            {
                "uid": str(section.uid),
                "revision": section.revision,
                "anchor": section.anchor,
                "title": section.title,
                "aim": section.aim,
                "is_numbered": section.is_numbered,
                "is_outline": section.is_outline,
                "blocks": blocks[section.pk],
                "sections": below(section.pk),
            }
            for section in sections[parent_id]
        ]

    return {
        "document": {
            "uid": str(document.uid),
            "kind": document.kind,
            "title": document.title,
            "language": document.language,
        },
        "sections": below(None),
        **_apparatus(document),
    }


def _apparatus(document: Document) -> dict[str, list[dict[str, Any]]]:
    """Return sources, glossary and index as rows, each in its order, in one query. All their columns are texts."""
    rows = [
        manager.order_by()
        .annotate(of=Value(name), by=F(key), row=JSONObject(**dict(zip(columns, columns, strict=True))))
        .values_list("of", "by", "row")
        for name, manager, key, columns in (
            ("sources", document.sources, "key", SOURCE_COLUMNS),
            ("terms", document.terms, "term", TERM_COLUMNS),
            ("index", document.index_entries, "term", INDEX_COLUMNS),
        )
    ]
    found: dict[str, list[dict[str, Any]]] = {"sources": [], "terms": [], "index": []}
    for name, _by, row in rows[0].union(*rows[1:], all=True).order_by("of", "by"):
        found[name].append(row)
    return found


def reading_tree(document: Document) -> list[SectionNode]:
    """Return the chapters of the working text with all that stands below them, in three queries."""
    return read(document).chapters


def read_snapshot(
    snapshot: Mapping[str, Any],
    *,
    figure_address: FigureAddress,
    chapter_address: ChapterAddress | None = None,
    linked: bool = True,
    glossary_address: str = "",
    elsewhere: kinds.Elsewhere | None = None,
) -> Reading:
    """Return a frozen text as it is read: the same nodes as of a working text, without any query.

    ``glossary_address`` is the page with the glossary, where terms are to be marked in the text; ``elsewhere`` stands
    in for what the document's kind knows of the other books of a series.
    """
    return _built(
        snapshot,
        figure_address=figure_address,
        chapter_address=chapter_address,
        linked=linked,
        glossary_address=glossary_address,
        elsewhere=elsewhere,
    )


def _built(
    content: Mapping[str, Any],
    *,
    figure_address: FigureAddress,
    chapter_address: ChapterAddress | None,
    linked: bool,
    glossary_address: str = "",
    elsewhere: kinds.Elsewhere | None = None,
) -> Reading:
    about = content["document"]
    if elsewhere is None:
        elsewhere = kinds.elsewhere(about["kind"])
    reading = Reading(
        title=about["title"],
        language=about["language"],
        kind=about["kind"],
        figure_address=figure_address,
        chapter_address=chapter_address,
        linked=linked,
        source_rows=content["sources"],
        term_rows=content["terms"],
        # what was frozen before there was an index has none
        index_rows=content.get("index", ()),
        glossary_address=glossary_address,
        elsewhere=elsewhere,
    )

    def build(parent: SectionNode | None, sections: Sequence[Mapping[str, Any]]) -> list[SectionNode]:
        nodes, number = [], 0
        for given in sections:
            # what stands in front matter has no number either
            is_numbered = given["is_numbered"] and (parent is None or bool(parent.path))
            number += is_numbered
            node = SectionNode(
                uid=UUID(given["uid"]),
                anchor=given["anchor"],
                title=given["title"],
                aim=given["aim"],
                level=parent.level + 1 if parent else 1,
                path=(*(parent.path if parent else ()), number) if is_numbered else (),
                reading=reading,
                parent=parent,
                revision=given["revision"],
                # what was frozen before plans were marked was one where it had no text
                is_outline=given.get("is_outline", True),
            )
            node.blocks = [
                BlockNode(UUID(b["uid"]), b["revision"], b["kind"], b["body"], b["data"], node) for b in given["blocks"]
            ]
            node.sections = build(node, given["sections"])
            nodes.append(node)
        return nodes

    reading.chapters = build(None, content["sections"])
    reading.number_parts()
    return reading


def read_version(
    version: Version,
    *,
    figure_address: FigureAddress,
    chapter_address: ChapterAddress | None = None,
    linked: bool = True,
    glossary_address: str = "",
    elsewhere: kinds.Elsewhere | None = None,
) -> Reading:
    """Return a frozen version as it is read; see ``read_snapshot``."""
    return read_snapshot(
        version.snapshot,
        figure_address=figure_address,
        chapter_address=chapter_address,
        linked=linked,
        glossary_address=glossary_address,
        elsewhere=elsewhere,
    )


def light_versions(document: Document) -> QuerySet[Version]:
    """Return the frozen versions of a document, newest first, without their text."""
    return document.versions.defer("snapshot").select_related("created_by").order_by("-number")


def version_texts(
    document: Document, wanted: Collection[int], *, newest_but: int | None = None
) -> dict[int, Mapping[str, Any] | None]:
    """Return every frozen version by its number, newest first: its text where it is wanted, else None. One query.

    ``newest_but`` wants the newest version as well, apart from the one with this number.
    """
    asked = Q(number__in=wanted)
    if newest_but is not None:
        newest = document.versions.exclude(number=newest_but).order_by("-number").values("number")[:1]
        asked |= Q(number=Subquery(newest))
    texts = document.versions.annotate(text=Case(When(asked, then=F("snapshot"))))
    return dict(texts.order_by("-number").values_list("number", "text"))


def read_versions(
    document: Document,
    wanted: Mapping[str, int | None],
    texts: Mapping[int, Mapping[str, Any] | None] | None = None,
) -> dict[str, Reading]:
    """Return frozen versions by their number, and the working text for None, as they are read beside each other: links
    lead into the workspace. One query for all versions, none where the caller has their ``texts``."""
    if texts is None:
        texts = version_texts(document, [number for number in wanted.values() if number is not None])
    addresses: dict[str, Any] = {
        "figure_address": draft_figure_address(document),
        "chapter_address": workspace_chapter_address(document),
    }
    return {
        key: read(document, **addresses) if number is None else read_snapshot(texts[number] or {}, **addresses)
        for key, number in wanted.items()
    }


def figure_names(reading: Reading) -> set[str]:
    """Return the names in the file store of the pictures that a text shows."""
    return {str(block.data.get("src", "")) for block in reading.all_blocks() if block.kind == BlockKind.FIGURE} - {""}


def shows_figure(document: Document, src: str, *, past: bool) -> bool:
    """Return whether a picture stands in the document; with ``past`` also whether an earlier state, or what was taken out,
    shows it. Costs one query per level of sections where it stands there."""
    shown = document.blocks.filter(data__src=src)
    if past:
        return shown.exists() or BlockRevision.objects.filter(block__document=document, data__src=src).exists()
    return any(_is_there(block.section) for block in shown.filter(removed_at=None).select_related("section"))


def _is_there(section: Section | None) -> bool:
    """Return whether neither a section nor one above it was taken out."""
    while section is not None and section.removed_at is None:
        section = section.parent
    return section is None


def block_address(block: Block) -> str:
    """Return where a block stands in its workspace. Costs one query per level of sections."""
    chapter = block.section
    while chapter.parent_id is not None:
        chapter = chapter.parent  # type: ignore[assignment]
    return f"{workspace_chapter_address(block.document)(chapter)}#{block_anchor(block.uid)}"  # type: ignore[arg-type]


def section_address(section: Section) -> str:
    """Return where a section stands in its workspace."""
    chapter = section
    while chapter.parent_id is not None:
        chapter = chapter.parent  # type: ignore[assignment]
    return f"{workspace_chapter_address(section.document)(chapter)}#{section.anchor}"  # type: ignore[arg-type]


def address_before(block: Block) -> str:
    """Return where the block stands that comes before one in its section, or the section: where its gap is seen."""
    before = Block.objects.filter(section_id=block.section_id, removed_at=None, position__lt=block.position)
    found = before.select_related("section", "document").order_by("-position").first()
    return block_address(found) if found else section_address(block.section)


def with_following(block: Block, count: int) -> list[UUID]:
    """Return the uid of a block and of those behind it in its section, ``count`` in all."""
    later = Block.objects.filter(section_id=block.section_id, removed_at=None, position__gte=block.position)
    return list(later.order_by("position").values_list("uid", flat=True)[:count])


# --- history ----------------------------------------------------------------------------------------------------------


def history(block: Block) -> QuerySet[BlockRevision]:
    """Return the states of a block, newest first, with who wrote them."""
    return block.revisions.select_related("author", "organisation", "unit").order_by("-number")


def open_conflicts(document: Document) -> QuerySet[BlockConflict]:
    """Return the texts that met a newer one and wait to be merged, oldest first."""
    return (
        BlockConflict.objects.filter(block__document=document, resolved_at=None)
        .select_related("block", "author", "organisation")
        .order_by("created_at")
    )


def removed_blocks(document: Document) -> QuerySet[Block]:
    """Return the blocks that were taken out of sections that are there, last taken out first."""
    return (
        document.blocks.filter(section__removed_at=None)
        .exclude(removed_at=None)
        .select_related("section")
        .order_by("-removed_at", "-pk")
    )


def removed_sections(document: Document) -> QuerySet[Section]:
    """Return the sections that were taken out (those below them come back with them), last taken out first, with
    their number of blocks."""
    return (
        document.sections.exclude(removed_at=None)
        .filter(Q(parent=None) | Q(parent__removed_at=None))
        .annotate(block_count=Count("blocks", filter=Q(blocks__removed_at=None)))
        .order_by("-removed_at", "-pk")
    )
