"""The file store as a whole: uploaded and made files, in a folder or in S3-compatible storage."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.db import transaction
from django.utils import timezone

# What was stored for a row that was then not written; nothing is younger than a day and still wanted.
LEFT_AFTER = timedelta(days=1)


def stored_files(storage: Storage = default_storage, folder: str = "") -> Iterator[str]:
    """Return the names of all stored files below a folder ("" or a name that ends in "/"), except those that health checks
    write and remove.
    """
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        if name:
            yield f"{folder}{name}"
    for name in sorted(folders):
        if f"{folder}{name}" != "health":
            yield from stored_files(storage, f"{folder}{name}/")


def keep(folder: str, content: bytes, ending: str) -> str:
    """Store an attached file below a folder (without "/" at its end) under a random name that says nothing; return the name."""
    name = uuid4().hex
    return default_storage.save(f"{folder}/{name[:2]}/{name[2:]}{ending}", ContentFile(content))


def forget_stored(sender: Any, *, instance: Any, **_rest: Any) -> None:
    """After a row that names its file as ``stored`` is gone, by whatever way: delete the file; where that fails a sweep finds it."""
    transaction.on_commit(lambda: default_storage.delete(instance.stored), robust=True)


def sweep_left(folder: str, model: Any) -> int:
    """Delete the files below a folder that are a day old and that no row of the model names as ``stored``. Returns how many."""
    before = timezone.now() - LEFT_AFTER
    # The files first: what is stored while this runs is too young to be among them.
    old = [name for name in stored_files(folder=f"{folder}/") if default_storage.get_modified_time(name) < before]
    kept = set(model._default_manager.filter(stored__in=old).values_list("stored", flat=True)) if old else set()
    left = [name for name in old if name not in kept]
    for name in left:
        default_storage.delete(name)
    return len(left)
