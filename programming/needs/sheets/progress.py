"""How far a batch is while it is taken in or back: named steps and a share, for the page that waits.

All needs are made (or withdrawn) in one transaction, so nobody sees a number of rows grow; the worker notes its step in the
shared cache instead. It holds no word of what is in the batch, and where the cache is down the page shows the step that is sure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from programming.needs.models import BatchState, NeedBatch

QUEUED, CHECKING, MAKING = 0, 1, 2
WITHDRAWING = 1
# The steps by what is done, and where each begins on the bar, in per cent.
_STEPS: dict[str, tuple[str | Promise, ...]] = {
    BatchState.IMPORTING: (_("In the queue"), _("Checked once more"), _("Taken in")),
    BatchState.UNDOING: (_("In the queue"), _("Withdrawn")),
}
_BEGINS: dict[str, tuple[int, ...]] = {BatchState.IMPORTING: (0, 5, 40, 100), BatchState.UNDOING: (0, 5, 100)}
_SECONDS = 600


@dataclass(frozen=True, slots=True)
class ShownStep:
    number: int
    label: str | Promise
    is_done: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything that ``needs/sheets/progress.html`` shows."""

    steps: Sequence[ShownStep]
    percent: int


def note(batch: NeedBatch, step: int, share: float) -> None:
    """Write down how far the worker is; nothing happens where the cache does not answer."""
    try:
        cache.set(_key(batch), (step, share), _SECONDS)
    except (RedisError, OSError):
        return


def progress_of(batch: NeedBatch) -> Progress:
    """Return how far a batch is that is being taken in or back."""
    state = batch.state if batch.is_at_work else BatchState.IMPORTING
    labels, begins = _STEPS[state], _BEGINS[state]
    try:
        step, share = cache.get(_key(batch)) or (QUEUED, 0.0)
    except (RedisError, OSError, TypeError, ValueError):
        step, share = QUEUED, 0.0
    shown = [
        ShownStep(number + 1, label, is_done=number < step, is_current=number == step)
        for number, label in enumerate(labels)
    ]
    return Progress(shown, round(begins[step] + share * (begins[step + 1] - begins[step])))


def _key(batch: NeedBatch) -> str:
    return f"need-batch:{batch.pk}:{batch.state}:{batch.attempts}"
