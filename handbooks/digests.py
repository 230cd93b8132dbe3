"""The draft of a book as it stands, and by what it is known again."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from atasehir_portal.documents import queries as documents
from atasehir_portal.documents.models import Document
from atasehir_portal.documents.nodes import Reading
from atasehir_portal.documents.services.versions import canonical, snapshot_of


def digest_of(snapshot: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a text as it stands."""
    return sha256(canonical(snapshot)).hexdigest()


def draft_of(document: Document) -> tuple[Reading, str]:
    """Return a draft as it is read in its workspace, and its digest: of one and the same text, fetched once."""
    snapshot = snapshot_of(document)
    reading = documents.read_snapshot(
        snapshot,
        figure_address=documents.draft_figure_address(document),
        chapter_address=documents.workspace_chapter_address(document),
    )
    return reading, digest_of(snapshot)
