"""What this room registers with the rooms below it (called once by ``AppConfig.ready``)."""

from collections.abc import Iterable
from typing import Any

from atasehir_portal.accounts.models import User
from atasehir_portal.accounts.personal_data import PersonalData, personal_data
from atasehir_portal.documents import past
from atasehir_portal.documents.models import (
    BlockConflict,
    BlockRevision,
    ChainCheck,
    EntryRevision,
    Move,
    SectionRevision,
)


def connect() -> None:
    """Register what the room holds about persons: that they wrote something."""
    personal_data.register(PersonalData("documents", export_for, erase_for))


def export_for(user: User) -> list[dict[str, Any]]:
    """Return what this person wrote and moved: texts, headings and entries of lists as they were saved, texts that met a
    newer one, and what they put in another place, by its words."""
    texts = BlockRevision.objects.filter(author=user).select_related("block__document", "organisation").order_by("pk")
    headings = SectionRevision.objects.filter(author=user).select_related("section__document", "organisation")
    entries = EntryRevision.objects.filter(author=user).select_related("document", "organisation")
    moved = Move.objects.filter(author=user).select_related("document", "block", "section", "organisation")
    kept = BlockConflict.objects.filter(author=user).select_related("block__document", "organisation").order_by("pk")
    return [
        *_rows((row, row.block.document.title, row.body) for row in texts),
        *_rows((row, row.section.document.title, row.title) for row in headings.order_by("pk")),
        *_rows((row, row.document.title, row.name) for row in entries.order_by("pk")),
        *_rows((row, row.block.document.title, row.body) for row in kept),
        *_rows((row, row.document.title, _words(row)) for row in moved.order_by("pk")),
    ]


def _words(move: Move) -> str:
    if move.block is not None:
        return past.words_of(move.block.kind, move.block.body, move.block.data)
    return move.section.title if move.section else ""


def _rows(written: Iterable[tuple[Any, str, str]]) -> list[dict[str, Any]]:
    return [
        {
            "title": title,
            "text": text,
            "reason": getattr(row, "reason", ""),
            "organisation": row.organisation.name if row.organisation else "",
            "created_at": row.created_at.isoformat(),
        }
        for row, title, text in written
    ]


def erase_for(user: User) -> None:
    """Take the person's name from what they wrote. The texts belong to the document and stay, under organisation or
    unit; what was set aside and never became part of it goes.
    """
    BlockConflict.objects.filter(author=user, resolved_at__isnull=False, resolved_revision=None).delete()
    for model in (BlockRevision, SectionRevision, EntryRevision, BlockConflict, Move):
        model._default_manager.filter(author=user).update(author=None)
    ChainCheck.objects.filter(by=user).update(by=None)
