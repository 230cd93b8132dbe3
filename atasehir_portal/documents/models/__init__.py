"""The one co-writing engine: long texts that several people write, discuss, freeze and print."""

from atasehir_portal.documents.models.history import BlockConflict, BlockLineage, BlockRevision, Version
from atasehir_portal.documents.models.sources import Source, Term
from atasehir_portal.documents.models.text import Block, BlockKind, BoxKind, Document, Section

__all__ = [
    "Block",
    "BlockConflict",
    "BlockKind",
    "BlockLineage",
    "BlockRevision",
    "BoxKind",
    "Document",
    "Section",
    "Source",
    "Term",
    "Version",
]
