"""How often the books are fetched, counted by the day. Nothing about who fetched them is kept or looked at."""

import logging
import re

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from handbooks.models import DownloadCount, Edition

logger = logging.getLogger(__name__)

# What fetches files for machines says so; a book that was indexed was not read. (Cubot makes telephones.)
_ROBOT = re.compile(
    r"(?<!cu)bot(?![a-z])|crawl|spider|slurp|preview|monitor|headless|archiver|fetcher|scan", re.IGNORECASE
)


def is_robot(user_agent: str) -> bool:
    """Return whether a program that says this of itself fetches files for itself and not for a person. Nothing of it is kept."""
    return not user_agent or _ROBOT.search(user_agent) is not None


def count_download(*, edition: Edition, kind: str) -> None:
    """Count one download of today, however many happen at once. A count that fails is lost, and the download goes on."""
    table = DownloadCount._meta.db_table
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} AS kept (edition_id, kind, day, count) VALUES (%s, %s, %s, 1)"  # noqa: S608 – our own table
                " ON CONFLICT (edition_id, kind, day) DO UPDATE SET count = kept.count + 1",
                [edition.pk, kind, timezone.localdate()],
            )
    except DatabaseError as error:
        logger.warning("a download was not counted (%s)", type(error).__name__)
