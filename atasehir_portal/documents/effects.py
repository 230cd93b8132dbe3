"""What became of an accepted input in the text: since which version a place reads differently, whose suggestions a version carries,
and telling who proposed a change when it is published."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, F, Func, Value

from atasehir_portal.answering import telling
from atasehir_portal.answering.models import Outcome
from atasehir_portal.documents import frozen_texts, kinds
from atasehir_portal.documents.bibliography import sort_key
from atasehir_portal.documents.models import Comment, Suggestion, SuggestionAct, Version
from atasehir_portal.notifications.models import Notification
from atasehir_portal.notifications.services import notify

PUBLISHED_KIND = "suggestion_published"
PUBLISHED = "published"
_TAKEN_UP = frozenset({Outcome.ACCEPTED.value, Outcome.PARTLY.value})


@dataclass(frozen=True, slots=True)
class Since:
    """Since which frozen version a place reads differently, by its number and the name that readers know (0 and "" as long as
    there is none)."""

    number: int = 0
    name: str = ""


def since_of(comment: Comment) -> Since | None:
    """Return since which version the place of an accepted comment reads differently than it was read, found in the frozen texts;
    None where it was not accepted, or is about no block. At most two queries."""
    if comment.duty is None or comment.duty.outcome not in _TAKEN_UP or comment.block is None:
        return None
    version, document = comment.round.version, comment.round.document
    read = frozen_texts.places_of([version])[version.pk].blocks.get(comment.block.uid)
    if read is None:
        return None
    later = Version.objects.filter(document=document, number__gt=version.number).order_by("number")
    found = later.annotate(still=_says_still(comment.block.uid, read[0])).filter(still=False)
    number = found.values_list("number", flat=True).first()
    if number is None:
        return Since()
    names = kinds.get(document.kind).version_names
    return Since(number, names(document).get(number, "") if names is not None else "")


def _says_still(uid: UUID, revision: int) -> Func:
    """Whether a frozen text holds a block at this very revision; the database looks, and the text stays there."""
    path = Value("$.**.blocks[*] ? (@.uid == $uid && @.revision == $revision)")
    wanted = Value(json.dumps({"uid": str(uid), "revision": revision}))
    return Func(
        F("snapshot"),
        Func(path, template="%(expressions)s::jsonpath"),
        Func(wanted, template="%(expressions)s::jsonb"),
        function="jsonb_path_exists",
        output_field=BooleanField(),
    )


def carried_by(version: Version) -> list[Suggestion]:
    """Return the accepted suggestions that a frozen text carries, the oldest first. At most two queries."""
    accepted = (
        Suggestion.objects.filter(
            round__document=version.document_id,
            took_effect__isnull=False,
            duty__answered_at__lte=version.created_at,
        )
        .select_related("duty", "took_effect", "organisation")
        .order_by("pk")
    )
    blocks = frozen_texts.places_of([version])[version.pk].blocks if accepted else {}
    return [each for each in accepted if _carries(blocks, each)]


@dataclass(frozen=True, slots=True)
class Contributions:
    """Who proposed what a frozen text took up: organisations by name, each with its number of suggestions, in the order of the
    alphabet; and how many came from others, who are not named."""

    organisations: tuple[tuple[str, int], ...]
    others: int


def contributions_to(version: Version) -> Contributions:
    """Return whose accepted suggestions a frozen text carries. At most two queries."""
    named = Counter(each.organisation.name if each.organisation else "" for each in carried_by(version))
    others = named.pop("", 0)
    return Contributions(tuple(sorted(named.items(), key=lambda one: sort_key(one[0]))), others)


def tell_published(version: Version) -> int:
    """Tell those whose accepted suggestions a published version carries, once for each suggestion. Returns how many suggestions.

    The room that publishes calls it, in the transaction in which the version can be read.
    """
    carried = carried_by(version)
    keys = {f"{PUBLISHED_KIND}:{each.reference}:{PUBLISHED}": each for each in carried}
    told = set(Notification.objects.filter(event_key__in=keys).values_list("event_key", flat=True))
    new = [each for key, each in keys.items() if key not in told]
    for each in new:
        notify(
            recipients=telling.senders(each.duty),
            kind=PUBLISHED_KIND,
            reference=each.reference,
            event=PUBLISHED,
            is_example=each.is_example,
        )
    return len(new)


def _carries(blocks: Mapping[UUID, tuple[int, UUID]], suggestion: Suggestion) -> bool:
    """Whether a text holds what a suggestion became: its block at that revision or a later one, or no longer what was to go."""
    found = blocks.get(suggestion.took_effect.uid) if suggestion.took_effect is not None else None
    if suggestion.act == SuggestionAct.REMOVE and suggestion.duty.outcome == Outcome.ACCEPTED:
        return found is None
    return found is not None and found[0] >= (suggestion.took_effect_revision or 0)
