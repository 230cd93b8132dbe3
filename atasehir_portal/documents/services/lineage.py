"""Dividing, joining and replacing blocks, so that what was said about a text finds its new home."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.documents import dividing, joining, kinds, validation
from atasehir_portal.documents.models import Block, BlockKind, BlockLineage, LineageKind
from atasehir_portal.documents.services.blocks import (
    ChangedMeanwhile,
    SaveResult,
    insert_after,
    judged,
    judged_parts,
    remove_block,
    save_content,
)
from atasehir_portal.documents.services.common import lock, make_room, record


@transaction.atomic
def split_block(
    *,
    block_uid: UUID,
    base_revision: int,
    parts: Sequence[str],
    data: Mapping[str, Any] | None = None,
    by: User | None,
    reason: str = "",
    organisation: Organisation | None = None,
) -> SaveResult:
    """Divide a running text, a box or a table into the given parts: the first stays in the block, the others become blocks
    after it that descend from it (boxes with the same title, tables with a caption that says that they go on).

    A conflict, with the parts kept as one text, where the block is no longer at ``base_revision``. Raises
    ValidationError.
    """
    block = Block.objects.select_related("document", "section").get(uid=block_uid)
    if block.kind not in dividing.DIVISIBLE or len(parts) < 2:
        raise ValidationError({"body": _("Only running text, boxes and tables of at least two parts can be divided.")})
    content = judged_parts(block.document, block.kind, parts, block.data if data is None else data)
    if block.kind == BlockKind.TABLE:
        whole, more = dividing.joined(block.kind, parts), {"caption": _of_the_second(block, content.data)}
    else:
        whole, more = "\n\n".join(parts), {}
    content = replace(content, more_data=more)
    return save_content(block, base_revision, content, body=whole, by=by, reason=reason, organisation=organisation)


def _of_the_second(table: Block, data: Mapping[str, Any]) -> str:
    """Return the caption of the second of two tables that were one. Raises ValidationError where it gets too long."""
    caption = joining.continued(str(data.get("caption") or ""), table.document.language)
    return str(validation.validate_table({**data, "caption": caption})["caption"])


@transaction.atomic
def merge_blocks(
    *,
    block_uids: Sequence[UUID],
    base_revisions: Sequence[int],
    by: User | None,
    reason: str = "",
    organisation: Organisation | None = None,
) -> Block:
    """Join neighbouring blocks of one kind into the first of them; the others are removed and lead to it.

    Nothing that was written is lost (``joining``). Raises ChangedMeanwhile where one of them is no longer at its base
    revision, ValidationError with the reason where they cannot be joined.
    """
    first = Block.objects.select_related("document").get(uid=block_uids[0])
    first.document = lock(first.document_id)
    blocks = list(
        Block.objects.select_for_update(no_key=True)
        .filter(document=first.document, uid__in=block_uids, removed_at=None)
        .order_by("position")
    )
    if [block.uid for block in blocks] != list(block_uids) or [block.revision for block in blocks] != list(
        base_revisions
    ):
        raise ChangedMeanwhile
    between = Block.objects.filter(
        section_id=first.section_id,
        removed_at=None,
        position__gte=blocks[0].position,
        position__lte=blocks[-1].position,
    )
    if len(blocks) < 2 or len({(b.kind, b.section_id) for b in blocks}) > 1 or between.count() != len(blocks):
        raise ValidationError({"body": joining.NOT_ONE_KIND})
    whole = joining.of_blocks(blocks, first.document.language)
    content = judged(first.document, first.kind, whole.body, whole.data)
    if content.more:
        raise ValidationError({"body": _("Joined, these texts would still be several blocks.")})
    Block.objects.filter(pk=first.pk).update(body=content.body, data=content.data, revision=F("revision") + 1)
    first.refresh_from_db(fields=["body", "data", "revision"])
    record(first, by=by, organisation=organisation, reason=reason)
    for block in blocks[1:]:
        remove_block(block_uid=block.uid, by=by, reason=reason, organisation=organisation)
        BlockLineage.objects.get_or_create(source=block, target=first, defaults={"kind": LineageKind.MERGE})
    return first


@transaction.atomic
def replace_block(
    *,
    block_uid: UUID,
    base_revision: int,
    kind: str,
    body: str = "",
    data: Mapping[str, Any] | None = None,
    by: User | None,
    reason: str = "",
    organisation: Organisation | None = None,
) -> Block:
    """Put a new block (of any kind) in the place of an old one, which is removed and leads to it. A text of several
    paragraphs becomes several blocks; the first is returned. The reason is needed where somebody reads why the old one goes.

    Raises ChangedMeanwhile, ValidationError by field, LookupError.
    """
    old = Block.objects.select_related("document").get(uid=block_uid)
    document = lock(old.document_id)
    content = judged(document, kind, body, data or {})
    reader = kinds.block_type(document, old.kind).removal_hint
    if reader and not reason.strip():
        raise ValidationError({"reason": ValidationError(_("Say why. %(reader)s"), params={"reader": reader})})
    old = remove_block(
        block_uid=block_uid, base_revision=base_revision, by=by, reason=reason, organisation=organisation
    )
    make_room(Block.objects.filter(section_id=old.section_id), old.position + 1)
    new = Block.objects.create(
        document=document,
        section_id=old.section_id,
        position=old.position + 1,
        kind=content.kind,
        body=content.body,
        data=content.data,
    )
    record(new, by=by, organisation=organisation, reason=reason)
    BlockLineage.objects.create(source=old, target=new, kind=LineageKind.REPLACE)
    added = insert_after(new, content.more, by=by, organisation=organisation, reason=reason, lineage=None)
    BlockLineage.objects.bulk_create(
        BlockLineage(source=old, target=other, kind=LineageKind.REPLACE) for other in added
    )
    return new
