"""Documents and the tree of their sections."""

import re
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal import markdown, turkish
from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.documents import kinds, validation
from atasehir_portal.documents.models import Document, Section, SectionRevision
from atasehir_portal.documents.services.common import (
    ChangedMeanwhile,
    MovedMeanwhile,
    Place,
    check_seen,
    lock,
    make_room,
    next_position,
    place_of,
    short_reason,
    tell_below,
    touch,
    uid_for,
    voice,
)
from atasehir_portal.documents.services.moves import record_move

DEEPEST_LEVEL = 3
Step = Literal["up", "down", "in", "out"]
_ANCHOR = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True)
class SectionResult:
    """``saved``, ``unchanged``, or ``conflict``: the heading has changed since; nothing was written, the caller still
    has what was typed."""

    state: Literal["saved", "unchanged", "conflict"]
    section: Section


@transaction.atomic
def create_document(
    *, kind: str, title: str, by: User | None, language: str = "tr", is_example: bool = False
) -> Document:
    """Create an empty document. Raises LookupError for a kind that no room registered, ValidationError (title)."""
    kinds.get(kind)
    return Document.objects.create(
        kind=kind, title=_heading("title", title, required=True), language=language, is_example=is_example
    )


def anchor_for(title: str, taken: set[str]) -> str:
    """Return an anchor in ASCII for a title that is not taken yet."""
    base = re.sub(r"[^a-z0-9]+", "-", turkish.fold(title)).strip("-")[:60].strip("-") or "bolum"
    anchor, number = base, 1
    while anchor in taken:
        number += 1
        anchor = f"{base}-{number}"
    return anchor


def _heading(name: str, text: str, *, required: bool = False) -> str:
    clean = markdown.clean_line(text)
    limit = 250 if name == "title" else 500
    if required and not clean:
        raise ValidationError({name: _("Write a title.")})
    if len(clean) > limit:
        raise ValidationError({name: ValidationError(validation.TOO_LONG_LINE, params={"limit": limit})})
    if clean.startswith(":::"):
        raise ValidationError({name: validation.STRUCTURE})
    return clean


def _record(section: Section, *, by: User | None, organisation: Organisation | None, reason: str) -> None:
    SectionRevision.objects.create(
        section=section,
        number=section.revision,
        title=section.title,
        aim=section.aim,
        removed=section.removed_at is not None,
        reason=short_reason(reason),
        **voice(by, organisation),
    )
    touch(section.document_id)


def _level(section: Section | None) -> int:
    level = 0
    while section is not None:
        level += 1
        section = section.parent
    return level


def _height(section: Section) -> int:
    return 1 + max((_height(child) for child in section.children.all()), default=0)


@transaction.atomic
def add_section(
    *,
    document: Document,
    parent: Section | None,
    title: str,
    aim: str = "",
    anchor: str | None = None,
    by: User | None,
    after: Section | None = None,
    is_numbered: bool = True,
    reason: str = "",
    organisation: Organisation | None = None,
    form_key: UUID | None = None,
) -> Section:
    """Add a section below ``parent`` (None: a chapter), after ``after`` or at the end.

    The anchor comes from the title unless given; it is unique in the document and never changes. The form that carries
    ``form_key`` adds once, however often it is sent: the key becomes the section's uid. Raises ValidationError by field.
    """
    document = lock(document.pk)
    if form_key and (earlier := document.sections.filter(uid=form_key).first()):
        return earlier
    if parent is not None and Section.objects.filter(pk=parent.pk, removed_at=None).first() is None:
        raise ChangedMeanwhile
    if parent is not None and (parent.document_id != document.pk or _level(parent) >= DEEPEST_LEVEL):
        raise ValidationError(_("Sections go three levels deep: chapter, section, subsection."))
    taken = set(document.sections.values_list("anchor", flat=True))
    if anchor is None:
        anchor = anchor_for(title, taken)
    elif not _ANCHOR.match(anchor) or len(anchor) > 80:
        raise ValidationError({"anchor": _("An anchor has small letters a–z, figures and hyphens.")})
    elif anchor in taken:
        raise ValidationError({"anchor": _("This anchor exists already.")})
    siblings = document.sections.filter(parent=parent)
    if after is not None:
        after = siblings.filter(pk=after.pk).first()
        if after is None:
            raise ChangedMeanwhile
        make_room(siblings, after.position + 1)
    section = Section.objects.create(
        uid=uid_for(Section, form_key),
        document=document,
        parent=parent,
        position=after.position + 1 if after else next_position(siblings),
        title=_heading("title", title, required=True),
        aim=_heading("aim", aim),
        anchor=anchor,
        is_numbered=is_numbered,
    )
    _record(section, by=by, organisation=organisation, reason=reason)
    return section


@transaction.atomic
def save_section(
    *,
    section: Section,
    base_revision: int,
    title: str,
    aim: str = "",
    by: User | None,
    reason: str = "",
    organisation: Organisation | None = None,
) -> SectionResult:
    """Change a heading that was seen at ``base_revision``. The anchor stays, so that no link breaks. Raises
    ValidationError by field."""
    title, aim = _heading("title", title, required=True), _heading("aim", aim)
    saved = (
        Section.objects.filter(pk=section.pk, revision=base_revision, removed_at=None)
        .exclude(title=title, aim=aim)
        .update(title=title, aim=aim, revision=F("revision") + 1)
    )
    section.refresh_from_db()
    if saved:
        _record(section, by=by, organisation=organisation, reason=reason)
        return SectionResult("saved", section)
    is_same = section.removed_at is None and (section.title, section.aim) == (title, aim)
    return SectionResult("unchanged" if is_same else "conflict", section)


@transaction.atomic
def remove_section(
    *,
    section: Section,
    base_revision: int | None = None,
    by: User | None,
    reason: str = "",
    organisation: Organisation | None = None,
) -> Section:
    """Take a section out with all that stands below it. Everything keeps its place and can be brought back at once.

    Raises ChangedMeanwhile where the heading is no longer at ``base_revision``.
    """
    return _set_removed(
        section, timezone.now(), base_revision=base_revision, by=by, reason=reason, organisation=organisation
    )


def restore_section(
    *, section: Section, by: User | None, reason: str = "", organisation: Organisation | None = None
) -> Section:
    """Bring a removed section back, with what stands below it and was not removed by itself."""
    with transaction.atomic():
        return _set_removed(section, None, base_revision=None, by=by, reason=reason, organisation=organisation)


def _set_removed(
    section: Section,
    at: Any,
    *,
    base_revision: int | None,
    by: User | None,
    reason: str,
    organisation: Organisation | None,
) -> Section:
    lock(section.document_id)
    section = Section.objects.get(pk=section.pk)
    if (section.removed_at is None) == (at is None):
        return section
    if base_revision is not None and section.revision != base_revision:
        raise ChangedMeanwhile
    Section.objects.filter(pk=section.pk).update(removed_at=at, revision=F("revision") + 1)
    section.refresh_from_db()
    _record(section, by=by, organisation=organisation, reason=reason)
    tell_below(section)
    return section


@transaction.atomic
def move_section(
    *,
    section: Section,
    parent: Section | None,
    after: Section | None = None,
    by: User | None,
    seen: Place | None = None,
) -> Section:
    """Move a section with all below it under another parent, after ``after`` or to the beginning.

    ``seen`` is where the person saw it. Raises MovedMeanwhile where it, or its new place, is no longer there,
    ValidationError where it would stand inside itself, too deep, or in another document.
    """
    document = lock(section.document_id)
    section = Section.objects.get(pk=section.pk)
    check_seen(section, seen)
    above = Section.objects.get(pk=parent.pk) if parent is not None else None
    if above is not None and above.document_id != document.pk:
        raise ValidationError(_("A section cannot move to another document."))
    step: Section | None = above
    while step is not None:
        if step.pk == section.pk:
            raise ValidationError(_("A section cannot stand inside itself."))
        if step.removed_at is not None:
            raise MovedMeanwhile
        step = step.parent
    if _level(above) + _height(section) > DEEPEST_LEVEL:
        raise ValidationError(_("Sections go three levels deep: chapter, section, subsection."))
    siblings = document.sections.filter(parent=above).exclude(pk=section.pk)
    if after is not None and after.pk == section.pk:
        return section
    position = 0
    if after is not None:
        found = siblings.filter(pk=after.pk, removed_at=None).first()
        if found is None:
            raise MovedMeanwhile
        position = found.position + 1
    is_there = place_of(section) == Place(above.uid if above else None, after.uid if after else None)
    make_room(siblings, position)
    came_from = section.parent
    is_elsewhere = section.parent_id != (above.pk if above else None)
    Section.objects.filter(pk=section.pk).update(parent=above, position=position)
    section.parent, section.position = above, position
    if not is_there:
        record_move(section, came_from, by=by)
    if is_elsewhere:
        tell_below(section)
    touch(document.pk)
    return section


@transaction.atomic
def move_section_one(*, section: Section, step: Step, by: User | None, seen: Place | None = None) -> Section:
    """Move a section one place: up or down among its siblings, in (to the end of the sibling before it) or out (behind
    its parent). Where there is no such place nothing happens.

    Raises MovedMeanwhile where it is no longer where it was ``seen``, ValidationError where it would stand too deep.
    """
    document = lock(section.document_id)
    section = Section.objects.get(pk=section.pk)
    check_seen(section, seen)
    parent = section.parent
    siblings = document.sections.filter(parent=parent, removed_at=None)
    before = list(siblings.filter(position__lt=section.position).order_by("-position")[:2])
    behind = siblings.filter(position__gt=section.position).order_by("position").first()
    last_of_previous = before[0].children.filter(removed_at=None).order_by("position").last() if before else None
    place: tuple[Section | None, Section | None] | None = {
        "up": (parent, before[1] if len(before) > 1 else None) if before else None,
        "down": (parent, behind) if behind else None,
        "in": (before[0], last_of_previous) if before else None,
        "out": (parent.parent, parent) if parent else None,
    }[step]
    return section if place is None else move_section(section=section, parent=place[0], after=place[1], by=by)
