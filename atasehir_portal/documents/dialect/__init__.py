"""The Markdown form of a document: reading it, writing it, without loss in either direction.

Chapter files hold headings ``# Title {#anchor}`` to ``###``, ``:::aim``, running text, and the directives ``:::box``,
``:::table``, ``:::figure`` (and ``:::block`` for kinds of upper rooms); ``kaynakca.toml`` holds the sources,
``sozluk.toml`` the glossary, ``kitap.toml`` what the book says about itself. One top-level element is one block.
"""

from atasehir_portal.documents.dialect.book import ParsedBook, parse_book
from atasehir_portal.documents.dialect.chapter import DialectError, ParsedBlock, ParsedSection, parse_chapter
from atasehir_portal.documents.dialect.writing import picture_files, written_book

__all__ = [
    "DialectError",
    "ParsedBlock",
    "ParsedBook",
    "ParsedSection",
    "parse_book",
    "parse_chapter",
    "picture_files",
    "written_book",
]
