"""The file store as a whole: uploaded and made files, in a folder or in S3-compatible storage."""

from collections.abc import Iterator

from django.core.files.storage import Storage, default_storage


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
