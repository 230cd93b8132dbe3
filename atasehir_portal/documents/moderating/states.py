"""The states of a moderation and the acts between them. That an appeal is judged by another person than hid the text, the service
and the database say."""

from atasehir_portal.documents.models import ModerationState
from atasehir_portal.documents.moderating.permissions import appeals, hides, judges
from atasehir_portal.transitions import Table, Transition

MODERATION_TRANSITIONS = Table(
    "state",
    Transition("leave", (ModerationState.REPORTED,), ModerationState.LEFT, judges),
    Transition("hide", (ModerationState.REPORTED,), ModerationState.HIDDEN, hides),
    Transition("appeal", (ModerationState.HIDDEN,), ModerationState.APPEALED, appeals),
    Transition("confirm", (ModerationState.APPEALED,), ModerationState.CONFIRMED, judges),
    Transition("restore", (ModerationState.HIDDEN, ModerationState.APPEALED), ModerationState.RESTORED, judges),
)
