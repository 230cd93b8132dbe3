"""Typed text and addresses, before anything is made of them."""

import re
from urllib.parse import urlsplit

from atasehir_portal import cleaning

_ANCHOR = re.compile(r"#[A-Za-z0-9][A-Za-z0-9_-]{0,120}\Z")
# another book of the same series, and a place in it: kitap:2, kitap:2#bolum
BOOK = re.compile(r"kitap:([1-9]\d?)(?:#([A-Za-z0-9][A-Za-z0-9_-]{0,120}))?\Z")
_EMPTY_LINES = re.compile(r"\n{3,}")
_LINE_ENDS = re.compile(r"[ \t]+$", re.MULTILINE)


def clean(text: str) -> str:
    """Return typed text as it is kept: composed letters, plain line ends, without signs that hide or reorder text.

    A tab becomes spaces. Spaces at the ends of lines go: a break of the line is written with a backslash, which
    everybody sees.
    """
    text = _LINE_ENDS.sub("", cleaning.text(text.replace("\x00", "")).expandtabs(4))
    # lines that were nothing but spaces are empty by now
    return _EMPTY_LINES.sub("\n\n", text)


def clean_line(text: str) -> str:
    """Return typed text as one line without spaces at its ends."""
    return cleaning.line(text.replace("\x00", ""))


def is_safe_address(address: str) -> bool:
    """Return whether a link may point there: http(s), mailto, an anchor of the page, a path of the portal, another book
    of the series."""
    if (
        not address
        or len(address) > 2000
        or "\\" in address
        or any(ord(sign) <= 0x20 or ord(sign) == 0x7F for sign in address)
    ):
        return False
    if address[0] == "#":
        return bool(_ANCHOR.match(address))
    if address[0] == "/":
        return not address.startswith("//")
    if BOOK.match(address):
        return True
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return "@" in parts.path
    # a name before the host ("https://belediye.example@elsewhere") only serves to deceive
    return parts.scheme in {"http", "https"} and bool(host) and "@" not in parts.netloc


_LITERAL = re.compile(r"([\\`*_\[\]<&])")


def literal(words: str) -> str:
    """Return words of one line so that Markdown reads them as they stand."""
    return _LITERAL.sub(r"\\\1", words)
