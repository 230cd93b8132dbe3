"""Writing a document in its Markdown form."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from atasehir_portal import markdown, turkish
from atasehir_portal.documents.dialect.book import (
    ABOUT,
    INDEX,
    INDEX_FIELDS,
    SOURCE_FIELDS,
    SOURCES,
    TERM_FIELDS,
    TERMS,
)
from atasehir_portal.documents.dialect.chapter import SEPARATOR
from atasehir_portal.documents.models import BlockKind
from atasehir_portal.documents.nodes import BlockNode, Reading, SectionNode
from atasehir_portal.documents.validation import TEXT_KINDS


def written_book(reading: Reading, about: Mapping[str, Any] | None = None) -> tuple[dict[str, str], dict[str, str]]:
    """Return the text files by name, and for each picture file ("figures/…") the name in the file store that it comes
    from. ``about`` is what ``kitap.toml`` says beside title and language."""
    pictures = picture_files(reading)
    file_of = {src: name for name, src in pictures.items()}
    texts = {ABOUT: _toml_pairs({"title": reading.title, "language": reading.language, **(about or {})})}
    for number, chapter in enumerate(
        reading.chapters, start=0 if reading.chapters and not reading.chapters[0].path else 1
    ):
        slug = re.sub(r"[^a-z0-9]+", "-", turkish.fold(chapter.title)).strip("-")[:50].strip("-") or "bolum"
        texts[f"{number:02}-{slug}.md"] = _chapter(chapter, file_of, is_front=number == 0)
    if reading.source_rows:
        texts[SOURCES] = _toml_tables("source", reading.source_rows, SOURCE_FIELDS)
    if reading.index_rows:
        texts[INDEX] = _toml_tables("entry", reading.index_rows, INDEX_FIELDS)
    if reading.term_rows:
        texts[TERMS] = _toml_tables("term", reading.term_rows, TERM_FIELDS)
    return texts, pictures


def picture_files(reading: Reading) -> dict[str, str]:
    """Return for each picture file ("figures/…") the name in the file store that it comes from."""
    found: dict[str, str] = {}
    for block in reading.all_blocks():
        src = block.data.get("src", "") if block.kind == BlockKind.FIGURE else ""
        if src and src not in found.values():
            path = PurePosixPath(src)
            name = f"figures/{path.name}"
            # two pictures of one name: the part of the hash in the folder's name keeps them apart
            found[name if name not in found else f"figures/{path.stem}-{path.parent.name}{path.suffix}"] = src
    return found


def _chapter(chapter: SectionNode, file_of: Mapping[str, str], *, is_front: bool) -> str:
    parts: list[str] = []
    for section in chapter.walk():
        mark = " .unnumbered" if not section.path and section.level == 1 and not is_front else ""
        mark += " .outline" if section.is_outline else ""
        parts.append(f"{'#' * section.level} {section.title} {{#{section.anchor}{mark}}}")
        if section.aim:
            parts.append(f":::aim\n{section.aim}\n:::")
        parts += _blocks(section.blocks, file_of)
    return "\n\n".join(parts) + "\n"


def _blocks(blocks: Sequence[BlockNode], file_of: Mapping[str, str]) -> list[str]:
    parts: list[str] = []
    last: BlockNode | None = None
    for block in blocks:
        text = _block(block, file_of)
        if last is not None and {last.kind, block.kind} <= TEXT_KINDS and _grow_together(last.body, block.body):
            parts.append(SEPARATOR)
        parts.append(text)
        last = block
    return parts


def _grow_together(first: str, second: str) -> bool:
    """Two lists of one kind with but an empty line between them are read as one."""
    return [element.text for element in markdown.elements(f"{first}\n\n{second}")] != [first, second]


def _block(block: BlockNode, file_of: Mapping[str, str]) -> str:
    data = block.data
    if block.kind in TEXT_KINDS:
        return block.body
    if block.kind == BlockKind.BOX:
        return _directive("box", {"kind": data["box_kind"], "title": data["title"], **_anchor(block)}, block.body)
    if block.kind == BlockKind.TABLE:
        columns = ",".join(map(str, data["number_columns"]))
        attributes = {"caption": data["caption"], "source": data["source"], "number_columns": columns}
        return _directive("table", {**attributes, **_anchor(block)}, block.body)
    if block.kind == BlockKind.FIGURE:
        words = {"alt": data["alt"], "caption": data["caption"], "source": data["source"], **_anchor(block)}
        if chart := data.get("chart"):
            how = {"chart": chart["type"], "chart_title": chart["title"], "unit": chart["unit"]}
            return _directive("figure", {**how, **words}, _pipes(chart["table"]))
        return _directive("figure", {"src": file_of[data["src"]], **words}, "")
    return _directive(
        "block", {"kind": block.kind, "data": json.dumps(data, ensure_ascii=False, sort_keys=True)}, block.body
    )


def _anchor(block: BlockNode) -> dict[str, str]:
    return {"anchor": block.name} if block.name else {}


def _pipes(cells: Sequence[Sequence[str]]) -> str:
    head, *rows = [f"| {' | '.join(row)} |" for row in cells]
    return "\n".join([head, "|" + " --- |" * len(cells[0]), *rows])


def _directive(name: str, attributes: Mapping[str, str], body: str) -> str:
    given = "".join(f' {key}="{_escaped(value)}"' for key, value in attributes.items() if value)
    return f":::{name}{given}\n{body}\n:::" if body else f":::{name}{given}\n:::"


def _escaped(value: str) -> str:
    return " ".join(value.replace("\\", "\\\\").replace('"', '\\"').splitlines())


# TOML's basic strings take JSON's escapes.
_dumps: Callable[[Any], str] = lambda value: json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # noqa: E731


def _toml_pairs(pairs: Mapping[str, Any]) -> str:
    return "".join(f"{key} = {_dumps(value)}\n" for key, value in pairs.items() if value not in ("", []))


def _toml_tables(name: str, rows: Iterable[Mapping[str, Any]], fields: Sequence[str]) -> str:
    return "\n".join(f"[[{name}]]\n" + _toml_pairs({column: row[column] for column in fields}) for row in rows)
