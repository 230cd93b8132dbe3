"""The public library: books and editions, reading, searching, citing, files."""

from handbooks.views.public.books import book, edition, edition_page, library
from handbooks.views.public.citing import cite, cite_file
from handbooks.views.public.files import download, figure
from handbooks.views.public.reading import figure_page, read, sources
from handbooks.views.public.searching import search
from handbooks.views.public.texts import text

__all__ = [
    "book",
    "cite",
    "cite_file",
    "download",
    "edition",
    "edition_page",
    "figure",
    "figure_page",
    "library",
    "read",
    "search",
    "sources",
    "text",
]
