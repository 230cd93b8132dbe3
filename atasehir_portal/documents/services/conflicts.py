"""Two texts on one block: the later one is kept, and a person makes one of both."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.documents import merging
from atasehir_portal.documents.models import BlockConflict
from atasehir_portal.documents.services.blocks import SaveResult, save_block


@transaction.atomic
def resolve_conflict(
    *,
    conflict: BlockConflict,
    base_revision: int,
    body: str,
    data: Mapping[str, Any] | None = None,
    by: User | None,
    reason: str = "",
    organisation: Organisation | None = None,
) -> SaveResult:
    """Save what a person made of both texts, seen at ``base_revision``.

    Where the block has changed once more, the merged text is kept as a conflict of its own and carries this one on.
    Raises ValidationError by field.
    """
    result = save_block(
        block_uid=conflict.block.uid,
        base_revision=base_revision,
        body=body,
        data=data,
        by=by,
        reason=reason,
        organisation=organisation,
    )
    if result.conflict is not None and result.conflict.pk == conflict.pk:
        return result
    taken_up = None if result.is_conflict else result.block.revision
    BlockConflict.objects.filter(pk=conflict.pk, resolved_at=None).update(
        resolved_at=timezone.now(), resolved_revision=taken_up
    )
    return result


def set_aside_conflict(*, conflict: BlockConflict, by: User | None) -> None:
    """Leave the block as it is. The text stays in the record; doing it twice does nothing."""
    BlockConflict.objects.filter(pk=conflict.pk, resolved_at=None).update(resolved_at=timezone.now())


def proposed_merge(*, conflict: BlockConflict) -> tuple[str, dict[str, Any], bool]:
    """Return a text and data to begin from, and whether both changes are in it.

    Where the two changed different words both changes are taken over; where they changed the same ones the submitted
    text stands.
    """
    block = conflict.block
    base = block.revisions.filter(number=conflict.base_revision).first()
    if base is None:
        return conflict.body, dict(conflict.data), False
    body = merging.merge(base.body, conflict.body, block.body)
    data, is_clean = merging.merge_data(base.data, conflict.data, block.data)
    return (conflict.body if body is None else body), data, is_clean and body is not None
