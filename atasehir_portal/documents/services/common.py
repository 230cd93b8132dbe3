"""What the services share: the lock of a document, positions, who speaks, the record of a change."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal import markdown
from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.accounts.people import person
from atasehir_portal.documents import kinds
from atasehir_portal.documents.models import Block, BlockRevision, Document, Section

LONGEST_REASON = 500


class ChangedMeanwhile(ValidationError):
    """What somebody wanted to change has changed since they looked at it."""

    words = _("Somebody has changed this in the meantime. Look at it once more before you go on.")

    def __init__(self) -> None:
        super().__init__(self.words, code="changed_meanwhile")


class MovedMeanwhile(ChangedMeanwhile):
    """What somebody wanted to move, or its new place, is no longer where they saw it."""

    words = _(
        "The order has changed in the meantime, so nothing was moved. Here it is as it stands now; try once more."
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a section or a block stands: in which section (None: among the chapters), after which neighbour that is there
    (None: first)."""

    parent: UUID | None
    after: UUID | None


def lock(document_id: int) -> Document:
    """Lock a document's row until the end of the transaction, and return it.

    Without the key, so that rows which only point to the document (a block's revision, a comment) can still be written.
    """
    return Document.objects.select_for_update(no_key=True).get(pk=document_id)


def touch(document_id: int) -> None:
    """Note the time of a change after the transaction: writing it inside would make everybody who writes wait for
    each other."""
    now = timezone.now()
    transaction.on_commit(
        lambda: Document.objects.filter(pk=document_id, changed_at__lt=now).update(changed_at=now), robust=True
    )


def voice(by: User | None, organisation: Organisation | None) -> dict[str, Any]:
    """Return who speaks, as columns of a revision: the person, and the organisation or else the unit for which they
    act."""
    post = person(by).post if by is not None and organisation is None else None
    return {"author": by, "organisation": organisation, "unit": post.unit if post else None}


def short_reason(reason: str) -> str:
    """Return a reason as it is stored."""
    return markdown.clean_line(reason)[:LONGEST_REASON]


def record(
    block: Block, *, by: User | None, organisation: Organisation | None, reason: str, at: datetime | None = None
) -> BlockRevision:
    """Write the block's present state into its history, and tell the kind that it changed."""
    revision = BlockRevision.objects.create(
        block=block,
        number=block.revision,
        kind=block.kind,
        body=block.body,
        data=block.data,
        removed=block.removed_at is not None,
        reason=short_reason(reason),
        created_at=at or timezone.now(),
        **voice(by, organisation),
    )
    tell(block)
    touch(block.document_id)
    return revision


def tell(block: Block) -> None:
    """Tell the block's kind that it changed."""
    changed = kinds.block_type(block.document, block.kind).changed
    if changed is not None:
        changed(block)


def tell_below(section: Section) -> None:
    """Tell the kinds of the blocks in a section, and below it, that they came, went or moved with it."""
    found = level = [section.pk]
    while level := list(Section.objects.filter(parent__in=level).values_list("pk", flat=True)):
        found = [*found, *level]
    for block in Block.objects.filter(section__in=found, removed_at=None).select_related("document").order_by("pk"):
        tell(block)


def place_of(item: Block | Section) -> Place:
    """Return where a block or a section stands among what is there. Two queries; the document's row is locked."""
    siblings: QuerySet[Block] | QuerySet[Section]
    if isinstance(item, Block):
        parent, siblings = item.section, Block.objects.filter(section_id=item.section_id)
    else:
        parent = item.parent  # type: ignore[assignment]
        siblings = Section.objects.filter(document_id=item.document_id, parent_id=item.parent_id)
    before = siblings.filter(removed_at=None, position__lt=item.position).order_by("-position")
    return Place(parent.uid if parent else None, before.values_list("uid", flat=True).first())


def check_seen(item: Block | Section, seen: Place | None) -> None:
    """Raise MovedMeanwhile where an item is gone or no longer where it was ``seen``."""
    if item.removed_at is not None or (seen is not None and place_of(item) != seen):
        raise MovedMeanwhile


def uid_for(model: type[Block] | type[Section], form_key: UUID | None) -> UUID:
    """Return the uid of what a form adds: its key, by which the form is known when it is sent again; a new one where there
    is no key, or where something of another document has it."""
    if form_key is None or model._default_manager.filter(uid=form_key).exists():
        return uuid4()
    return form_key


def next_position(siblings: "QuerySet[Block] | QuerySet[Section]") -> int:
    """Return the first free position after the siblings."""
    last = siblings.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def make_room(siblings: "QuerySet[Block] | QuerySet[Section]", position: int, count: int = 1) -> None:
    """Move the siblings from ``position`` on back by ``count`` places. Positions are checked at the end of the
    transaction."""
    siblings.filter(position__gte=position).update(position=F("position") + count)
