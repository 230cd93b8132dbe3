"""The words of a text that is hidden: taken out of its row, kept apart, and put back.

Called inside the transaction of the act, with the row of the text locked. Where the words stood, also in the title of its duty and in
the reason of the revision that an accepted suggestion wrote, everybody's words stand instead, in the language of the text.
"""

import copy
from typing import Any, TypeVar

from django.utils import translation

from atasehir_portal.answering.models import Duty
from atasehir_portal.documents.models import BlockRevision, Comment, Moderation, Suggestion
from atasehir_portal.documents.models.moderation import HIDING

Said = Comment | Suggestion
OneOf = TypeVar("OneOf", bound=Comment | Suggestion)
_HIDDEN = ("hidden_at", "hidden_kind", "hidden_sentence")


def take_out(said: Said) -> dict[str, Any]:
    """Take the words out of the rows of a text that has its ``hidden_…`` fields set already; return them, to be kept."""
    kept: dict[str, Any] = {"body": said.body, "title": said.duty.title if said.duty else ""}
    with translation.override(said.round.document.language):
        tombstone, title = said.tombstone, said.hidden_title
    if isinstance(said, Suggestion):
        kept |= {"data": said.data, "reason": said.reason}
        said.body, said.data, said.reason = "", {}, tombstone
        said.save(update_fields=["body", "data", "reason", *_HIDDEN])
        _say_in_history(said, said.reference)
    else:
        said.body = tombstone
        said.save(update_fields=["body", *_HIDDEN])
    if said.duty is not None:
        Duty.objects.filter(pk=said.duty.pk).update(title=title)
    return kept


def put_back(said: Said, kept: dict[str, Any]) -> None:
    """Write the kept words where they stood."""
    give(said, kept)
    said.hidden_at, said.hidden_kind, said.hidden_sentence = None, "", ""
    if isinstance(said, Suggestion):
        said.save(update_fields=["body", "data", "reason", *_HIDDEN])
        _say_in_history(said, f"{said.reference}: {said.reason}")
    else:
        said.save(update_fields=["body", *_HIDDEN])
    if said.duty is not None:
        Duty.objects.filter(pk=said.duty.pk).update(title=kept["title"])


def give(said: Said, kept: dict[str, Any]) -> None:
    """Give an object in memory the kept words; nothing is written."""
    said.body = kept["body"]
    if isinstance(said, Suggestion):
        said.data, said.reason = kept["data"], kept["reason"]


def _say_in_history(suggestion: Suggestion, reason: str) -> None:
    """Say why the revision was written that an accepted suggestion became; nothing where it was not accepted."""
    if suggestion.took_effect_id is not None and suggestion.took_effect_revision is not None:
        BlockRevision.objects.filter(
            block=suggestion.took_effect_id,
            number=suggestion.took_effect_revision,
            reason__startswith=suggestion.reference,
        ).update(reason=reason)


def uncovered(said: OneOf) -> OneOf:
    """Return a copy in memory that has the words of a hidden text; the text itself where it is not hidden. One query. Who may read
    them (``permissions.can_read_hidden``) the caller has asked.
    """
    if not said.is_hidden:
        return said
    of = {"suggestion": said.pk} if isinstance(said, Suggestion) else {"comment": said.pk}
    return with_kept(said, Moderation.objects.filter(**of, state__in=HIDING).values_list("kept", flat=True).get())


def with_kept(said: OneOf, kept: dict[str, Any]) -> OneOf:
    """Return a copy in memory that has the kept words."""
    found = copy.copy(said)
    give(found, kept)
    found.has_kept_words = True
    return found
