"""Spreadsheets: XLSX taken apart and put together anew from its cells alone; CSV read as text and written anew.

Of an XLSX come out: sheets with their names, values, formats, widths and merged cells. Formulas become the values that they had. All
else is left behind, because it says who made the file, leads out of it or does something when it is opened: properties, comments with
their authors, pictures, charts, links, other files, connections, macros, custom XML.
"""

import csv
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax.saxutils import escape, quoteattr

from atasehir_portal.attachments import errors
from atasehir_portal.attachments.errors import Refused

MOST_PARTS = 2_000
MOST_UNFOLDED = 40 * 1024 * 1024  # bytes of the parts that are read
MOST_RATIO = 200  # how many times larger than packed; XML of a full sheet comes to about 20
SMALL = 1024 * 1024  # below this a high ratio is a sheet of equal cells
MOST_SHEETS = 100
DEEPEST = 40

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MAINS = frozenset({_MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"})  # as most write it, and the strict one
_XML = "http://www.w3.org/XML/1998/namespace"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# What stands directly in a sheet and is kept; in the other parts everything but what can lead elsewhere.
_OF_SHEET = frozenset({"dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "mergeCells", "pageMargins"})
_NEVER = frozenset({"f", "extLst", "ext", "phoneticPr", "rPh", "pivotSelection"})
# Attributes of cells and styles are names, numbers and switches. These two lead to parts that are left behind.
_REFERRING = frozenset({"cm", "vm"})
_SPECIAL = re.compile(r"[&<>\"'\n\r\t]")

Start = Callable[[str, dict[str, str]], None]
Text = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    state: str
    part: str


def clean_xlsx(content: bytes) -> bytes:
    """Return the spreadsheet put together anew. Raises Refused where it holds macros, is locked, damaged, or unfolds without end."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _put_together(_Parts(packed))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise Refused(errors.UNREADABLE) from error
    except (ExpatError, ValueError, KeyError) as error:
        raise Refused(errors.UNREADABLE) from error


class _Parts:
    """The parts of a package, read within limits whatever its directory says of their size."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed, self._read = packed, 0
        found = packed.infolist()
        self.names = {one.filename.lower(): one for one in found}
        if len(found) > MOST_PARTS or len(self.names) != len(found):
            raise Refused(errors.TOO_INVOLVED)
        if any(one.flag_bits & 1 for one in found):
            raise Refused(errors.ENCRYPTED)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.names

    def read(self, name: str) -> bytes:
        info = self.names[name.lower()]
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Refused(errors.UNREADABLE)
        most = min(MOST_UNFOLDED - self._read, max(SMALL, MOST_RATIO * info.compress_size))
        with self._packed.open(info) as part:
            content = part.read(most + 1)
        if len(content) > most:
            raise Refused(errors.TOO_INVOLVED)
        self._read += len(content)
        return content


def _put_together(parts: _Parts) -> bytes:
    types = parts.read("[Content_Types].xml").lower()
    if b"macroenabled" in types or b"vbaproject" in types or any("vbaproject" in name for name in parts.names):
        raise Refused(errors.MACROS)
    main = _only(_related(parts, ""), "/officeDocument")
    related = _related(parts, main)
    sheets = list(_sheets(parts.read(main), related))
    if not 0 < len(sheets) <= MOST_SHEETS:
        raise Refused(errors.UNREADABLE)
    shared = {
        kind: next((part for type_, part in related.values() if type_.endswith(f"/{kind}") and part in parts), "")
        for kind in ("sharedStrings", "styles")
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name, text in _frame(sheets, [kind for kind, part in shared.items() if part]):
            _add(written, name, text)
        for number, sheet in enumerate(sheets, 1):
            _add(written, f"xl/worksheets/sheet{number}.xml", _filtered(parts.read(sheet.part), "worksheet"))
        for kind, root in (("sharedStrings", "sst"), ("styles", "styleSheet")):
            if shared[kind]:
                _add(written, f"xl/{kind}.xml", _filtered(parts.read(shared[kind]), root))
    return out.getvalue()


def _add(written: zipfile.ZipFile, name: str, text: str) -> None:
    info = zipfile.ZipInfo(name)  # the first day that a zip can say, the same for everybody
    info.compress_type = zipfile.ZIP_DEFLATED
    written.writestr(info, text)


def _frame(sheets: list[_Sheet], shared: list[str]) -> Iterator[tuple[str, str]]:
    """The parts that hold a package together."""
    override = '<Override PartName="/{}" ContentType="{}.{}+xml"/>'
    kinds = [("xl/workbook.xml", "sheet.main")]
    kinds += [(f"xl/worksheets/sheet{number}.xml", "worksheet") for number in range(1, len(sheets) + 1)]
    kinds += [(f"xl/{kind}.xml", kind) for kind in shared]
    yield (
        "[Content_Types].xml",
        f'{_HEAD}<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(override.format(part, _SHEET_TYPE, kind) for part, kind in kinds)
        + "</Types>",
    )
    relation = '<Relationship Id="{}" Type="{}/{}" Target="{}"/>'
    head = f'{_HEAD}<Relationships xmlns="{_RELATIONS}">'
    yield "_rels/.rels", head + relation.format("rId1", _R, "officeDocument", "xl/workbook.xml") + "</Relationships>"
    of_book = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    of_book += [(kind, f"{kind}.xml") for kind in shared]
    lines = [relation.format(f"rId{at}", _R, kind, part) for at, (kind, part) in enumerate(of_book, 1)]
    yield "xl/_rels/workbook.xml.rels", head + "".join(lines) + "</Relationships>"
    lines = [
        f'<sheet name={quoteattr(sheet.name)} sheetId="{at}"{sheet.state} r:id="rId{at}"/>'
        for at, sheet in enumerate(sheets, 1)
    ]
    book = f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_R}"><bookViews><workbookView/></bookViews>'
    yield "xl/workbook.xml", f"{book}<sheets>{''.join(lines)}</sheets></workbook>"


# --- reading ----------------------------------------------------------------------------------------------------------


def _parse(content: bytes, start: Start, end: Callable[[str], None] | None = None, text: Text | None = None) -> None:
    """Read a part; names are "space|name". A document type ends it, so that there are no entities to unfold or to open."""
    parser = ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_types
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.Parse(content, True)


def _refuse_types(*_said: Any) -> None:
    raise Refused(errors.UNREADABLE)


def _elements(content: bytes) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    _parse(content, lambda name, said: found.append((name.rpartition("|")[2], said)))
    return found


def _related(parts: _Parts, source: str) -> dict[str, tuple[str, str]]:
    """What a part refers to inside of the package: id to (type, part)."""
    folder, name = posixpath.split(source)
    part = posixpath.join(folder, "_rels", f"{name}.rels")
    if part not in parts:
        return {}
    return {
        one["Id"]: (one["Type"], posixpath.normpath(posixpath.join("/", folder, one["Target"])).lstrip("/"))
        for name, one in _elements(parts.read(part))
        if name == "Relationship" and one.get("TargetMode") != "External"
    }


def _only(related: dict[str, tuple[str, str]], ending: str) -> str:
    found = [part for kind, part in related.values() if kind.endswith(ending)]
    if len(found) != 1:
        raise Refused(errors.UNREADABLE)
    return found[0]


def _sheets(content: bytes, related: dict[str, tuple[str, str]]) -> Iterator[_Sheet]:
    """The sheets of a book in their order; sheets that are nothing but a chart are left out."""
    for name, said in _elements(content):
        key = next((value for key, value in said.items() if key.endswith("|id")), "")
        kind, part = related.get(key, ("", ""))
        if name == "sheet" and kind.endswith("/worksheet"):
            state = ' state="hidden"' if said.get("state", "") in {"hidden", "veryHidden"} else ""
            yield _Sheet(said.get("name", "")[:31] or "Sayfa", state, part)


class _Filter:
    """Writes the elements of the main vocabulary with their plain attributes, and nothing else."""

    def __init__(self, root: str) -> None:
        self.text = io.StringIO()
        self._root, self._depth, self._skipped = root, 0, 0

    def start(self, name: str, said: dict[str, str]) -> None:
        space, _bar, local = name.rpartition("|")
        if self._depth == 0 and (local != self._root or space not in _MAINS):
            raise Refused(errors.UNREADABLE)
        if self._skipped or not self._is_kept(space, local):
            self._skipped += 1
            return
        self._depth += 1
        if self._depth > DEEPEST:
            raise Refused(errors.TOO_INVOLVED)
        top = f' xmlns="{_MAIN}"' if self._depth == 1 else ""
        self.text.write(f"<{local}{top}{''.join([_attribute(key, value) for key, value in said.items()])}>")

    def _is_kept(self, space: str, local: str) -> bool:
        if space not in _MAINS or local in _NEVER:
            return False
        return not (self._depth == 1 and self._root == "worksheet" and local not in _OF_SHEET)

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        self._depth -= 1
        self.text.write(f"</{name.rpartition('|')[2]}>")

    def characters(self, content: str) -> None:
        if not self._skipped:
            self.text.write(escape(content))


def _attribute(key: str, value: str) -> str:
    if "|" in key:
        return f" xml:space={quoteattr(value)}" if key == f"{_XML}|space" else ""
    if key in _REFERRING:
        return ""
    return f" {key}={quoteattr(value)}" if _SPECIAL.search(value) else f' {key}="{value}"'


def _filtered(content: bytes, root: str) -> str:
    found = _Filter(root)
    _parse(content, found.start, found.end, found.characters)
    return _HEAD + found.text.getvalue()


# --- CSV --------------------------------------------------------------------------------------------------------------

_DELIMITERS = ";,\t"
MOST_CELLS = 2_000_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NUMBER = re.compile(r"[+-]?[\d.,\s]+%?\Z")


def clean_csv(content: bytes) -> bytes:
    """Return a table in text (UTF-8 or the Turkish code page) as UTF-8 with semicolons; no cell is a formula.

    Raises Refused where it is no text, or no table of at least two columns.
    """
    text = _decoded(content)
    if _CONTROL.search(text) or text.lstrip()[:1] in {"<", "{", "%"}:
        raise Refused(errors.UNKNOWN)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    if not first.count(delimiter):
        raise Refused(errors.UNKNOWN)
    out = io.StringIO()
    written, cells = csv.writer(out, delimiter=";"), 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            cells += len(row)
            if cells > MOST_CELLS:
                raise Refused(errors.TOO_INVOLVED)
            written.writerow([_plain(cell) for cell in row])
    except csv.Error as error:
        raise Refused(errors.UNREADABLE) from error
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1254"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(errors.UNKNOWN)


def _plain(cell: str) -> str:
    """A cell that no program takes for a formula; numbers stay numbers."""
    is_formula = cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r")) and not _NUMBER.match(cell.strip())
    return f"'{cell}" if is_formula else cell
