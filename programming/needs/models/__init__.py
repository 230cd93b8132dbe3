"""What the needs room keeps, by noun."""

from programming.needs.models.coverage import CoverageCell, CoverageCounted, Facet, QuarterlyTable
from programming.needs.models.drafts import NeedDraft
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
from programming.needs.models.outreach import OutreachKind, OutreachTask
from programming.needs.models.thread import ConfidentialLook, NeedEvent
from programming.needs.models.voices import NeedSupport, SupportQuerySet

__all__ = [
    "Became",
    "Channel",
    "ConfidentialLook",
    "ConsentHow",
    "CoverageCell",
    "CoverageCounted",
    "Facet",
    "Need",
    "NeedDraft",
    "NeedEvent",
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
