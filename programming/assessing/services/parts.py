"""Parts of an assessment: causes, claims, obligations, gaps, judgements, scores. Each is a block of the text.

Whatever changes such a block (this room, the engine's workspace, an accepted suggestion), ``follow`` judges in the transaction of the
change, under the document's lock, what one block alone cannot show: that a cause hangs below one that lies less deep and in no circle,
that nothing hangs below one that is gone, and that a question is judged and a criterion scored once.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.accounts.people import person
from atasehir_portal.documents import services as documents
from atasehir_portal.documents.models import Block, Section
from atasehir_portal.documents.services.common import lock
from programming.assessing import permissions, queries
from programming.assessing.elements import DEPTH, Kind, Level
from programming.assessing.models import Assessment
from programming.assessing.steps import step_of_kind

UP, DOWN = "up", "down"
DIRECTIONS = (UP, DOWN)
MOST_CAUSES = 150

GONE = _("What it explains was taken out. Choose another cause, or bring that one back first.")
NEEDS_PARENT = _("Only what people meet stands at the top. Choose what this explains.")
NO_PARENT = _("What people meet stands at the top and explains nothing else.")
NOT_DEEPER = _("A cause lies deeper than what it explains: choose a deeper level, or hang it elsewhere.")
CIRCLE = _("A cause cannot explain itself, neither directly nor through others.")
HAS_CHILDREN = _("Causes hang below it. Take it out on the page of the tree, where you say what becomes of them.")
CHILDREN_NOT_DEEPER = _("A cause that hangs below it would no longer lie deeper. Change that one first.")
TOO_MANY = _("A tree has at most %(most)s causes. Make several assessments of a problem that is larger.")
JUDGED = _("This question is judged already. Change that judgement.")
SCORED = _("This criterion is scored already. Change that score.")


@transaction.atomic
def add_part(
    *, assessment: Assessment, kind: str, body: str, data: Mapping[str, Any], by: User, form_key: UUID | None = None
) -> Block:
    """Add a part at the end of the chapter of its step. The same form sent twice adds once.

    Raises PermissionDenied, ValidationError (by field; without one where the chapter was taken out).
    """
    if not permissions.can_write(by, assessment):
        raise PermissionDenied
    document = lock(assessment.document_id)
    if form_key and (earlier := Block.objects.filter(uid=form_key, document=document).first()):
        return earlier
    section = Section.objects.filter(document=document, anchor=step_of_kind(kind).anchor, removed_at=None).first()
    if section is None:
        raise ValidationError(_("The chapter of this step was taken out. Bring it back in the workspace first."))
    return documents.add_block(
        section=section,
        kind=kind,
        body=body,
        data=data,
        by=by,
        form_key=form_key,
        organisation=voice_of(by, assessment),
    )


@transaction.atomic
def edit_part(
    *,
    assessment: Assessment,
    block: Block,
    base_revision: int,
    body: str,
    data: Mapping[str, Any],
    by: User,
    reason: str = "",
) -> documents.SaveResult:
    """Write a part anew, seen at ``base_revision``; where somebody was quicker, the text is kept as a conflict.

    Raises PermissionDenied, ValidationError by field.
    """
    if not permissions.can_write(by, assessment):
        raise PermissionDenied
    lock(block.document_id)  # first the document, then the block, as whoever moves or takes out
    return documents.save_block(
        block_uid=block.uid,
        base_revision=base_revision,
        body=body,
        data=data,
        by=by,
        reason=reason,
        organisation=voice_of(by, assessment),
    )


@transaction.atomic
def move_cause(*, assessment: Assessment, block: Block, direction: str, by: User) -> None:
    """Move a cause before the one above it or behind the one below it, among those that explain the same. At the end nothing happens.

    Raises PermissionDenied.
    """
    if not permissions.can_write(by, assessment):
        raise PermissionDenied
    lock(block.document_id)
    siblings = [other for other in _causes(block.document_id) if _parent_of(other) == _parent_of(block)]
    places = [other.pk for other in siblings]
    if block.pk not in places:
        return
    target = places.index(block.pk) + (-1 if direction == UP else 1)
    if not 0 <= target < len(siblings):
        return
    other = siblings[target]
    after: Block | None = other
    if direction == UP:
        before = Block.objects.filter(section=other.section_id, position__lt=other.position, removed_at=None)
        after = before.exclude(pk=block.pk).order_by("-position").first()
    documents.move_block(block_uid=block.uid, section=other.section, after=after, by=by)


@transaction.atomic
def remove_part(
    *, assessment: Assessment, block: Block, by: User, reason: str = "", with_children: bool = False
) -> int:
    """Take a part out; it can be brought back in the workspace. Returns how many went.

    Causes below a cause go with it (``with_children``), or hang below what it explained. Raises PermissionDenied, ValidationError where
    they cannot: what hangs below a cause at the top has nothing else to explain.
    """
    if not permissions.can_write(by, assessment):
        raise PermissionDenied
    lock(block.document_id)
    block.refresh_from_db()
    given: dict[str, Any] = {"by": by, "reason": reason, "organisation": voice_of(by, assessment)}
    causes = _causes(block.document_id) if block.kind == Kind.CAUSE else []
    gone = [block]
    if with_children:
        gone = [*reversed(_below(block, causes)), block]  # the deepest first
    else:
        for child in _children(block, causes):
            data = {**child.data, "parent": _parent_of(block)}
            documents.save_block(block_uid=child.uid, base_revision=child.revision, body=child.body, data=data, **given)
    for each in gone:
        documents.remove_block(block_uid=each.uid, **given)
    return len(gone)


def voice_of(by: User, assessment: Assessment) -> Organisation | None:
    """Return the organisation for which a person writes: the invited one of theirs; None for staff, who write for their unit."""
    who = person(by)
    if who.is_staff_member:
        return None
    invited = permissions.invited_to(assessment)
    return next((m.organisation for m in who.memberships if m.organisation_id in invited), None)


# --- what holds between blocks ----------------------------------------------------------------------------------------


def follow(block: Block) -> None:
    """Judge a part that was changed, inside the transaction of the change. Raises ValidationError (by field) to refuse it."""
    lock(block.document_id)
    block = Block.objects.select_related("section").get(pk=block.pk)
    if block.section.removed_at is not None:
        return  # the whole chapter went, and comes back as it was
    if block.kind == Kind.CAUSE:
        _judge_cause(block)
    elif block.removed_at is None and block.kind == Kind.APPRAISAL:
        _judge_once(block, ("checklist", "number"), {"judgement": JUDGED})
    elif block.removed_at is None and block.kind == Kind.SCORE:
        _judge_once(block, ("criterion",), {"score": SCORED})


def _judge_cause(block: Block) -> None:
    causes = _causes(block.document_id)
    children = _children(block, causes)
    if block.removed_at is not None:
        if children:
            raise ValidationError(HAS_CHILDREN)
        return
    if len(causes) > MOST_CAUSES:
        raise ValidationError(TOO_MANY, params={"most": MOST_CAUSES})
    depth, parent = DEPTH[block.data["level"]], _parent_of(block)
    is_top = block.data["level"] == Level.MANIFESTATION
    if not parent and not is_top:
        raise ValidationError({"parent": NEEDS_PARENT})
    if parent:
        by_uid = {str(cause.uid): cause for cause in causes}
        above = by_uid.get(parent)
        if is_top:
            raise ValidationError({"parent": NO_PARENT})
        if above is None:
            raise ValidationError({"parent": GONE})
        if _in_circle(block, by_uid):
            raise ValidationError({"parent": CIRCLE})
        if DEPTH[above.data["level"]] >= depth:
            raise ValidationError({"level": NOT_DEEPER})
    if any(DEPTH[child.data["level"]] <= depth for child in children):
        raise ValidationError({"level": CHILDREN_NOT_DEEPER})


def _judge_once(block: Block, names: Sequence[str], refused: Mapping[str, Any]) -> None:
    same = {f"data__{name}": block.data[name] for name in names}
    others = queries.live_parts(block.document_id).filter(kind=block.kind, **same).exclude(pk=block.pk)
    if others.exists():
        raise ValidationError(dict(refused))


def _causes(document_id: int) -> list[Block]:
    """Return the live causes in the order of the text."""
    return list(queries.live_parts(document_id).filter(kind=Kind.CAUSE).select_related("section"))


def _parent_of(cause: Block) -> str:
    parent = cause.data.get("parent", "")
    return parent if isinstance(parent, str) else ""


def _children(cause: Block, causes: Sequence[Block]) -> list[Block]:
    return [other for other in causes if _parent_of(other) == str(cause.uid) and other.pk != cause.pk]


def _below(cause: Block, causes: Sequence[Block]) -> list[Block]:
    """Return everything below a cause, each after what it hangs below."""
    found = level = _children(cause, causes)
    while level := [child for each in level for child in _children(each, causes)]:
        found = [*found, *level]
    return found


def _in_circle(block: Block, by_uid: Mapping[str, Block]) -> bool:
    step, seen = by_uid.get(_parent_of(block)), {block.pk}
    while step is not None:
        if step.pk in seen:
            return True
        seen.add(step.pk)
        step = by_uid.get(_parent_of(step))
    return False
