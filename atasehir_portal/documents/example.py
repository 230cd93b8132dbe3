"""Removing example documents: the only way past the guard that keeps versions for ever, and only for marked rows."""

from collections.abc import Collection

import pgtrigger
from django.db import transaction

from atasehir_portal.documents.models import Document, Version


@transaction.atomic
def remove(document_ids: Collection[int]) -> int:
    """Remove example documents with everything in them; return how many. Rows of upper rooms that point to them go
    first.

    Raises ValueError, and removes nothing, where one of the documents or versions is not marked as an example.
    """
    documents = Document.objects.filter(pk__in=document_ids)
    versions = Version.objects.filter(document__in=documents)
    if documents.filter(is_example=False).exists() or versions.filter(is_example=False).exists():
        raise ValueError("only documents that are marked as examples can be removed")
    with pgtrigger.ignore("documents.Version:documents_version_is_frozen"):
        # one statement: versions of a chain protect each other row by row
        versions._raw_delete(versions.db)
    count = documents.count()
    documents.delete()
    return count
