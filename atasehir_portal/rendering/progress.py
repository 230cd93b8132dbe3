"""What a person reads while a file is made: named steps, a bar, one sentence.

An upper room puts ``progress_of(rendering, user)`` into its context as ``progress`` and includes ``rendering/progress.html``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from atasehir_portal.rendering.models import Kind, Reason, Rendering, State, Step
from atasehir_portal.rendering.permissions import can_retry_rendering, can_watch_rendering

_STEPS = {
    Kind.PDF.value: (Step.QUEUED, Step.PREPARING, Step.LAYING_OUT, Step.TAGGING, Step.STORING),
    # an electronic book is laid out by who reads it
    Kind.EPUB.value: (Step.QUEUED, Step.PREPARING, Step.TAGGING, Step.STORING),
}


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step of the bar; exactly one is current while the work goes on, none at its end."""

    number: int
    label: str | Promise
    is_done: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything that ``rendering/progress.html`` shows."""

    key: str
    steps: Sequence[ShownStep]
    percent: int
    sentence: str
    reason: str
    detail: str
    is_waiting: bool
    is_ready: bool
    can_watch: bool
    can_retry: bool


def progress_of(rendering: Rendering, user: Any) -> Progress:
    """Return how far a rendering is, in this person's language; without a query apart from the person's own role."""
    has_failed = rendering.state == State.FAILED
    return Progress(
        key=rendering.key,
        steps=_steps(rendering),
        percent=rendering.percent,
        sentence=_sentence(rendering),
        reason=str(Reason(rendering.error).label) if rendering.error and not rendering.is_ready else "",
        detail=rendering.error_detail if not rendering.is_ready else "",
        is_waiting=rendering.is_waiting,
        is_ready=rendering.is_ready,
        can_watch=can_watch_rendering(user, rendering),
        can_retry=has_failed and can_retry_rendering(user, rendering),
    )


def _steps(rendering: Rendering) -> list[ShownStep]:
    steps = _STEPS[rendering.kind]
    reached = len(steps) if rendering.is_ready else steps.index(Step(rendering.step))
    return [
        ShownStep(
            number, step.label, is_done=number <= reached, is_current=number == reached + 1 and rendering.is_waiting
        )
        for number, step in enumerate(steps, start=1)
    ]


def _sentence(rendering: Rendering) -> str:
    if rendering.is_ready and not rendering.pages:
        return _("The file is ready: %(size)s.") % {"size": filesizeformat(rendering.size)}
    if rendering.is_ready:
        ready = ngettext(
            "The file is ready: %(pages)d page, %(size)s.",
            "The file is ready: %(pages)d pages, %(size)s.",
            rendering.pages,
        )
        return ready % {"pages": rendering.pages, "size": filesizeformat(rendering.size)}
    if rendering.state == State.FAILED:
        return _("The file could not be prepared.")
    if rendering.state == State.QUEUED:
        if rendering.error:
            return _("The preparation was interrupted. It is tried again by itself.")
        return _("In the queue. It begins as soon as its turn comes; you can leave this page.")
    if rendering.step == Step.LAYING_OUT and rendering.pages:
        return ngettext(
            "%(pages)d page is laid out so far.", "%(pages)d pages are laid out so far.", rendering.pages
        ) % {"pages": rendering.pages}
    return _("The file is being prepared. You can leave this page.")
