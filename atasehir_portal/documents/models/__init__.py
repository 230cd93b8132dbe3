"""The one co-writing engine: long texts that several people write, discuss, freeze and print."""

from atasehir_portal.documents.models.history import (
    BlockConflict,
    BlockLineage,
    BlockRevision,
    ChainCheck,
    LineageKind,
    Move,
    SectionRevision,
    Version,
)
from atasehir_portal.documents.models.moderation import Moderation, ModerationState, Report
from atasehir_portal.documents.models.round_reports import ReportKind, RoundReport
from atasehir_portal.documents.models.rounds import (
    Comment,
    HarmKind,
    InputChannel,
    Round,
    RoundQuestion,
    RoundState,
    Suggestion,
    SuggestionAct,
    TakesPart,
)
from atasehir_portal.documents.models.sources import (
    EntryAct,
    EntryList,
    EntryRevision,
    IndexEntry,
    Source,
    SourceKind,
    Term,
)
from atasehir_portal.documents.models.text import Block, BlockKind, BoxKind, Document, Section

__all__ = [
    "Block",
    "BlockConflict",
    "BlockKind",
    "BlockLineage",
    "BlockRevision",
    "BoxKind",
    "ChainCheck",
    "Comment",
    "Document",
    "EntryAct",
    "EntryList",
    "EntryRevision",
    "HarmKind",
    "IndexEntry",
    "InputChannel",
    "LineageKind",
    "Moderation",
    "ModerationState",
    "Move",
    "Report",
    "ReportKind",
    "Round",
    "RoundQuestion",
    "RoundReport",
    "RoundState",
    "Section",
    "SectionRevision",
    "Source",
    "SourceKind",
    "Suggestion",
    "SuggestionAct",
    "TakesPart",
    "Term",
    "Version",
]
