"""Numbers as people type them and as a reader expects them."""

import re
from decimal import Decimal

_MISSING = frozenset({"", "-", "–", "—", "…", "..", "...", "yok", "veri yok"})
_PLAIN = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,6})?\Z")


def parse_number(text: str) -> Decimal | None:
    """Return the number that a cell holds; None where it says that there is none ("", "–", "veri yok").

    Turkish and English ways of writing are understood: ``1.234,5``, ``1 234,5``, ``1,234.5``, ``12,5``, ``12.5``,
    ``%45``, ``45 %``. A single point or comma before exactly three figures is read as Turkish reads it: ``1.234`` is
    one thousand two hundred and thirty-four, ``1,234`` is one and a bit. Raises ValueError.
    """
    typed = text.strip().replace("\u2212", "-").replace("\u00a0", " ").replace("\u202f", " ")
    if typed.casefold() in _MISSING:
        return None
    typed = typed.strip("%₺ ").removesuffix("TL").strip()
    typed = re.sub(r"(?<=\d)[ ’'](?=\d{3}(?:\D|$))", "", typed)
    points, commas = typed.count("."), typed.count(",")
    if points and commas:
        decimal = max(typed.rfind("."), typed.rfind(","))
        typed = re.sub(r"[.,]", "", typed[:decimal]) + "." + typed[decimal + 1 :]
    elif commas > 1:
        typed = _grouped(typed, ",")
    elif commas:
        typed = typed.replace(",", ".")
    elif points > 1 or re.fullmatch(r"[+-]?[1-9]\d{0,2}\.\d{3}", typed):
        typed = _grouped(typed, ".")
    if not _PLAIN.match(typed) or not typed.isascii():
        raise ValueError(text)
    return Decimal(typed)


def _grouped(typed: str, sign: str) -> str:
    if not re.fullmatch(rf"[+-]?\d{{1,3}}(?:\{sign}\d{{3}})+", typed):
        raise ValueError(typed)
    return typed.replace(sign, "")


def shown(value: Decimal, *, unit: str = "", language: str = "tr") -> str:
    """Return a number as the language writes it: 1.234,5 in Turkish, 1,234.5 in English; per cent is written with it."""
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = text.replace("-", "\u2212")
    if language == "tr":
        text = text.translate(str.maketrans(",.", ".,"))
    if unit == "%":
        return f"%{text}" if language == "tr" else f"{text}%"
    return text
