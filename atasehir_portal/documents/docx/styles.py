"""The styles of our Word files: the names that Word itself uses, so that contents, outline and accessibility checkers know them."""

from atasehir_portal.documents.docx.ooxml import DEEP, HEADINGS, NAMESPACES, SOFT
from atasehir_portal.documents.docx.theme import FONT


def sheet(language: str) -> str:
    """Return the styles, with ``language`` ("tr-TR") as the language of the text."""
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
        f'<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:styles {NAMESPACES}>{defaults}'
        + _style("Normal", "Normal", default=True, based="")
        + _style(
            "Title", "Title", paragraph='<w:spacing w:before="1200" w:after="120"/>', letters=_size(40) + _colour()
        )
        + _style("Subtitle", "Subtitle", letters=_size(26) + _colour(SOFT))
        + "".join(_heading(level) for level in (1, 2, 3, 4))
        + "".join(_heading(level, is_numbered=False) for level in (1, 2))
        + _style(
            "TOCHeading",
            "TOC Heading",
            paragraph='<w:keepNext/><w:spacing w:before="360" w:after="120"/>',
            letters="<w:b/>" + _size(32) + _colour(),
        )
        + "".join(_contents(level) for level in (1, 2, 3))
        + _style("Aim", "Aim", name_is_ours=True, paragraph="<w:keepNext/>", letters="<w:i/>" + _colour(SOFT))
        + _style(
            "Quote",
            "Quote",
            paragraph='<w:spacing w:before="120" w:after="120"/><w:ind w:left="567" w:right="567"/>',
            letters="<w:i/>",
        )
        + _style("ListParagraph", "List Paragraph", paragraph='<w:spacing w:after="60"/>')
        + _style(
            "Caption",
            "caption",
            paragraph='<w:keepNext/><w:spacing w:before="180" w:after="80"/>',
            letters="<w:b/>" + _size(20) + _colour(),
        )
        + _style(
            "Source",
            "Source",
            name_is_ours=True,
            paragraph='<w:spacing w:before="40" w:after="200"/>',
            letters=_size(18) + _colour(SOFT),
        )
        + _style(
            "Imprint",
            "Imprint",
            name_is_ours=True,
            paragraph='<w:spacing w:before="60" w:after="60" w:line="240" w:lineRule="auto"/>',
            letters=_size(18),
        )
        + _style(
            "BoxKind",
            "Box kind",
            name_is_ours=True,
            paragraph='<w:keepNext/><w:spacing w:after="20"/>',
            letters="<w:b/>" + _size(18) + _colour(),
        )
        + _style(
            "BoxTitle",
            "Box title",
            name_is_ours=True,
            paragraph='<w:keepNext/><w:spacing w:after="80"/>',
            letters="<w:b/>" + _size(24),
        )
        + _style(
            "TableText",
            "Table text",
            name_is_ours=True,
            paragraph='<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>',
            letters=_size(19),
        )
        + _style(
            "Bibliography",
            "Bibliography",
            paragraph='<w:spacing w:after="80"/><w:ind w:left="426" w:hanging="426"/>',
            letters=_size(20),
        )
        + _style(
            "FootnoteText",
            "footnote text",
            paragraph='<w:spacing w:after="40" w:line="240" w:lineRule="auto"/>',
            letters=_size(18),
        )
        + _style("Header", "header", paragraph='<w:spacing w:after="0"/>', letters=_size(18) + _colour(SOFT))
        + _style(
            "Footer",
            "footer",
            paragraph='<w:spacing w:after="0"/><w:jc w:val="center"/>',
            letters=_size(18) + _colour(SOFT),
        )
        + '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>'
        + '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        + f'<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr>{_colour()}<w:u w:val="single"/></w:rPr></w:style>'
        + '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style></w:styles>"
    )


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _colour(colour: str = DEEP) -> str:
    return f'<w:color w:val="{colour}"/>'


def _style(
    name: str,
    shown: str,
    *,
    paragraph: str = "",
    letters: str = "",
    based: str = "Normal",
    default: bool = False,
    name_is_ours: bool = False,
    following: str = "Normal",
) -> str:
    # the schema wants colour before size
    letters = _ordered(letters)
    own = (' w:default="1"' if default else "") + (' w:customStyle="1"' if name_is_ours else "")
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{name}"><w:name w:val="{shown}"/>'
        + (f'<w:basedOn w:val="{based}"/>' if based else "")
        + (f'<w:next w:val="{following}"/>' if following != name else "")
        + "<w:qFormat/>"
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{letters}</w:rPr>" if letters else "")
        + "</w:style>"
    )


def _ordered(letters: str) -> str:
    at = letters.find("<w:color")
    if at < 0 or "<w:sz " not in letters:
        return letters
    colour, rest = letters[at:], letters[:at]
    size = rest.index("<w:sz ")
    return rest[:size] + colour + rest[size:]


def _heading(level: int, *, is_numbered: bool = True) -> str:
    """A heading; those of the first two levels number themselves, but for front matter and lists, which have a style of their own."""
    size, before = {1: (32, 480), 2: (26, 320), 3: (23, 240), 4: (22, 200)}[level]
    has_number = is_numbered and level <= 2
    numbered = f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="{HEADINGS}"/></w:numPr>' if has_number else ""
    page = "<w:pageBreakBefore/>" if level == 1 else ""
    paragraph = (
        f"<w:keepNext/><w:keepLines/>{page}{numbered}"
        f'<w:spacing w:before="{before}" w:after="120"/><w:outlineLvl w:val="{level - 1}"/>'
    )
    name, shown = (
        (f"Heading{level}", f"heading {level}")
        if is_numbered
        else (f"HeadingPlain{level}", f"Heading {level} without number")
    )
    letters = "<w:b/>" + _size(size) + _colour()
    return _style(name, shown, paragraph=paragraph, letters=letters, name_is_ours=not is_numbered)


def _contents(level: int) -> str:
    return _style(
        f"TOC{level}",
        f"toc {level}",
        paragraph='<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9060"/></w:tabs>'
        f'<w:spacing w:before="{80 if level == 1 else 0}" w:after="20"/><w:ind w:left="{(level - 1) * 284}"/>',
        letters="<w:b/>" if level == 1 else "",
    )
