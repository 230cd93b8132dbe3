"""Reads of suggestions: every list starts from ``readable_by``, one is fetched with ``get_suggestion``."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Count, F, Func, Q, QuerySet, Value
from django.http import Http404

from atasehir_portal.accounts.people import person
from atasehir_portal.answering.models import Duty, DutyKind, DutyState
from atasehir_portal.documents import kinds
from atasehir_portal.documents.models import (
    BlockRevision,
    InputChannel,
    Round,
    RoundState,
    Suggestion,
    Version,
)
from atasehir_portal.documents.nodes import BlockNode
from atasehir_portal.documents.round_queries import newest_later, went_on


def readable_by(user: Any) -> QuerySet[Suggestion]:
    """Suggestions that exist for this person: those of the rounds that they see, a withdrawn one only for who proposed it and
    for staff."""
    if person(user).is_staff_member:
        return Suggestion.objects.all()
    may = ~Q(duty__state=DutyState.WITHDRAWN)
    if user.is_authenticated:
        may |= Q(author=user, channel=InputChannel.PORTAL) | Q(organisation__in=person(user).organisation_ids)
    return Suggestion.objects.filter(may).exclude(round__state=RoundState.PLANNED)


def of_round(user: Any, round: Round) -> QuerySet[Suggestion]:
    """Return the suggestions of a round that this person may read, newest first, with what a row shows."""
    return (
        readable_by(user)
        .filter(round=round)
        .select_related("organisation", "unit", "duty", "section")
        .order_by("-created_at", "-pk")
    )


def get_suggestion(user: Any, reference: str) -> Suggestion:
    """Return a suggestion with its round, its block and its duty. Raises Http404."""
    found = _with_details(user).filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


_DETAILS = (
    "round__document",
    "round__version",
    "section",
    "block__section",
    "organisation",
    "unit",
    "author",
    "took_effect",
    "duty__unit",
    "duty__officer",
    "duty__rule_set",
    "duty__answered_unit",
    "duty__authority",
    "duty__organisation",
)


def _with_details(user: Any) -> QuerySet[Suggestion]:
    owners = [f"round__document__{owner}" for owner in kinds.owners()]
    found = readable_by(user).select_related(*_DETAILS, *owners).defer("round__version__snapshot")
    return found.annotate(later_round=newest_later(user), went_on=went_on())


def of_duty(user: Any, duty: Duty) -> Suggestion | None:
    """Return the suggestion that a duty is about; None where it is about something else, or not for this person."""
    if duty.kind != DutyKind.SUGGESTION:
        return None
    return _with_details(user).filter(duty=duty).first()


def counts_by_block(user: Any, round: Round, blocks: Sequence[BlockNode]) -> dict[UUID, int]:
    """Return how many suggestions stand on each of these blocks of a round. One query."""
    rows = (
        readable_by(user)
        .filter(round=round, block__uid__in=[block.uid for block in blocks])
        .exclude(duty__state=DutyState.WITHDRAWN)
        .order_by()
        .values_list("block__uid")
        .annotate(number=Count("pk"))
    )
    return {uid: number for uid, number in rows if uid is not None}


def base_of(suggestion: Suggestion) -> BlockRevision | None:
    """Return the text on which a suggestion rests, as it stood in the round; None where it proposes something new."""
    if suggestion.block_id is None or suggestion.base_revision is None:
        return None
    return BlockRevision.objects.filter(block=suggestion.block_id, number=suggestion.base_revision).first()


# --- where it took effect ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Effect:
    """Where an accepted suggestion took effect: in the working text since ``since``, and in the first frozen version that holds
    it, by its number and the name that readers know (0 and "" as long as there is none)."""

    since: datetime
    number: int = 0
    name: str = ""


def effect_of(suggestion: Suggestion) -> Effect | None:
    """Return where a suggestion took effect; None where it did not. At most three queries."""
    if suggestion.took_effect is None or suggestion.took_effect_revision is None:
        return None
    written = BlockRevision.objects.filter(
        block=suggestion.took_effect_id, number=suggestion.took_effect_revision
    ).first()
    if written is None:
        return None
    document = suggestion.round.document
    uid, revision = suggestion.took_effect.uid, written.number
    later = Version.objects.filter(document=document, created_at__gte=written.created_at).order_by("number")
    if written.removed:
        found = later.annotate(holds=_holds(uid, 1)).filter(holds=False)
    else:
        found = later.annotate(holds=_holds(uid, revision)).filter(holds=True)
    number = found.values_list("number", flat=True).first()
    if number is None:
        return Effect(written.created_at)
    names = kinds.get(document.kind).version_names
    named: Mapping[int, str] = names(document) if names is not None else {}
    return Effect(written.created_at, number, named.get(number, ""))


def _holds(uid: UUID, revision: int) -> Func:
    """Whether a frozen text holds a block, at a revision or a later one; the database looks, and the text stays there."""
    path = Value("$.**.blocks[*] ? (@.uid == $uid && @.revision >= $revision)")
    wanted = Value(json.dumps({"uid": str(uid), "revision": revision}))
    return Func(
        F("snapshot"),
        Func(path, template="%(expressions)s::jsonpath"),
        Func(wanted, template="%(expressions)s::jsonb"),
        function="jsonb_path_exists",
        output_field=BooleanField(),
    )
