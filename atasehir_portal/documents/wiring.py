"""What this room registers with the rooms below it (called once by ``AppConfig.ready``)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import pgettext_lazy

from atasehir_portal.accounts.models import User
from atasehir_portal.accounts.personal_data import PersonalData, personal_data
from atasehir_portal.documents import past, round_wiring
from atasehir_portal.documents.models import (
    BlockConflict,
    BlockRevision,
    ChainCheck,
    EntryRevision,
    Move,
    SectionRevision,
    Version,
)
from atasehir_portal.documents.moderating import queries as of_moderation
from atasehir_portal.documents.moderating import wiring as moderation
from atasehir_portal.documents.reporting.services import make_final
from atasehir_portal.documents.round_signals import round_closed
from atasehir_portal.documents.suggesting import wiring as suggestions

# What was done with a text, by the code in the export.
VALUES = {
    "act": {
        "text": pgettext_lazy("own data", "text written"),
        "heading": pgettext_lazy("own data", "heading written"),
        "list entry": pgettext_lazy("own data", "entry of a list written"),
        "text beside a newer one": pgettext_lazy("own data", "text set aside beside a newer one"),
        "suggestion change": pgettext_lazy("own data", "other words proposed"),
        "suggestion insert": pgettext_lazy("own data", "new text proposed"),
        "suggestion remove": pgettext_lazy("own data", "removal proposed"),
        "moved": pgettext_lazy("own data", "moved to another place"),
        "version frozen": pgettext_lazy("own data", "version frozen"),
        "versions verified": pgettext_lazy("own data", "versions verified"),
        "opinion in a round": pgettext_lazy("own data", "opinion given in a round"),
        "reply in a round": pgettext_lazy("own data", "reply written in a round"),
        "report": pgettext_lazy("own data", "text reported"),
        "appeal": pgettext_lazy("own data", "appeal against hiding a text"),
    }
}


def connect() -> None:
    """Register what the room holds about persons (that they wrote something), and what rounds need."""
    personal_data.register(PersonalData("documents", export_for, erase_for, values=VALUES))
    round_wiring.connect()
    suggestions.connect()
    moderation.connect()
    round_closed.connect(make_final, dispatch_uid="documents.make_final_report")


def export_for(user: User) -> list[dict[str, Any]]:
    """Return what this person wrote and did: texts, headings and entries of lists as they were saved, texts that met a newer
    one, what they put in another place, by its words, versions that they froze, and that they had versions verified.

    ``act`` says which of these a row is.
    """
    texts = BlockRevision.objects.filter(author=user).select_related("block__document", "organisation").order_by("pk")
    headings = SectionRevision.objects.filter(author=user).select_related("section__document", "organisation")
    entries = EntryRevision.objects.filter(author=user).select_related("document", "organisation")
    moved = Move.objects.filter(author=user).select_related("document", "block", "section", "organisation")
    kept = BlockConflict.objects.filter(author=user).select_related("block__document", "organisation").order_by("pk")
    frozen = Version.objects.filter(created_by=user).defer("snapshot").select_related("document").order_by("pk")
    checked = ChainCheck.objects.filter(by=user).select_related("document").order_by("pk")
    hidden = of_moderation.words_of_own(user)
    return [
        *_rows("text", ((row, row.block.document.title, row.body) for row in texts)),
        *_rows("heading", ((row, row.section.document.title, row.title) for row in headings.order_by("pk"))),
        *_rows("list entry", ((row, row.document.title, row.name) for row in entries.order_by("pk"))),
        *_rows("text beside a newer one", ((row, row.block.document.title, row.body) for row in kept)),
        *_rows("moved", ((row, row.document.title, _words(row)) for row in moved.order_by("pk"))),
        *(_row("version frozen", row.document.title, str(row.number), row.created_at, row.note) for row in frozen),
        *suggestions.export_for(user, hidden),
        *(_row("versions verified", row.document.title, str(row.versions), row.at) for row in checked),
        *round_wiring.said_by(user, hidden),
        *moderation.export_for(user),
    ]


def _words(move: Move) -> str:
    if move.block is not None:
        return past.words_of(move.block.kind, move.block.body, move.block.data)
    return move.section.title if move.section else ""


def _rows(act: str, written: Iterable[tuple[Any, str, str]]) -> list[dict[str, Any]]:
    return [
        _row(
            act,
            title,
            text,
            row.created_at,
            getattr(row, "reason", ""),
            row.organisation.name if row.organisation else "",
        )
        for row, title, text in written
    ]


def _row(act: str, title: str, text: str, at: datetime, reason: str = "", organisation: str = "") -> dict[str, Any]:
    return {
        "act": act,
        "title": title,
        "text": text,
        "reason": reason,
        "organisation": organisation,
        "created_at": at.isoformat(),
    }


def erase_for(user: User) -> None:
    """Take the person's name from what they wrote. The texts belong to the document and stay, under organisation or
    unit; what was set aside and never became part of it goes.
    """
    BlockConflict.objects.filter(author=user, resolved_at__isnull=False, resolved_revision=None).delete()
    for model in (BlockRevision, SectionRevision, EntryRevision, BlockConflict, Move):
        model._default_manager.filter(author=user).update(author=None)
    ChainCheck.objects.filter(by=user).update(by=None)
    round_wiring.forget(user)
    suggestions.erase_for(user)
    moderation.erase_for(user)
