"""How far a batch is while it is taken in: named steps and a share, for the page that waits.

All needs are made in one transaction, so nobody sees a number of rows grow; the worker notes its step in the shared cache instead.
It holds no word of what is taken in, and where the cache is down the page shows the step that is sure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from programming.needs.models import NeedBatch

QUEUED, CHECKING, MAKING = 0, 1, 2
_STEPS: tuple[str | Promise, ...] = (_("In the queue"), _("Checked once more"), _("Taken in"))
# Where each step begins on the bar, in per cent.
_BEGINS = (0, 5, 40, 100)
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
    """Return how far a batch is that is being taken in."""
    try:
        step, share = cache.get(_key(batch)) or (QUEUED, 0.0)
    except (RedisError, OSError, TypeError, ValueError):
        step, share = QUEUED, 0.0
    shown = [
        ShownStep(number + 1, label, is_done=number < step, is_current=number == step)
        for number, label in enumerate(_STEPS)
    ]
    return Progress(shown, round(_BEGINS[step] + share * (_BEGINS[step + 1] - _BEGINS[step])))


def _key(batch: NeedBatch) -> str:
    return f"need-batch:{batch.pk}:{batch.attempts}"
