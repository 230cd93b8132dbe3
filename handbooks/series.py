"""References from one book of the series to another: ``kitap:2``, ``kitap:2#anchor``.

A book is referred to by its number, so that a link holds whatever its title or address becomes. A working text looks the others up as
they are written now; an edition prints the titles that the series had on its day.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from atasehir_portal.documents.kinds import Elsewhere
from atasehir_portal.documents.models import Block, Section
from atasehir_portal.markdown import Target
from handbooks.models import Handbook


def address(number: int, anchor: str = "") -> str:
    """Return the address of a book, or of a place in it, that does not change."""
    args = [number, anchor] if anchor else [number]
    return reverse("handbooks:by_number", args=args)


def title_of(number: int, title: str) -> str:
    """Return what the text calls another book."""
    return gettext("Book %(number)s, “%(title)s”") % {"number": number, "title": title}


def as_written(number: str, anchor: str) -> Target | None:
    """Return another book as it is now; None where there is none, or no such place in it. At most three queries."""
    book = Handbook.objects.select_related("document").filter(number=int(number)).first()
    if book is None or (anchor and not _has_place(book, anchor)):
        return None
    return Target(title_of(book.number, book.title), address(book.number, anchor))


def _has_place(book: Handbook, anchor: str) -> bool:
    return (
        Section.objects.filter(document=book.document_id, anchor=anchor, removed_at=None).exists()
        or Block.objects.filter(document=book.document_id, data__anchor=anchor, removed_at=None).exists()
    )


def as_printed(series: Sequence[Sequence[Any]]) -> Elsewhere:
    """Return what an edition knows of the other books: the numbers and titles that it was published with."""
    titles = {int(number): str(title) for number, title in series}

    def find(number: str, anchor: str) -> Target | None:
        if int(number) not in titles:
            return None
        words = title_of(int(number), titles[int(number)])
        return Target(words, f"{settings.SITE_URL}{address(int(number), anchor)}")

    return find
