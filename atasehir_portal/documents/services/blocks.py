"""Writing, adding, moving, removing blocks.

A text is saved with ``UPDATE … WHERE id AND revision = base``: two people on different blocks never meet; of two on
the same one the second is told, and both texts are kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.documents import kinds, validation
from atasehir_portal.documents.models import Block, BlockConflict, BlockLineage, BlockRevision, LineageKind, Section
from atasehir_portal.documents.services.common import (
    ChangedMeanwhile,
    MovedMeanwhile,
    Place,
    check_seen,
    lock,
    make_room,
    next_position,
    place_of,
    record,
    short_reason,
    tell,
    touch,
    uid_for,
)
from atasehir_portal.documents.services.moves import record_move

__all__ = ["ChangedMeanwhile", "SaveResult"]


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What became of a submitted text.

    ``saved``: it is the block's text now (``added`` holds the blocks that further paragraphs became). ``unchanged``:
    it was so already, and nothing was written. ``conflict``: somebody was quicker; the text is kept in ``conflict``.
    """

    state: Literal["saved", "unchanged", "conflict"]
    block: Block
    conflict: BlockConflict | None = None
    added: list[Block] = field(default_factory=list)

    @property
    def is_conflict(self) -> bool:
        return self.state == "conflict"


@dataclass(frozen=True, slots=True)
class Content:
    """What a block says, judged by its kind. ``more`` is what stands after the first element of a running text;
    ``more_data`` is what of the data is different there."""

    kind: str
    body: str
    data: dict[str, Any]
    more: Sequence[tuple[str, str]] = ()
    more_data: Mapping[str, Any] = field(default_factory=dict)


def judged(document: Any, kind: str, body: str, data: Mapping[str, Any]) -> Content:
    """Return what is stored. Raises ValidationError by field, LookupError for a kind that the document may not hold."""
    block_type = kinds.block_type(document, kind)
    errors: dict[str, Any] = {}
    clean_body, clean_data = "", {}
    try:
        clean_body = block_type.check_body(body)
    except ValidationError as error:
        errors |= error.error_dict
    try:
        clean_data = block_type.validate(data)
    except ValidationError as error:
        errors |= error.error_dict
    if errors:
        raise ValidationError(errors)
    if kind not in validation.TEXT_KINDS:
        return Content(kind, clean_body, clean_data)
    # one element, one block: what was pasted as several paragraphs becomes several blocks
    first, *more = validation.text_parts(clean_body)
    return Content(first[0], first[1], clean_data, more)


def judged_parts(document: Any, kind: str, parts: Sequence[str], data: Mapping[str, Any]) -> Content:
    """Return what several texts of one kind become: the first, and after it the others, each a block of its own. Raises
    like ``judged``."""
    first, *others = (judged(document, kind, part, data) for part in parts)
    more = [part for other in others for part in ((other.kind, other.body), *other.more)]
    return Content(first.kind, first.body, first.data, [*first.more, *more])


def _fetch(block_uid: UUID) -> Block:
    return Block.objects.select_related("document", "section").get(uid=block_uid)


@transaction.atomic
def save_block(
    *,
    block_uid: UUID,
    base_revision: int,
    body: str,
    data: Mapping[str, Any] | None = None,
    by: User | None,
    reason: str = "",
    organisation: Organisation | None = None,
) -> SaveResult:
    """Save a text that was written on ``base_revision``. ``data`` None keeps the block's data.

    Raises ValidationError by field (nothing is stored then), Block.DoesNotExist.
    """
    block = _fetch(block_uid)
    content = judged(block.document, block.kind, body, block.data if data is None else data)
    return save_content(block, base_revision, content, body=body, by=by, reason=reason, organisation=organisation)


def save_content(
    block: Block,
    base_revision: int,
    content: Content,
    *,
    body: str,
    by: User | None,
    reason: str,
    organisation: Organisation | None,
) -> SaveResult:
    """Save what was judged, within the caller's transaction. ``body`` is the text as it was submitted, for a conflict."""
    if content.more:
        lock(block.document_id)
    saved = (
        Block.objects.filter(pk=block.pk, revision=base_revision, removed_at=None)
        .exclude(kind=content.kind, body=content.body, data=content.data)
        .update(kind=content.kind, body=content.body, data=content.data, revision=F("revision") + 1)
    )
    if not saved:
        return _not_saved(block, base_revision, content, body=body, by=by, reason=reason, organisation=organisation)
    block.refresh_from_db()
    record(block, by=by, organisation=organisation, reason=reason)
    added = insert_after(block, content.more, data=content.more_data, by=by, organisation=organisation, reason=reason)
    return SaveResult("saved", block, added=added)


def _not_saved(
    block: Block,
    base_revision: int,
    content: Content,
    *,
    body: str,
    by: User | None,
    reason: str,
    organisation: Organisation | None,
) -> SaveResult:
    """The block says so already (the same form sent twice, or nothing changed), or somebody was quicker."""
    block.refresh_from_db()
    is_same = block.removed_at is None and (block.kind, block.body, block.data) == (
        content.kind,
        content.body,
        content.data,
    )
    if is_same and (not content.more or _following(block, len(content.more)) == list(content.more)):
        return SaveResult("unchanged", block)
    if is_same and block.revision == base_revision:
        added = insert_after(
            block, content.more, data=content.more_data, by=by, organisation=organisation, reason=reason
        )
        return SaveResult("saved", block, added=added)
    whole_body = validation.tidy(body) if content.more else content.body
    same = BlockConflict.objects.filter(
        block=block, base_revision=base_revision, body=whole_body, data=content.data, author=by, resolved_at=None
    ).first()
    conflict = same or BlockConflict.objects.create(
        block=block,
        base_revision=base_revision,
        found_revision=block.revision,
        kind=content.kind,
        body=whole_body,
        data=content.data,
        reason=short_reason(reason),
        author=by,
        organisation=organisation,
    )
    return SaveResult("conflict", block, conflict=conflict)


def _following(block: Block, count: int) -> list[tuple[str, str]]:
    later = Block.objects.filter(section_id=block.section_id, removed_at=None, position__gt=block.position).order_by(
        "position"
    )
    return list(later.values_list("kind", "body")[:count])


def insert_after(
    block: Block,
    parts: Sequence[tuple[str, str]],
    *,
    by: User | None,
    organisation: Organisation | None,
    reason: str,
    data: Mapping[str, Any] | None = None,
    lineage: LineageKind | None = LineageKind.SPLIT,
) -> list[Block]:
    """Insert texts after a block, as blocks with its data (but for ``data``) that descend from it. The document's row is
    locked."""
    if not parts:
        return []
    # a name by which references find a block belongs to one
    of_each = {name: value for name, value in block.data.items() if name != "anchor"} | dict(data or {})
    make_room(Block.objects.filter(section_id=block.section_id), block.position + 1, len(parts))
    added = []
    for offset, (kind, body) in enumerate(parts, start=1):
        new = Block.objects.create(
            document_id=block.document_id,
            section_id=block.section_id,
            position=block.position + offset,
            kind=kind,
            body=body,
            data=of_each,
        )
        new.document = block.document
        record(new, by=by, organisation=organisation, reason=reason)
        if lineage is not None:
            BlockLineage.objects.create(source=block, target=new, kind=lineage)
        added.append(new)
    return added


@transaction.atomic
def add_block(
    *,
    section: Section,
    kind: str,
    body: str = "",
    data: Mapping[str, Any] | None = None,
    by: User | None,
    after: Block | None = None,
    first: bool = False,
    reason: str = "",
    organisation: Organisation | None = None,
    form_key: UUID | None = None,
) -> Block:
    """Add a block to a section: after ``after``, at the very beginning with ``first``, else at the end.

    A running text of several paragraphs becomes several blocks; the first is returned. The form that carries
    ``form_key`` adds once, however often it is sent: the key becomes the block's uid. Raises ValidationError by field,
    LookupError for a kind that the document may not hold.
    """
    document = lock(section.document_id)
    if form_key and (earlier := Block.objects.filter(uid=form_key, document=document).first()):
        return earlier
    if Section.objects.filter(pk=section.pk, removed_at=None).first() is None:
        raise ChangedMeanwhile
    content = judged(document, kind, body, data or {})
    if after is not None:
        after = Block.objects.get(pk=after.pk)
        if after.section_id != section.pk:
            raise ValidationError(
                _("The block after which this one was to stand has moved. Choose its place once more.")
            )
    siblings = Block.objects.filter(section=section)
    position = after.position + 1 if after else 0 if first else next_position(siblings)
    make_room(siblings, position)
    block = Block.objects.create(
        uid=uid_for(Block, form_key),
        document=document,
        section=section,
        position=position,
        kind=content.kind,
        body=content.body,
        data=content.data,
    )
    record(block, by=by, organisation=organisation, reason=reason)
    insert_after(block, content.more, by=by, organisation=organisation, reason=reason, lineage=None)
    return block


def _bump(block: Block, **values: Any) -> None:
    """Change a block under the document's lock, as a new revision. The writer of its text may hold the row: then this
    waits."""
    Block.objects.filter(pk=block.pk).update(revision=F("revision") + 1, **values)
    document = block.document
    block.refresh_from_db()
    block.document = document


@transaction.atomic
def remove_block(
    *,
    block_uid: UUID,
    base_revision: int | None = None,
    by: User | None,
    reason: str = "",
    organisation: Organisation | None = None,
) -> Block:
    """Take a block out. It keeps its place and history and can be brought back; removing twice does nothing.

    Raises ChangedMeanwhile where the block is no longer at ``base_revision``.
    """
    block = _fetch(block_uid)
    block.document = lock(block.document_id)
    now = timezone.now()
    rows = Block.objects.filter(pk=block.pk, removed_at=None)
    if base_revision is not None:
        rows = rows.filter(revision=base_revision)
    removed = rows.update(removed_at=now, revision=F("revision") + 1)
    block = _fetch(block_uid)
    if not removed:
        if block.removed_at is None:
            raise ChangedMeanwhile
        return block
    record(block, by=by, organisation=organisation, reason=reason)
    return block


@transaction.atomic
def restore_block(
    *, block_uid: UUID, by: User | None, reason: str = "", organisation: Organisation | None = None
) -> Block:
    """Bring a removed block back to where it stood. Bringing back what is there does nothing."""
    block = _fetch(block_uid)
    block.document = lock(block.document_id)
    block.refresh_from_db(fields=["removed_at"])
    if block.removed_at is None:
        return block
    _bump(block, removed_at=None)
    record(block, by=by, organisation=organisation, reason=reason)
    return block


def restore_revision(
    *,
    block_uid: UUID,
    number: int,
    base_revision: int,
    by: User | None,
    reason: str = "",
    organisation: Organisation | None = None,
) -> SaveResult:
    """Make an earlier state the block's text again, as a new revision; a conflict where the block is no longer at
    ``base_revision``.

    Raises BlockRevision.DoesNotExist.
    """
    old = BlockRevision.objects.get(block__uid=block_uid, number=number)
    with transaction.atomic():
        # a text may have been a list then: the kind follows the text
        return save_block(
            block_uid=block_uid,
            base_revision=base_revision,
            body=old.body,
            data=old.data,
            by=by,
            reason=reason,
            organisation=organisation,
        )


@transaction.atomic
def move_block(
    *, block_uid: UUID, section: Section, after: Block | None = None, by: User | None, seen: Place | None = None
) -> Block:
    """Move a block into a section of the same document, after ``after`` or to its beginning. Its text and revision
    stay.

    ``seen`` is where the person saw it. Raises MovedMeanwhile where it, or its new place, is no longer there.
    """
    block = _fetch(block_uid)
    block.document = lock(block.document_id)
    block.refresh_from_db(fields=["section", "position", "removed_at"])
    check_seen(block, seen)
    section = Section.objects.get(pk=section.pk)
    if section.document_id != block.document_id:
        raise ValidationError(_("A block cannot move to another document."))
    if section.removed_at is not None:
        raise MovedMeanwhile
    if after is not None:
        after = Block.objects.get(pk=after.pk)
        if after.pk == block.pk:
            return block
        if after.section_id != section.pk or after.removed_at is not None:
            raise MovedMeanwhile
    is_there = place_of(block) == Place(section.uid, after.uid if after else None)
    siblings = Block.objects.filter(section=section).exclude(pk=block.pk)
    position = 0 if after is None else after.position + 1
    make_room(siblings, position)
    came_from = block.section
    Block.objects.filter(pk=block.pk).update(section=section, position=position)
    block.section, block.position = section, position
    if not is_there:
        record_move(block, came_from, by=by)
    block.refresh_from_db(fields=["kind", "body", "data", "revision", "removed_at"])
    tell(block)
    touch(block.document_id)
    return block


@transaction.atomic
def move_block_one(*, block_uid: UUID, up: bool, by: User | None, seen: Place | None = None) -> Block:
    """Move a block one place up or down among the blocks of its section that are there; at the end nothing happens.

    Raises MovedMeanwhile where it is no longer where it was ``seen``.
    """
    block = _fetch(block_uid)
    block.document = lock(block.document_id)
    block.refresh_from_db(fields=["section", "position", "removed_at"])
    check_seen(block, seen)
    siblings = Block.objects.filter(section_id=block.section_id, removed_at=None)
    if up:
        before = list(siblings.filter(position__lt=block.position).order_by("-position")[:2])
        other, after = (before[0], before[1] if len(before) > 1 else None) if before else (None, None)
    else:
        other = after = siblings.filter(position__gt=block.position).order_by("position").first()
    if other is None:
        return block
    return move_block(block_uid=block_uid, section=block.section, after=after, by=by)
