"""The theme and the table of typefaces: Word expects them, so that colours and typefaces can be changed for a whole file."""

from atasehir_portal.documents.docx.ooxml import DEEP, INK, NAMESPACES, TINT, WARN

FONT = "Calibri"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="9525" cap="flat" cmpd="sng" algn="ctr">{_FILL}<a:prstDash val="solid"/></a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme() -> str:
    """Return the theme: the portal's colours, one typeface."""
    colours = {
        "dk1": INK, "lt1": "FFFFFF", "dk2": DEEP, "lt2": TINT, "accent1": DEEP, "accent2": "C4552D", "accent3": "E9B44C",
        "accent4": "5B6670", "accent5": WARN, "accent6": "7A5410", "hlink": DEEP, "folHlink": "5B6670",
    }  # fmt: skip
    scheme = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in colours.items())
    letters = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    return (
        f'{_HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Portal"><a:themeElements>'
        f'<a:clrScheme name="Portal">{scheme}</a:clrScheme><a:fontScheme name="Portal"><a:majorFont>{letters}</a:majorFont>'
        f'<a:minorFont>{letters}</a:minorFont></a:fontScheme><a:fmtScheme name="Portal"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{_LINE * 3}</a:lnStyleLst><a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def typefaces() -> str:
    """Return the table of typefaces."""
    rows = "".join(
        f'<w:font w:name="{name}"><w:charset w:val="A2"/><w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
        for name, family, pitch in ((FONT, "swiss", "variable"), ("Consolas", "modern", "fixed"))
    )
    return f"{_HEAD}<w:fonts {NAMESPACES}>{rows}</w:fonts>"
