"""Pieces of WordprocessingML, as text: what a Word file is made of beside its content."""

import re
from collections.abc import Iterable, Sequence

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# Signs that an XML file cannot hold at all.
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
INK, SOFT, DEEP, TINT, WARN = "1B2326", "5B6670", "0B4F5C", "E8F0F0", "9C3A17"
BULLETS, NUMBERS, CHECKS, HEADINGS = 1, 2, 3, 4
FIRST_LIST = 10  # numbers below belong to the fixed lists
TEXT_WIDTH = 9070  # twentieths of a point between the margins of an A4 page


def escape(text: str) -> str:
    """Return text as it stands between tags and in attributes."""
    text = _IMPOSSIBLE.sub("", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def run(text: str, properties: str = "") -> str:
    """Return words in one form."""
    form = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{form}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(content: str, style: str = "", properties: str = "") -> str:
    """Return a paragraph; ``properties`` follow the style in the order that the schema asks for."""
    inside = (f'<w:pStyle w:val="{style}"/>' if style else "") + properties
    return f"<w:p>{f'<w:pPr>{inside}</w:pPr>' if inside else ''}{content}</w:p>"


def field(instruction: str, shown: str, properties: str = "") -> str:
    """Return a field that Word works out itself, with what it shows until then."""
    return f'<w:fldSimple w:instr=" {escape(instruction)} ">{run(shown, properties)}</w:fldSimple>'


def numbering(numbers: Iterable[tuple[int, int, int]]) -> str:
    """Return the lists of the file: ``(number, kind, start)`` for each ordered list beside the fixed ones."""
    levels = range(9)
    bullets = "".join(_level(n, "bullet", "•–▪"[n % 3], n) for n in levels)
    checks = "".join(_level(n, "bullet", "☐", n) for n in levels)
    ordered = "".join(_level(n, ("decimal", "lowerLetter", "lowerRoman")[n % 3], f"%{n + 1}.", n) for n in levels)
    headings = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        + (f'<w:pStyle w:val="Heading{n + 1}"/>' if n < 2 else "")
        + f'<w:lvlText w:val="{"%1" if n == 0 else "%1.%2" if n == 1 else ""}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        for n in levels
    )
    kinds = ((BULLETS, bullets), (NUMBERS, ordered), (CHECKS, checks), (HEADINGS, headings))
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{kind}"><w:multiLevelType w:val="multilevel"/>{inside}</w:abstractNum>'
        for kind, inside in kinds
    )
    fixed = "".join(f'<w:num w:numId="{kind}"><w:abstractNumId w:val="{kind}"/></w:num>' for kind, _levels in kinds)
    own = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/>'
        "</w:lvlOverride></w:num>"
        for number, kind, start in numbers
    )
    return f"{_HEAD}<w:numbering {NAMESPACES}>{abstract}{fixed}{own}</w:numbering>"


def _level(level: int, form: str, text: str, depth: int) -> str:
    left = 360 * (depth + 1)
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="360"/></w:pPr></w:lvl>'
    )


def footnotes(notes: Sequence[str]) -> str:
    """Return the notes of the file; each is the content of its paragraph."""
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>' + run(" ")
    fixed = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    )
    own = "".join(
        f'<w:footnote w:id="{number}">{paragraph(mark + note, "FootnoteText")}</w:footnote>'
        for number, note in enumerate(notes, start=1)
    )
    return f"{_HEAD}<w:footnotes {NAMESPACES}>{fixed}{own}</w:footnotes>"


def document(body: str) -> str:
    """Return the main part: content, page size, header and footer."""
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/><w:footerReference w:type="default" r:id="rIdFooter"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="709" '
        'w:footer="709" w:gutter="0"/><w:titlePg/></w:sectPr>'
    )
    return f"{_HEAD}<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>"


def header(title: str) -> str:
    """Return the head of the pages."""
    return f"{_HEAD}<w:hdr {NAMESPACES}>{paragraph(run(title), 'Header')}</w:hdr>"


def footer(before: str, between: str) -> str:
    """Return the foot of the pages: "page 3 / 40"."""
    content = run(f"{before} ") + field("PAGE", "1") + run(f" {between} ") + field("NUMPAGES", "1")
    return f"{_HEAD}<w:ftr {NAMESPACES}>{paragraph(content, 'Footer')}</w:ftr>"


def settings(language: str) -> str:
    """Return the settings: footnotes, hyphenation, the language, the version of Word whose rules hold."""
    return (
        f'{_HEAD}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:autoHyphenation w:val="true"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{language}"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )


def core_properties(*, title: str, author: str, language: str, when: str) -> str:
    """Return what the file says about itself."""
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator><cp:lastModifiedBy>{escape(author)}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{when}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{when}</dcterms:modified><dc:language>{language}</dc:language></cp:coreProperties>'
    )


def relationships(rows: Iterable[tuple[str, str, str, bool]]) -> str:
    """Return relationships: ``(id, kind, target, is_external)``; a kind is the last word of its address."""
    mode = {True: ' TargetMode="External"', False: ""}
    inside = "".join(
        f'<Relationship Id="{name}" Type="{_type(kind)}" Target="{escape(target)}"{mode[outside]}/>'
        for name, kind, target, outside in rows
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _type(kind: str) -> str:
    return f"{_PACKAGE}/relationships/metadata/{kind}" if kind == "core-properties" else f"{_OFFICE}/{kind}"


def content_types(pictures: Iterable[str]) -> str:
    """Return the types of all parts; ``pictures`` are the endings in use."""
    types = {"png": "image/png", "jpg": "image/jpeg", "svg": "image/svg+xml"}
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "document": "document.main",
        "styles": "styles",
        "numbering": "numbering",
        "footnotes": "footnotes",
        "settings": "settings",
        "fontTable": "fontTable",
        "header1": "header",
        "footer1": "footer",
    }
    defaults = "".join(
        f'<Default Extension="{ending}" ContentType="{types[ending]}"/>' for ending in sorted(set(pictures))
    )
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{word}.{kind}+xml"/>' for name, kind in parts.items()
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{defaults}{overrides}'
        '<Override PartName="/word/theme/theme1.xml" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )
