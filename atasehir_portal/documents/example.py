"""Removing example documents, the only way past the guard that keeps versions for ever, and only for marked rows; and what
example people said in rounds.
"""

from collections.abc import Collection

import pgtrigger
from django.db import transaction
from django.db.models import Q

from atasehir_portal.documents.models import (
    Block,
    BlockRevision,
    Comment,
    Document,
    Moderation,
    ModerationState,
    Report,
    Round,
    RoundReport,
    Suggestion,
    Version,
)
from atasehir_portal.rendering.models import Rendering
from atasehir_portal.rendering.services import discard_rendering


@transaction.atomic
def remove(document_ids: Collection[int]) -> int:
    """Remove example documents with everything in them; return how many. Rows of upper rooms that point to them go
    first.

    Raises ValueError, and removes nothing, where one of the documents or versions is not marked as an example.
    """
    documents = Document.objects.filter(pk__in=document_ids)
    versions = Version.objects.filter(document__in=documents)
    if documents.filter(is_example=False).exists() or versions.filter(is_example=False).exists():
        raise ValueError("only documents that are marked as examples can be removed")
    with pgtrigger.ignore("documents.Version:documents_version_is_frozen"):
        # one statement: versions of a chain protect each other row by row
        versions._raw_delete(versions.db)
    count = documents.count()
    documents.delete()
    return count


def _take_back(suggestion: Suggestion) -> None:
    """Take back what a suggestion wrote into the text, as long as nobody wrote on from there and no version holds it; else the text
    stays and only says no more for whom it was written."""
    suggestion = Suggestion.objects.select_for_update(of=("self",)).get(pk=suggestion.pk)
    block = Block.objects.get(pk=suggestion.took_effect_id)
    written = BlockRevision.objects.get(block=block, number=suggestion.took_effect_revision)
    before = BlockRevision.objects.filter(block=block, number__lt=written.number).order_by("-number").first()
    is_last = block.revision == written.number
    is_frozen = Version.objects.filter(document=block.document_id, created_at__gte=written.created_at).exists()
    if not is_last or is_frozen:
        BlockRevision.objects.filter(pk=written.pk).update(reason="", organisation=None)
        return
    Suggestion.objects.filter(pk=suggestion.pk).update(took_effect=None, took_effect_revision=None)
    if before is None:
        block.delete()
        return
    block.kind, block.body, block.data, block.revision = before.kind, before.body, before.data, before.number
    if not before.removed:
        block.removed_at = None
    block.save()
    written.delete()


@transaction.atomic
def remove_inputs() -> None:
    """Remove what is marked or was said by example people and organisations, with the replies to it, and the rounds of example
    people in which nobody else said anything. What example people reported goes too. Their duties are for ``answering`` to remove, after
    this.
    """
    Report.objects.filter(reporter__is_example=True).delete()
    Moderation.objects.filter(state=ModerationState.REPORTED, reports=None).delete()
    of_examples = Q(is_example=True) | Q(author__is_example=True) | Q(organisation__is_example=True)
    for suggestion in Suggestion.objects.filter(of_examples, took_effect__isnull=False).order_by("-pk"):
        _take_back(suggestion)
    Suggestion.objects.filter(of_examples).delete()
    Comment.objects.filter(of_examples).delete()
    rounds = Round.objects.filter(Q(is_example=True) | Q(created_by__is_example=True))
    gone = rounds.filter(comments=None, suggestions=None)
    printed = list(Rendering.objects.filter(pk__in=RoundReport.objects.filter(round__in=gone).values("rendering")))
    gone.delete()
    for rendering in printed:
        discard_rendering(rendering=rendering)
