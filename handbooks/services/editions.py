"""Publishing and withdrawing editions. A failed PDF is ordered again in the rendering room."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal import cleaning
from atasehir_portal.accounts.models import User
from atasehir_portal.documents.services import freeze
from atasehir_portal.documents.services.common import lock as lock_document
from atasehir_portal.documents.services.versions import snapshot_of
from atasehir_portal.rendering import book as printed
from atasehir_portal.rendering.models import Kind, Rendering
from atasehir_portal.rendering.services import request_rendering
from atasehir_portal.transitions import NotInThisState
from handbooks import book, editions, permissions
from handbooks.digests import digest_of
from handbooks.front_matter import FrontMatter
from handbooks.models import Edition, Erratum, Handbook, HandbookAct, HandbookState
from handbooks.services.common import LONGEST_NOTE, locked, record, too_long
from handbooks.services.errata import check_corrections, mark_corrected
from handbooks.services.passages import index_edition

UNCHANGED = _(
    "Nothing has changed since edition %(number)s. "
    "Open the book for writing, change what is to change, approve it, then publish."
)
CHANGED_SINCE_APPROVAL = _(
    "The text was changed after it was approved. Open the book for writing, look at it and approve it again."
)
NO_NUMBER = _("Write the number as two numbers with a full stop between them, for example 1.0 or 1.1.")
TAKEN = _("There is an edition %(number)s already.")
NOT_HIGHER = _("The last edition is %(number)s. Give the new one a higher number.")
NO_NOTE = _("Say what is new in this edition. Readers see it.")
NO_REASON = _("Say why the edition is withdrawn. Readers see it.")


@transaction.atomic
def publish_edition(
    *, handbook: Handbook, by: User | None, number: str, change_note: str, corrects: Iterable[Erratum] = ()
) -> Edition:
    """Freeze the approved draft as an edition and order its PDF; the edition is in the library once that is ready.

    ``corrects`` are errors noted in earlier editions that this one corrects; they are marked so in the same transaction.
    The PDF is made from the frozen version, never from the draft. Pressing twice, or at the same moment as somebody else, makes one
    edition: the same order again returns the edition that it made. Raises PermissionDenied, NotInThisState where the draft is not
    approved, and ValidationError: by field for number, note and errors, without a field where there is nothing new to publish.
    """
    if not permissions.can_publish(by, handbook):
        raise PermissionDenied
    draft = locked(handbook)
    lock_document(
        draft.document_id
    )  # from here to the frozen version nobody writes: what is compared is what is frozen
    if draft.state != HandbookState.APPROVED:
        raise NotInThisState
    change_note = cleaning.line(change_note)
    snapshot, front = snapshot_of(draft.document), FrontMatter.of_today(draft)
    if digest_of(snapshot) != draft.approved_digest:
        raise ValidationError(CHANGED_SINCE_APPROVAL, code="changed")
    existing = list(draft.editions.select_related("version").order_by("published_at", "pk"))
    last = next((edition for edition in reversed(existing) if edition.withdrawn_at is None), None)
    if last is not None and _says_the_same(last, snapshot, front):
        if (last.number, last.change_note) == (number, change_note):
            return last
        raise ValidationError(UNCHANGED, code="unchanged", params={"number": last.number})
    _refuse(number, change_note, [edition.number for edition in existing])
    edition = Edition(
        handbook=draft, number=number, change_note=change_note, front_matter=front.as_data(), published_by=by
    )
    corrected = check_corrections(errata=corrects, edition=edition)
    edition.version = freeze(document=draft.document, by=by, note=change_note)
    if digest_of(edition.version.snapshot) != draft.approved_digest:
        raise ValidationError(CHANGED_SINCE_APPROVAL, code="changed")
    made = book.of_edition(edition)
    edition.pdf, edition.epub = _order(made, Kind.PDF), _order(made, Kind.EPUB)
    edition.save(force_insert=True)
    mark_corrected(errata=corrected, edition=edition)
    index_edition(edition=edition)
    record(draft, HandbookAct.PUBLISHED, by, edition=number, note=change_note)
    return edition


def _order(made: printed.Book, kind: Kind) -> Rendering:
    html = printed.html(made, kind=kind)
    return request_rendering(kind=kind, style=made.style, title=made.title, language=made.language, html=html)


def _refuse(number: str, change_note: str, existing: list[str]) -> None:
    """Raise ValidationError by field where the edition cannot be called so."""
    errors: dict[str, Any] = {}
    highest = editions.highest(existing)
    if not editions.is_number(number):
        errors["number"] = ValidationError(NO_NUMBER)
    elif number in existing:
        errors["number"] = ValidationError(TAKEN, params={"number": number})
    elif highest and editions.parse(number) < editions.parse(highest):
        errors["number"] = ValidationError(NOT_HIGHER, params={"number": highest})
    if not change_note:
        errors["change_note"] = ValidationError(NO_NOTE)
    elif len(change_note) > LONGEST_NOTE:
        errors["change_note"] = too_long(LONGEST_NOTE)
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def withdraw_edition(*, edition: Edition, by: User | None, reason: str) -> Edition:
    """Take an edition out of the library for good; the reason is shown there in its place.

    Raises PermissionDenied, ValidationError (reason), NotInThisState where it is withdrawn already.
    """
    if not permissions.can_withdraw(by, edition):
        raise PermissionDenied
    reason = cleaning.line(reason)
    if not reason:
        raise ValidationError({"reason": ValidationError(NO_REASON)})
    if len(reason) > LONGEST_NOTE:
        raise ValidationError({"reason": too_long(LONGEST_NOTE)})
    now = timezone.now()
    if not Edition.objects.filter(pk=edition.pk, withdrawn_at=None).update(withdrawn_at=now, withdrawn_reason=reason):
        raise NotInThisState
    edition.withdrawn_at, edition.withdrawn_reason = now, reason
    record(edition.handbook, HandbookAct.WITHDRAWN, by, edition=edition.number, note=reason)
    return edition


@dataclass(frozen=True, slots=True)
class Known:
    """The newest edition, where it says the same as the draft: in the library, which makes publishing pointless, or withdrawn, which
    makes it a thing to think over."""

    published: Edition | None = None
    withdrawn: Edition | None = None


def known_text(handbook: Handbook, digest: str) -> Known:
    """Return whether readers have met the draft with this digest already: told before anybody presses. At most three queries.

    A text that was rewritten and changed back is taken for a new one here; ``publish_edition`` looks closer.
    """
    newest = handbook.editions.select_related("version").order_by("-published_at", "-pk").first()
    if newest is None or digest_of(newest.version.snapshot) != digest:
        return Known()
    if newest.withdrawn_at is not None:
        return Known(withdrawn=newest)
    return Known(published=newest if newest.front_matter == FrontMatter.of_today(handbook).as_data() else None)


# --- what is compared and frozen ----------------------------------------------------------------------------------------


def _says_the_same(edition: Edition, snapshot: Mapping[str, Any], front: FrontMatter) -> bool:
    """Return whether a reader of the edition reads the same words; how often they were rewritten in between does not count."""
    return edition.front_matter == front.as_data() and _without_revisions(
        edition.version.snapshot
    ) == _without_revisions(snapshot)


def _without_revisions(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_revisions(item) for key, item in value.items() if key != "revision"}
    if isinstance(value, list | tuple):
        return [_without_revisions(item) for item in value]
    return value
