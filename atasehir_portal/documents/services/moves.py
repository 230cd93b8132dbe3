"""The record of what was put in another place: text and revision stay, so no revision tells of it."""

from datetime import timedelta

from django.utils import timezone

from atasehir_portal.accounts.models import User
from atasehir_portal.documents.models import Block, Move, Section
from atasehir_portal.documents.services.common import voice

STEPS_TOGETHER = timedelta(minutes=10)


def record_move(item: Block | Section, came_from: Section | None, *, by: User | None) -> None:
    """Record that an item stands where it stands now and came from ``came_from``. The document's row is locked.

    Steps of one person within ten minutes are one move, from where the first began.
    """
    block, section = (item, None) if isinstance(item, Block) else (None, item)
    now = timezone.now()
    to = item.section if isinstance(item, Block) else item.parent
    moves = Move.objects.filter(block=block, section=section)
    last = moves.order_by("-created_at", "-pk").first()
    if last is not None and by is not None and last.author_id == by.pk and now - last.created_at < STEPS_TOGETHER:
        last.to_section, last.created_at = to, now
        last.save(update_fields=["to_section", "created_at"])
        return
    Move.objects.create(
        document_id=item.document_id,
        block=block,
        section=section,
        from_section=came_from,
        to_section=to,
        created_at=now,
        **voice(by, None),
    )
