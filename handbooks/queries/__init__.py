"""Reads of the handbooks room: the library, one book, its chapters, the publishing desk."""

from handbooks.queries.access import get_readable
from handbooks.queries.board import EVENTS_SHOWN, Desk, desks
from handbooks.queries.errata import corrections_of, errata_of, open_errata
from handbooks.queries.library import (
    Shelf,
    by_reference,
    chapter_address,
    downloadable,
    figure_address,
    in_force,
    library,
    light_editions,
    reading_of,
    reference_of,
    shelf,
    shows_figure,
)

__all__ = [
    "EVENTS_SHOWN",
    "Desk",
    "Shelf",
    "by_reference",
    "chapter_address",
    "corrections_of",
    "desks",
    "downloadable",
    "errata_of",
    "figure_address",
    "get_readable",
    "in_force",
    "library",
    "light_editions",
    "open_errata",
    "reading_of",
    "reference_of",
    "shelf",
    "shows_figure",
]
