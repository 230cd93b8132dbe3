"""Files that show what a need says: added to a draft and taken away again, handed on to the need, let go with what they belong to."""

import logging
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from atasehir_portal import attachments
from atasehir_portal.accounts.models import User
from atasehir_portal.stored import keep, sweep_left
from programming.needs import permissions, queries
from programming.needs.models import Need, NeedDraft, NeedFile

logger = logging.getLogger(__name__)

MOST = 5
FOLDER = "needs"


def add_file(*, draft: NeedDraft, by: User, content: bytes, name: str, shows: str, key: UUID | None = None) -> NeedFile:
    """Keep a file for a draft, stripped of all that it says beside what it shows. The same ``key`` twice is one file.

    ``name`` serves only to say that a file is not what it is called; it is not kept. Raises PermissionDenied where it is somebody else's
    draft, ValidationError at "file" with what is wrong with it.
    """
    if draft.author_id != by.pk or not permissions.can_submit(by):
        raise PermissionDenied
    if key and (earlier := NeedFile.objects.filter(key=key, draft=draft).first()):
        return earlier
    _judge_number(draft)  # before the work, and once more under the lock
    try:
        clean = attachments.clean(content, name)
    except attachments.Refused as refused:
        raise ValidationError({"file": str(refused)}) from refused
    with transaction.atomic():
        kept = NeedDraft.objects.select_for_update().filter(pk=draft.pk).first()
        if kept is None:
            raise ValidationError({"file": _("This draft was sent or deleted meanwhile.")})
        if key and (earlier := NeedFile.objects.filter(key=key, draft=kept).first()):
            return earlier
        _judge_number(kept)
        file = NeedFile(
            key=key or uuid4(),
            draft=kept,
            kind=clean.kind,
            shows=shows,
            ending=clean.ending,
            size=len(clean.content),
            sha256=sha256(clean.content).hexdigest(),
            added_by=by,
            is_example=kept.is_example,
        )
        file.stored = keep(FOLDER, clean.content, clean.ending)
        try:
            with transaction.atomic():
                file.save()
        except IntegrityError:  # the key of somebody else's file, who is not disturbed
            file.key = uuid4()
            file.save()
        NeedDraft.objects.filter(pk=kept.pk).update(saved_at=timezone.now())
    return file


def _judge_number(draft: NeedDraft) -> None:
    if NeedFile.objects.filter(draft=draft).count() >= MOST:
        words = _("There are five files already, and more are not taken. Take one away first.")
        raise ValidationError({"file": words})


@transaction.atomic
def take_away(*, draft: NeedDraft, by: User, key: UUID) -> None:
    """Delete a file of a draft of this person; nothing happens where there is none, as after a double click."""
    if draft.author_id != by.pk:
        raise PermissionDenied
    NeedFile.objects.filter(draft=draft, key=key).delete()


def hand_on(*, draft: NeedDraft, need: Need) -> None:
    """Make the files of a draft those of the need that it became. Within the transaction that lets the draft go."""
    draft.files.update(draft=None, need=need)


# --- who reads them ---------------------------------------------------------------------------------------------------


def of_draft(draft: NeedDraft) -> list[NeedFile]:
    """Return the files of a draft in the order in which they were added."""
    return list(draft.files.all())


def get_file(user: Any, key: UUID) -> NeedFile:
    """Return the file with the key, and its need with it. Raises Http404 where there is none that this person may open."""
    file = NeedFile.objects.select_related("draft").filter(key=key).first()
    if file is None:
        raise Http404
    if file.draft is not None:
        if file.draft.author_id != user.pk:
            raise Http404
        return file
    need = queries.readable_by(user).filter(files=file).first()
    if need is None or not permissions.can_open_files(user, need):
        raise Http404
    file.need = need
    return file


def shown_to(user: Any, need: Any) -> list[dict[str, Any]]:
    """Return the files of a need from ``queries.with_files`` for whoever may open them; none for all others."""
    if not permissions.can_open_files(user, need):
        return []
    return [
        {**row, "name": attachments.Kind(row["kind"]).label, "kilobytes": max(1, round(row["size"] / 1024))}
        for row in need.file_rows
    ]


def files_of(user: User) -> list[dict[str, Any]]:
    """Return the files that this person added and may (still) open, as plain data (one query)."""
    open_to_them = Q(need=None) | Q(need__in=queries.readable_by(user))
    return [
        {
            "file": file.shows,
            "file_kind": file.get_kind_display(),
            "file_size": file.size,
            "reference": file.need.reference if file.need else "",
            "added_at": file.added_at.isoformat(),
        }
        for file in NeedFile.objects.filter(open_to_them, added_by=user).select_related("need").order_by("pk")
    ]


# --- letting go -------------------------------------------------------------------------------------------------------


def sweep_files() -> int:
    """Delete stored files that are a day old and belong to no row. Returns how many."""
    left = sweep_left(FOLDER, NeedFile)
    if left:
        logger.info("%s files that belong to no need are deleted", left)
    return left
