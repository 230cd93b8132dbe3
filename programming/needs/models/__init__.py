"""What the needs room keeps, by noun."""

from programming.needs.models.coverage import CoverageCell, CoverageCounted, Facet, QuarterlyTable
from programming.needs.models.drafts import NeedDraft
from programming.needs.models.files import NeedFile
from programming.needs.models.merging import Merging
from programming.needs.models.need import (
    Became,
    Channel,
    ConsentHow,
    Need,
    NeedState,
    PeopleRange,
    Since,
    Urgency,
    Visibility,
)
from programming.needs.models.outreach import OPEN_TASKS, OutreachKind, OutreachTask
from programming.needs.models.sheets import BatchFailure, BatchState, NeedBatch, NeedBatchRow
from programming.needs.models.thread import ConfidentialLook, NeedEvent
from programming.needs.models.voices import NeedSupport, SupportQuerySet

__all__ = [
    "OPEN_TASKS",
    "BatchFailure",
    "BatchState",
    "Became",
    "Channel",
    "ConfidentialLook",
    "ConsentHow",
    "CoverageCell",
    "CoverageCounted",
    "Facet",
    "Merging",
    "Need",
    "NeedBatch",
    "NeedBatchRow",
    "NeedDraft",
    "NeedEvent",
    "NeedFile",
    "NeedState",
    "NeedSupport",
    "OutreachKind",
    "OutreachTask",
    "PeopleRange",
    "QuarterlyTable",
    "Since",
    "SupportQuerySet",
    "Urgency",
    "Visibility",
]
