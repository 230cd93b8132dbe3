"""Pictures that nobody shows: uploaded into a form that was then left.

A picture is stored as soon as it is sent, so that it is not lost with an error elsewhere in the form; the block that shows it
is written later, or never.
"""

import logging
import re
from collections.abc import Iterator
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from atasehir_portal.documents.figures import FOLDER
from atasehir_portal.documents.models import Block, BlockConflict, BlockRevision, Version
from atasehir_portal.stored import stored_files

logger = logging.getLogger(__name__)

# A form that was left open as long as this is not sent any more.
LEFT_AFTER = timedelta(days=7)
_NAME = re.compile(rf"{FOLDER}/[A-Za-z0-9/_-]+\.[a-z]+")
_HOLDERS = ((Block, "data"), (BlockRevision, "data"), (BlockConflict, "data"), (Version, "snapshot"))


def _shown() -> set[str]:
    """Return the pictures that any text, earlier text, kept conflict or frozen version shows."""
    return {name for text in _texts() for name in _NAME.findall(text)}


def _texts() -> Iterator[str]:
    for model, column in _HOLDERS:
        rows = model._default_manager.annotate(words=Cast(column, TextField())).filter(words__contains=f"{FOLDER}/")
        yield from rows.values_list("words", flat=True).iterator(chunk_size=200)


def sweep_pictures() -> int:
    """Delete pictures that were uploaded a week ago and that nothing shows. Returns how many."""
    before = timezone.now() - LEFT_AFTER
    # The files first: what is uploaded and shown while this runs is too young to be among them.
    old = [
        name for name in stored_files(folder=f"{FOLDER}/documents/") if default_storage.get_modified_time(name) < before
    ]
    if not old:
        return 0
    shown = _shown()
    left = [name for name in old if name not in shown]
    for name in left:
        default_storage.delete(name)
    if left:
        logger.info("%s pictures of forms that were left are deleted", len(left))
    return len(left)
