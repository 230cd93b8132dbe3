"""Files that bear causes out: added to a cause, said to be public or not, taken away, frozen with a version, opened by those who may.

A file that is not public is opened by those who write the assessment: staff and invited organisations. Whatever changes files locks the
assessment first, so that a version freezes them as they stand.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from atasehir_portal import attachments
from atasehir_portal.accounts.models import User
from atasehir_portal.documents.models import Block
from atasehir_portal.stored import keep
from programming.assessing import permissions, queries
from programming.assessing.elements import Kind
from programming.assessing.models import AdoptedFile, Adoption, Assessment, CauseFile
from programming.assessing.services.assessments import locked

FOLDER = "assessing"
MOST = 5  # of one cause
MOST_TOGETHER = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """A file as a page shows it. Where it cannot be opened, nothing is said of it but that there is one."""

    key: UUID
    kind: str
    shows: str
    kilobytes: int
    is_public: bool
    can_open: bool
    can_withhold: bool


# --- writes -----------------------------------------------------------------------------------------------------------


def add_file(
    *,
    assessment: Assessment,
    cause: Block,
    by: User,
    content: bytes,
    name: str,
    shows: str,
    is_public: bool = False,
    key: UUID | None = None,
) -> CauseFile:
    """Keep a file that bears a cause out, stripped of all that it says beside what it shows. The same ``key`` twice is one file.

    ``name`` serves only to say that a file is not what it is called; it is not kept. Raises PermissionDenied where the person may not write
    the assessment, ValidationError at "file" with what is wrong with it.
    """
    if not permissions.can_write(by, assessment) or cause.kind != Kind.CAUSE:
        raise PermissionDenied
    if key and (earlier := CauseFile.objects.filter(key=key, cause=cause).first()):
        return earlier
    _judge_number(assessment, cause)  # before the work, and once more under the lock
    try:
        clean = attachments.clean(content, name)
    except attachments.Refused as refused:
        raise ValidationError({"file": str(refused)}) from refused
    with transaction.atomic():
        found = locked(assessment)
        if not permissions.can_write(by, found):
            raise PermissionDenied
        if key and (earlier := CauseFile.objects.filter(key=key, cause=cause).first()):
            return earlier
        _judge_number(found, cause)
        file = CauseFile(
            key=key or uuid4(),
            assessment=found,
            cause=cause,
            kind=clean.kind,
            shows=shows,
            is_public=is_public,
            stored=keep(FOLDER, clean.content, clean.ending),
            ending=clean.ending,
            size=len(clean.content),
            sha256=sha256(clean.content).hexdigest(),
            added_by=by,
        )
        try:
            with transaction.atomic():
                file.save()
        except IntegrityError:  # the key of somebody else's file, who is not disturbed
            file.key = uuid4()
            file.save()
    return file


def _judge_number(assessment: Assessment, cause: Block) -> None:
    if not queries.live_parts(assessment.document_id).filter(pk=cause.pk).exists():
        raise ValidationError({"file": _("This cause was taken out in the meantime.")})
    live = CauseFile.objects.filter(assessment=assessment, removed_at=None)
    if live.filter(cause=cause).count() >= MOST:
        raise ValidationError({"file": _("This cause has five files already. Take one away first.")})
    if live.count() >= MOST_TOGETHER:
        words = _("The assessment has %(most)s files already. Take one away first.")
        raise ValidationError({"file": words % {"most": MOST_TOGETHER}})


@transaction.atomic
def take_away(*, file: CauseFile, by: User) -> None:
    """Take a file away from what is being written; adopted versions keep theirs. Twice does nothing. Raises PermissionDenied."""
    if not permissions.can_write(by, locked(file.assessment)):
        raise PermissionDenied
    found = CauseFile.objects.filter(pk=file.pk)
    if AdoptedFile.objects.filter(file=file).exists():
        found.filter(removed_at=None).update(removed_at=timezone.now())
    else:
        found.delete()


@transaction.atomic
def mark(*, file: CauseFile, by: User, is_public: bool) -> None:
    """Say whether everybody may open a file. Whoever writes says so of what comes next; that nobody else may open it, staff say at any
    time, and it holds for adopted versions at once. Raises PermissionDenied.
    """
    found = locked(file.assessment)
    may = permissions.can_write(by, found) or (not is_public and permissions.can_withhold_file(by))
    if not may:
        raise PermissionDenied
    CauseFile.objects.filter(pk=file.pk).update(is_public=is_public)


def freeze(adoption: Adoption, files: Sequence[CauseFile]) -> None:
    """Write down which files an adopted version shows, within the transaction of the adoption."""
    AdoptedFile.objects.bulk_create(
        AdoptedFile(adoption=adoption, file=file, is_public=file.is_public) for file in files
    )


# --- reads ------------------------------------------------------------------------------------------------------------


def of_text(assessment: Assessment) -> list[CauseFile]:
    """Return the files of the working text, of causes that stand in it (one query)."""
    live = queries.live_parts(assessment.document_id).filter(kind=Kind.CAUSE).order_by()
    return list(assessment.files.filter(removed_at=None, cause__in=live.values("pk")).select_related("cause"))


def of_cause(assessment: Assessment, cause: Block) -> list[CauseFile]:
    """Return the files of one cause of the working text (one query)."""
    return list(assessment.files.filter(removed_at=None, cause=cause))


def of_adoption(adoption: Adoption) -> list[CauseFile]:
    """Return the files that an adopted version shows, each ``is_public`` as it was adopted and still holds (one query)."""
    rows = AdoptedFile.objects.filter(adoption=adoption).select_related("file__cause").order_by("file__added_at", "pk")
    found = []
    for row in rows:
        row.file.is_public = row.file.is_public and row.is_public
        found.append(row.file)
    return found


def as_adopted(adoption: Adoption) -> list[CauseFile]:
    """Return the files that an adopted version shows, each ``is_public`` as on the day of the adoption: for its paper (one query)."""
    rows = AdoptedFile.objects.filter(adoption=adoption).select_related("file__cause").order_by("file__added_at", "pk")
    for row in rows:
        row.file.is_public = row.is_public
    return [row.file for row in rows]


def shown(user: Any, assessment: Assessment, files: Sequence[CauseFile]) -> Mapping[UUID, list[Shown]]:
    """Return files by the uid of their cause as this person sees them (no query)."""
    names = ("key", "kind", "shows", "size", "is_public")
    rows = [{**{name: getattr(file, name) for name in names}, "cause": file.cause.uid} for file in files]
    return _shown(user, assessment, rows)


def shown_in_text(user: Any, assessment: Any) -> Mapping[UUID, list[Shown]]:
    """The same of the working text of an assessment from ``queries.get_assessment``. Those of causes that were taken out are among them."""
    return _shown(user, assessment, assessment.file_rows)


def _shown(user: Any, assessment: Assessment, rows: Sequence[Mapping[str, Any]]) -> Mapping[UUID, list[Shown]]:
    is_writer, is_staff = permissions.can_open_files(user, assessment), permissions.can_withhold_file(user)
    found: dict[UUID, list[Shown]] = defaultdict(list)
    for row in rows:
        can_open = row["is_public"] or is_writer
        found[UUID(str(row["cause"]))].append(
            Shown(
                key=UUID(str(row["key"])),
                kind=str(attachments.Kind(row["kind"]).label),
                shows=row["shows"] if can_open else "",
                kilobytes=max(1, round(row["size"] / 1024)),
                is_public=row["is_public"],
                can_open=can_open,
                can_withhold=row["is_public"] and is_staff,
            )
        )
    return found


def get_file(user: Any, key: UUID) -> CauseFile:
    """Return the file with the key, to whoever may open it. Raises Http404 where there is none."""
    file = CauseFile.objects.filter(key=key).select_related("cause").first()
    assessment = queries.visible_to(user).filter(pk=file.assessment_id).first() if file else None
    if file is None or assessment is None:
        raise Http404
    if not permissions.can_open_files(user, assessment) and not _is_published(file):
        raise Http404
    file.assessment = assessment
    return file


def _is_published(file: CauseFile) -> bool:
    return file.is_public and AdoptedFile.objects.filter(file=file, is_public=True).exists()


def get_to_write(user: Any, key: UUID) -> CauseFile:
    """Return a file to whoever may open it as a writer. Raises Http404, PermissionDenied."""
    file = get_file(user, key)
    if not permissions.can_open_files(user, file.assessment):
        raise PermissionDenied
    return file
