"""How often the books were fetched."""

from collections.abc import Iterable

from django.db.models import Sum

from handbooks.models import DownloadCount, Edition

# Fewer say nothing about a book and might say something about a reader.
SHOWN_FROM = 10


def downloads_of(editions: Iterable[Edition]) -> dict[tuple[int, str], int]:
    """Return how often each file of these editions was fetched, by (edition, kind); one query."""
    rows = (
        DownloadCount.objects.filter(edition__in=[edition.pk for edition in editions])
        .values_list("edition", "kind")
        .annotate(total=Sum("count"))
        .order_by()
    )
    return {(edition, kind): total for edition, kind, total in rows}


def shown_downloads(editions: Iterable[Edition]) -> int:
    """Return how often these editions were fetched, in whatever format; 0 below ``SHOWN_FROM``."""
    total = sum(downloads_of(editions).values())
    return total if total >= SHOWN_FROM else 0
