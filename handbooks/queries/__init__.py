"""Reads of the handbooks room: the library, one book, its chapters, the publishing desk."""

from handbooks.queries.access import get_on_desk, get_readable
from handbooks.queries.board import EVENTS_SHOWN, Desk, desk, desks, events_visible_to, my_books
from handbooks.queries.downloads import SHOWN_FROM, downloads_of, shown_downloads
from handbooks.queries.errata import corrected_by, errata_and_corrections, errata_of, open_errata
from handbooks.queries.library import (
    Shelf,
    by_reference,
    edition,
    figure_address,
    in_force,
    in_public,
    library,
    light_editions,
    reference_of,
    shelf,
    shows_figure,
)
from handbooks.queries.reviews import review_of, standing_of
from handbooks.queries.rounds import is_on, open_round, open_rounds
from handbooks.queries.searching import found_words, search

__all__ = [
    "EVENTS_SHOWN",
    "SHOWN_FROM",
    "Desk",
    "Shelf",
    "by_reference",
    "corrected_by",
    "desk",
    "desks",
    "downloads_of",
    "edition",
    "errata_and_corrections",
    "errata_of",
    "events_visible_to",
    "figure_address",
    "found_words",
    "get_on_desk",
    "get_readable",
    "in_force",
    "in_public",
    "is_on",
    "library",
    "light_editions",
    "my_books",
    "open_errata",
    "open_round",
    "open_rounds",
    "reference_of",
    "review_of",
    "search",
    "shelf",
    "shown_downloads",
    "shows_figure",
    "standing_of",
]
