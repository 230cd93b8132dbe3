"""What a Turkish typesetter does by hand: things that belong together do not part at the end of a line.

``bind`` is a pure function over HTML. It changes spaces to non-breaking spaces and wraps last words; it never changes a letter.
"""

import re
from collections.abc import Iterator

NO_BREAK = "\u00a0"

_MONTHS = "Ocak|Şubat|Mart|Nisan|Mayıs|Haziran|Temmuz|Ağustos|Eylül|Ekim|Kasım|Aralık"
_UNITS = (
    "sayılı|kişi|kişilik|kişiye|kişiyle|iş günü|gün|hafta|ay|yıl|yılda|saat|dakika|"
    r"madde\w*|fıkra\w*|bölüm\w*|basım|proje|oy|imza|TL|km|cm|mm|m²"
)

# Each rule is a pattern and what takes its place; the space that must not break is the one that becomes NO_BREAK.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # md. 13, s. 42, bkz. Bölüm 3, RG 13/7/2005
    (re.compile(r"\b(md\.|m\.|s\.|bkz\.|RG|No\.|par\.) (?=[\dA-ZÇĞİÖŞÜ])"), rf"\1{NO_BREAK}"),
    # [5, m. 7]
    (re.compile(r"(\d,) (?=(?:md\.|m\.|s\.|par\.))"), rf"\1{NO_BREAK}"),
    # Bölüm 3, Şekil 3.1, kabul 3/7/2005
    (re.compile(r"\b(Bölüm|Kısım|Şekil|Çizelge|Ek|Kitap|Madde|kabul|değişiklik|yürürlük) (?=\d)"), rf"\1{NO_BREAK}"),
    # 21 Mayıs 2012, 21 Mayıs
    (re.compile(rf"\b(\d{{1,2}}) ({_MONTHS}) (?=\d{{4}})"), rf"\1{NO_BREAK}\2{NO_BREAK}"),
    (re.compile(rf"\b(\d{{1,2}}) (?={_MONTHS})"), rf"\1{NO_BREAK}"),
    # 5393 sayılı, 24 kişilik, 1. basım
    (re.compile(rf"(\d\.?) (?=(?:{_UNITS})\b)"), rf"\1{NO_BREAK}"),
    # a dash, a middle dot or a dagger never begins a line
    (re.compile(r" (?=[·–] |†)"), NO_BREAK),
)
_TAG = re.compile(r"(<[^>]+>)")
_UNTOUCHED = {"style", "title", "script", "svg", "code", "pre"}
# A document symbol such as HR/PUB/06/8 or CM(2017)83-final would break at its slashes.
_SYMBOL = re.compile(r"\b([A-Z]{1,5}(?:/[A-Z]{1,5})*(?:\(\d{4}\)\d+(?:-\w+)?|(?:/\d+)+))(?!\w)")
# 17–19 Mart 2026 would break after its dash.
_DAYS = re.compile(rf"(?<![\w–])(\d{{1,2}}–\d{{1,2}}{NO_BREAK}(?:{_MONTHS})(?:{NO_BREAK}\d{{4}})?)(?!\w)")
# A paragraph does not end with a line of one short word, nor its last word in a syllable.
_LAST_SHORT_WORD = re.compile(r"(?<=[\w,;]) ([^\s<>]{1,5}[.!?…”]*)(?=</(?:p|li|dd|figcaption)>)")
# Points, aims and leads are short: there a word of seven letters is short as well.
_LAST_WORD_OF_A_POINT = re.compile(r"(?<=[\w,;]) ([^\s<>]{6,7}[.!?…”]*)(?=</li>)")
_LAST_WORD_OF_AN_AIM = re.compile(r"(<p class=\"(?:aim|lead)\">[^<]*[\w,;]) ([^\s<>]{6,7}[.!?…”]*)(?=</p>)")
_END = r"(?:</(?:strong|em|b|i)>|[.,;:!?…”’)\]])*(?:</(?:p|li|dd|span)>|<span class=\"note\">)"
_LAST_WORD = re.compile(rf"(?<!<span class=\"whole\">)([ \u00a0][^\s<>&]{{9,}})(?={_END})")
_SPACE_BEFORE_INLINE = re.compile(r"(?<=[\w.,;:!?’”)]) (<(?:strong|em|b|i|a(?: [^>]*)?)>)(?=[\w\[“])")


def bind(html: str) -> str:
    """Return the HTML with Turkish bindings; tags, attributes and the contents of styles, titles and drawings stay as they are.

    The last long word of a paragraph, a point or a note, and one before a note, is wrapped in ``span.whole`` so that it is not
    divided: no paragraph ends in a syllable. Nothing is wrapped inside a link, which would lose its annotation. The space before
    such a word, and before emphasis and links, stands inside: where the space before an inline element is what does not fit any
    more, WeasyPrint 70 breaks the line much too early. Applying it twice gives the same as once.
    """
    bound = "".join(_bound_parts(_SPACE_BEFORE_INLINE.sub(r"\1 ", html)))
    bound = _LAST_SHORT_WORD.sub(rf"{NO_BREAK}\1", bound)
    bound = _LAST_WORD_OF_A_POINT.sub(rf"{NO_BREAK}\1", bound)
    bound = _LAST_WORD_OF_AN_AIM.sub(rf"\1{NO_BREAK}\2", bound)
    return _LAST_WORD.sub(r'<span class="whole">\1</span>', bound)


def _bound_parts(html: str) -> Iterator[str]:
    untouched: str | None = None
    in_symbol = in_link = False
    for part in _TAG.split(html):
        if part.startswith("<") and part.endswith(">"):
            name = part.strip("</>").split(maxsplit=1)[0].lower() if part.strip("</>") else ""
            if untouched is None and name in _UNTOUCHED and not part.startswith("</") and not part.endswith("/>"):
                untouched = name
            elif part.startswith("</") and name == untouched:
                untouched = None
            in_symbol = part == '<span class="keep">'
            in_link = not part.startswith("</") if name == "a" else in_link
        elif untouched is None and part.strip():
            for pattern, replacement in _RULES:
                part = pattern.sub(replacement, part)
            if not in_symbol and not in_link:
                part = _SYMBOL.sub(r'<span class="keep">\1</span>', part)
                part = _DAYS.sub(r'<span class="keep">\1</span>', part)
        yield part
