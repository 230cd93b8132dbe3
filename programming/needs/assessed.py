"""What the taking up of needs into assessments (a room above) does to the needs: their state, their story, who is told.

Neither the title nor the text of an assessment stands in the need's story: it may still be written where few can read it. The panel of
the room above says which it is, to those who may find it.
"""

from django.db import transaction

from atasehir_portal.accounts.models import User
from atasehir_portal.notifications.services import notify
from programming.needs.models import Need, NeedEvent, NeedState
from programming.needs.services import raisers


@transaction.atomic
def take_into_assessment(*, need: Need, by: User, event: str) -> None:
    """Note that an assessment takes the need up, and tell whoever raised it. A need that was only heard is in assessment from then on.

    The room above decides who may; ``event`` names the link, so that the same one is told once.
    """
    _move(need, NeedState.SUBMITTED, NeedState.IN_ASSESSMENT)
    _note(need, by, "gathered", "", event)


@transaction.atomic
def let_out_of_assessment(*, need: Need, by: User | None, reason: str, event: str, is_last: bool) -> None:
    """Note that an assessment no longer takes the need up, with the reason, and tell whoever raised it; with the last one it is heard
    and no more."""
    if is_last:
        _move(need, NeedState.IN_ASSESSMENT, NeedState.SUBMITTED)
    _note(need, by, "released", reason, event)


@transaction.atomic
def note_measure(*, need: Need, by: User | None, act: str, note: str, event: str) -> None:
    """Note that a measure rests on an assessment which takes the need up ("measure_rests"), or does no longer ("measure_left", with the
    reason), and tell whoever raised it. The state of the need and what became of it stay as they are."""
    _note(need, by, act, note, event)


def _move(need: Need, source: str, target: str) -> None:
    """Change the state where it is the one that the step begins from; an answered need stays answered."""
    if Need.objects.filter(pk=need.pk, state=source).update(state=target):
        need.state = NeedState(target)


def _note(need: Need, by: User | None, act: str, note: str, event: str) -> None:
    NeedEvent.objects.create(need=need, act=act, actor=by, note=note[:300])
    notify(
        recipients=raisers(need),
        kind=f"need_{act}",
        reference=need.reference,
        event=event,
        is_example=need.is_example,
    )
