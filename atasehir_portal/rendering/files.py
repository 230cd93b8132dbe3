"""The files of renderings: one for the same bytes, under the name of their hash, as long as a row has it.

Whoever stores a file or takes one away holds the lock of its content meanwhile, until the row that has it is written or is seen not to
be there: a file is never deleted between being stored for a row and that row being committed.
"""

import logging
import re
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from atasehir_portal.rendering.models import Rendering
from atasehir_portal.stored import stored_files

logger = logging.getLogger(__name__)

FOLDER = "renderings"
# What a worker that was killed, or a store that did not answer, left behind; nothing is younger than a day and still wanted.
LEFT_AFTER = timedelta(days=1)
_NAME = re.compile(rf"{FOLDER}/([0-9a-f]{{2}})/([0-9a-f]{{62}})\.\w+")


def name_of(sha: str, kind: str) -> str:
    """Return under which name a file with this SHA-256 is kept."""
    return f"{FOLDER}/{sha[:2]}/{sha[2:]}.{kind}"


def lock_content(sha: str) -> None:
    """Wait for whoever stores or takes away a file with this SHA-256, and hold the lock until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(sha[:15], 16)])


def forget_file(name: str) -> bool:
    """Delete a file that no rendering has. Returns whether it was deleted. Call after the commit that took its row away."""
    with transaction.atomic():
        if named := _NAME.fullmatch(name):
            lock_content(named[1] + named[2])
        if Rendering.objects.filter(file=name).exists():
            return False
        default_storage.delete(name)
        return True


def forget_on_commit(name: str) -> None:
    """Delete a file after the transaction unless a rendering has it; where that fails the nightly sweep finds it."""
    transaction.on_commit(lambda: forget_file(name), robust=True)


def sweep_files() -> int:
    """Delete files that are a day old and belong to no rendering. Returns how many."""
    before = timezone.now() - LEFT_AFTER
    old = [name for name in stored_files(folder=f"{FOLDER}/") if default_storage.get_modified_time(name) < before]
    swept = 0
    for name in old:
        swept += forget_file(name)
    if swept:
        logger.info("%s files that belong to no rendering are deleted", swept)
    return swept
