"""Writes of the drafting room: programmes and their framework. Links to needs are written in ``links``.

A goal opens a chapter of the programme, an outcome a section of that chapter, and measures stand in the outcome's
section, among the text. So the order of the document is the order of the framework, and nothing about it is kept
twice: ``follow`` writes the ``Element`` row in the transaction of every change of its block, whoever makes it (this
room, the engine's workspace, an import).
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atasehir_portal import turkish
from atasehir_portal.accounts.models import Unit, User
from atasehir_portal.documents import services as documents
from atasehir_portal.documents.models import Block, BlockConflict, Document
from programming.drafting import grounds, links, permissions, queries
from programming.drafting.elements import unit_of
from programming.drafting.models import Element, ElementKind, Programme
from programming.needs.models import Need

DOCUMENT_KIND = "programme"
UP, DOWN = "up", "down"
DIRECTIONS = (UP, DOWN)
# Words that stand for pages beside the programmes themselves.
_RESERVED_SLUGS = frozenset({"yeni", "ihtiyac"})
_BELOW = {None: ElementKind.GOAL, ElementKind.GOAL: ElementKind.OUTCOME, ElementKind.OUTCOME: ElementKind.MEASURE}


def kind_below(parent: Element | None) -> ElementKind:
    """Return what stands below this element (below nothing: a goal). Raises KeyError below a measure."""
    return _BELOW[ElementKind(parent.kind) if parent else None]


# --- programmes -------------------------------------------------------------------------------------------------------


@transaction.atomic
def create_programme(
    *,
    title: str,
    first_year: int,
    last_year: int,
    unit: Unit,
    summary: str = "",
    by: User,
    form_key: UUID | None = None,
    is_example: bool = False,
) -> Programme:
    """Begin a programme as an empty draft with a section for its introduction. The same form sent twice makes one
    programme. What example people begin is example data.

    Raises PermissionDenied where the person may not begin programmes.
    """
    if not permissions.can_create(by):
        raise PermissionDenied
    is_example = is_example or by.is_example
    while True:
        if form_key and (earlier := Programme.objects.filter(form_key=form_key).first()):
            return earlier
        try:
            with transaction.atomic():
                document = documents.create_document(kind=DOCUMENT_KIND, title=title, by=by, is_example=is_example)
                programme = Programme.objects.create(
                    document=document,
                    slug=_free_slug(title),
                    first_year=first_year,
                    last_year=last_year,
                    unit=unit,
                    summary=summary,
                    form_key=form_key,
                    is_example=is_example,
                )
        except IntegrityError:
            # Somebody took the same address, or sent the same form, at the same moment: look again.
            continue
        break
    with translation.override(document.language):
        introduction = gettext("Introduction")
    documents.add_section(document=document, parent=None, title=introduction, by=by, is_numbered=False)
    return programme


@transaction.atomic
def change_programme(
    *, programme: Programme, title: str, first_year: int, last_year: int, unit: Unit, summary: str, by: User
) -> None:
    """Correct what a draft says about itself. Its address stays. Raises PermissionDenied."""
    if not permissions.can_write(by, programme):
        raise PermissionDenied
    Document.objects.filter(pk=programme.document_id).update(title=title, changed_at=timezone.now())
    Programme.objects.filter(pk=programme.pk).update(
        first_year=first_year, last_year=last_year, unit=unit, summary=summary
    )


def _free_slug(title: str) -> str:
    base = slugify(turkish.fold(title).replace("–", "-"))[:70].strip("-") or "program"
    slug, number = base, 1
    while slug in _RESERVED_SLUGS or Programme.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


# --- framework --------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_element(
    *,
    programme: Programme,
    parent: Element | None,
    data: Mapping[str, Any],
    body: str = "",
    heading: str = "",
    by: User,
    form_key: UUID | None = None,
    addresses: Need | None = None,
) -> Element:
    """Add a goal (``parent`` None), an outcome below a goal or a measure below an outcome, at the end of its
    siblings.

    ``heading`` is the short title of the section that a goal or an outcome opens; without one its own title stands
    there. A measure can be linked in the same act to the need that it ``addresses``. The same form sent twice adds once.

    Officers add measures of their own unit, coordinators everything. Raises PermissionDenied, ValidationError by field,
    NotInThisState where the need can no longer be linked.
    """
    if not _can_add(by, programme, parent, data):
        raise PermissionDenied
    document = Document.objects.select_for_update(no_key=True).get(pk=programme.document_id)
    if form_key and (earlier := Element.objects.filter(form_key=form_key).first()):
        if earlier.programme_id == programme.pk:
            return earlier
        form_key = None
    if parent is not None and not queries.live_elements().filter(pk=parent.pk, programme=programme).exists():
        raise ValidationError(_("What this was to stand below was taken out in the meantime."))
    kind = kind_below(parent)
    if parent is not None and kind == ElementKind.MEASURE:
        section = parent.block.section
    else:
        above = parent.block.section if parent else None
        section = documents.add_section(document=document, parent=above, title=heading or data.get("title", ""), by=by)
    block = documents.add_block(section=section, kind=kind, body=body, data=data, by=by)
    if form_key:
        Element.objects.filter(block=block).update(form_key=form_key)
    element = Element.objects.select_related("block__section", "programme").get(block=block)
    if addresses is not None:
        links.link_need(measure=element, need=addresses, by=by)
    return element


def _can_add(by: User, programme: Programme, parent: Element | None, data: Mapping[str, Any]) -> bool:
    """Coordinators add everything; whoever else may add a measure adds it for their own unit and no other."""
    if permissions.can_write(by, programme):
        return True
    unit = permissions.unit_to_write_for(by, programme)
    return permissions.can_add_measure(by, parent) and unit is not None and data.get("unit") == unit.slug


@transaction.atomic
def edit_measure(
    *,
    measure: Element,
    base_revision: int,
    body: str,
    data: Mapping[str, Any],
    by: User,
    reason: str = "",
    conflict: BlockConflict | None = None,
) -> documents.SaveResult:
    """Write a measure anew, seen at ``base_revision``; with ``conflict``, what was made of a text that met a newer
    one.

    Raises PermissionDenied, ValidationError by field. Where somebody was quicker, the text is kept as a conflict.
    """
    if not permissions.can_write_element(by, measure):
        raise PermissionDenied
    if conflict is not None:
        return documents.resolve_conflict(
            conflict=conflict, base_revision=base_revision, body=body, data=data, by=by, reason=reason
        )
    return documents.save_block(
        block_uid=measure.block.uid, base_revision=base_revision, body=body, data=data, by=by, reason=reason
    )


@transaction.atomic
def move_element(*, element: Element, direction: str, by: User) -> None:
    """Move an element before the sibling above it or behind the one below it; text between them keeps its place,
    numbers follow.

    At the end nothing happens. Raises PermissionDenied.
    """
    if not permissions.can_write(by, element.programme):
        raise PermissionDenied
    Document.objects.select_for_update(no_key=True).get(pk=element.programme.document_id)
    siblings = [
        sibling
        for sibling, _number in queries.ordered(element.programme_id)
        if sibling.kind == element.kind and sibling.parent_id == element.parent_id
    ]
    places = [sibling.pk for sibling in siblings]
    if element.pk not in places:
        return
    target = places.index(element.pk) + (-1 if direction == UP else 1)
    if not 0 <= target < len(siblings):
        return
    current, other = siblings[places.index(element.pk)], siblings[target]
    if element.kind == ElementKind.MEASURE:
        after = other.block if direction == DOWN else _block_before(other.block, but=current.block)
        documents.move_block(block_uid=current.block.uid, section=other.block.section, after=after, by=by)
    else:
        section, beside = current.block.section, other.block.section
        rows = section.document.sections.filter(parent_id=section.parent_id, position__lt=beside.position)
        after_section = beside if direction == DOWN else rows.order_by("-position").first()
        documents.move_section(section=section, parent=section.parent, after=after_section, by=by)


def _block_before(block: Block, *, but: Block) -> Block | None:
    return (
        Block.objects.filter(section_id=block.section_id, position__lt=block.position)
        .exclude(pk=but.pk)
        .order_by("-position")
        .first()
    )


@transaction.atomic
def remove_element(*, element: Element, by: User, reason: str) -> None:
    """Take an element out; a goal or an outcome with its section and all that stands below. It can be brought back in
    the workspace.

    The needs that its measures addressed fall back and whoever raised them is told (``follow``); links do not come
    back by themselves. Taking out twice does nothing. Raises PermissionDenied.
    """
    if not permissions.can_write(by, element.programme):
        raise PermissionDenied
    if element.kind == ElementKind.MEASURE:
        documents.remove_block(block_uid=element.block.uid, by=by, reason=reason)
    else:
        documents.remove_section(section=element.block.section, by=by, reason=reason)


def follow(block: Block) -> None:
    """Write the ``Element`` row of a goal, outcome or measure whose block changed, inside the transaction of the
    change.

    Raises ValidationError where the block would stand outside its place: a goal in a chapter of its own, an outcome
    in a section of a goal's chapter, a measure in an outcome's section.
    """
    block = Block.objects.select_related("section__parent").get(pk=block.pk)
    programme = Programme.objects.get(document_id=block.document_id)
    element = Element.objects.filter(block=block).first() or Element(programme=programme, block=block, kind=block.kind)
    if block.removed_at is None:
        element.parent = _parent(block)
    elif element.kind != ElementKind.MEASURE:
        raise ValidationError(_("A goal or an outcome is taken out with its section. Take the section out instead."))
    element.title = block.data["title"]
    element.unit = unit_of(block.data)
    element.save()
    if element.kind == ElementKind.MEASURE and not queries.live_elements().filter(pk=element.pk).exists():
        removal = _removal(block)
        by, reason = (removal.author, removal.reason) if removal else (None, "")
        links.drop_links(measures=[element], by=by, reason=reason)
        grounds.drop_links(measures=[element], by=by, reason=reason)


def _parent(block: Block) -> Element | None:
    section = block.section
    others = Element.objects.filter(block__removed_at=None).exclude(block=block)
    if block.kind == ElementKind.MEASURE:
        parent = others.filter(block__section=section, kind=ElementKind.OUTCOME).first()
        if parent is None:
            raise ValidationError(_("A measure stands in the section of an outcome."))
        return parent
    if others.filter(block__section=section).exclude(kind=ElementKind.MEASURE).exists():
        raise ValidationError(_("This section has a goal or an outcome already."))
    if block.kind == ElementKind.GOAL:
        if section.parent_id is not None:
            raise ValidationError(_("A goal stands in a chapter of its own."))
        return None
    parent = (
        others.filter(block__section=section.parent_id, kind=ElementKind.GOAL).first() if section.parent_id else None
    )
    if parent is None:
        raise ValidationError(_("An outcome stands in a section of a goal’s chapter."))
    return parent


def _removal(block: Block) -> Any:
    """Return the revision that took the block out, by itself or with a section above it: it names who did it and why."""
    if block.removed_at is not None:
        return block.revisions.select_related("author").order_by("-number").first()
    for section in (block.section, block.section.parent):
        if section is not None and section.removed_at is not None:
            return section.revisions.select_related("author").order_by("-number").first()
    return None
