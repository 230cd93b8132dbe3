"""Removing example documents, the only way past the guard that keeps versions for ever, and only for marked rows; and what
example people said in rounds.
"""

from collections.abc import Collection

import pgtrigger
from django.db import transaction
from django.db.models import Q

from atasehir_portal.documents.models import (
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


@transaction.atomic
def remove_inputs() -> None:
    """Remove what is marked or was said by example people and organisations, with the replies to it, and the rounds of example
    people in which nobody else said anything. What example people reported goes too. Their duties are for ``answering`` to remove, after
    this.
    """
    Report.objects.filter(reporter__is_example=True).delete()
    Moderation.objects.filter(state=ModerationState.REPORTED, reports=None).delete()
    of_examples = Q(is_example=True) | Q(author__is_example=True) | Q(organisation__is_example=True)
    Suggestion.objects.filter(of_examples).delete()
    Comment.objects.filter(of_examples).delete()
    rounds = Round.objects.filter(Q(is_example=True) | Q(created_by__is_example=True))
    gone = rounds.filter(comments=None, suggestions=None)
    printed = list(Rendering.objects.filter(pk__in=RoundReport.objects.filter(round__in=gone).values("rendering")))
    gone.delete()
    for rendering in printed:
        discard_rendering(rendering=rendering)
