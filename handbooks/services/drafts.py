"""The stages of a handbook's draft: sent to review, sent back, approved, opened again.

A consultation with organisations (a round) begins where a draft is sent to review and is asked for where it is approved; nothing else
moves a draft.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import User
from atasehir_portal.documents.round_queries import current_round
from atasehir_portal.documents.services.common import lock as lock_document
from atasehir_portal.documents.services.versions import snapshot_of
from atasehir_portal.notifications.services import notify
from handbooks.digests import digest_of
from handbooks.models import Handbook, HandbookAct, HandbookTask, Task
from handbooks.problems import problems_of
from handbooks.queries.reviews import standing_of
from handbooks.services.common import locked, note_of, record
from handbooks.states import TRANSITIONS

NO_REVIEWER = _(
    "Nobody is entrusted with reviewing this book yet. An administrator gives that task on the publishing desk."
)
NO_REVIEW_NOTE = _("Say what is to be looked at.")
ROUND_RUNS = _(
    "A round of opinions on this book is not closed yet. The book is approved once everything in it is answered."
)
NO_BACK_NOTE = _("Say what is to be done. The writers see it.")
NO_APPROVAL_REASON = _("Say why the book is approved all the same. It stays in the book’s history.")


class HasProblems(ValidationError):
    """The text cannot be approved as it stands; ``count`` problems are listed on the publishing desk."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(_("The book cannot be approved yet: its open problems come first."), code="has_problems")


@transaction.atomic
def send_to_review(*, handbook: Handbook, by: User, note: str) -> Handbook:
    """Ask the reviewers to read the draft; ``note`` says what to look at. Writers may go on mending, and every verdict is
    tied to the text that was read.

    Raises PermissionDenied, NotInThisState, ValidationError (note; without a field where there is no reviewer).
    """
    draft = locked(handbook)
    TRANSITIONS.apply("send_to_review", instance=draft, user=by, state_changed_at=timezone.now())
    note = note_of(note, field="note", missing=NO_REVIEW_NOTE)
    reviewers = _people(draft, Task.REVIEWER)
    if not reviewers:
        raise ValidationError(NO_REVIEWER, code="no_reviewer")
    event = record(draft, HandbookAct.SENT_TO_REVIEW, by, note=note)
    notify(
        recipients=[user for user in reviewers if user != by],
        kind="handbook_review",
        reference=draft.reference,
        event=f"sent-{event.pk}",
    )
    return draft


@transaction.atomic
def send_back(*, handbook: Handbook, by: User, note: str) -> Handbook:
    """Give the draft back to its writers; ``note`` says what is to be done. Raises PermissionDenied, NotInThisState,
    ValidationError (note)."""
    draft = locked(handbook)
    TRANSITIONS.apply("send_back", instance=draft, user=by, state_changed_at=timezone.now())
    note = note_of(note, field="note", missing=NO_BACK_NOTE)
    event = record(draft, HandbookAct.SENT_BACK, by, note=note)
    notify(
        recipients=[user for user in _people(draft, Task.WRITER) if user != by],
        kind="handbook_sent_back",
        reference=draft.reference,
        event=f"back-{event.pk}",
    )
    return draft


@transaction.atomic
def approve(*, handbook: Handbook, by: User | None, reason: str = "") -> Handbook:
    """Approve the draft; from now on nobody writes in it, so that what was approved is what is published.

    ``reason`` is needed, and recorded, where no reviewer found this very text ready or one found that it needs changes; the
    set-up commands need none. Raises PermissionDenied, NotInThisState, HasProblems where a reader would stumble (an unknown
    source, a dead link, a picture that is missing or has no words, a text that waits to be merged), ValidationError (reason; without
    a field where a round of opinions on the book is not closed).
    """
    draft = locked(handbook)
    lock_document(draft.document_id)  # the text whose problems are counted is the one whose digest is kept
    digest = digest_of(snapshot_of(draft.document))
    TRANSITIONS.apply("approve", instance=draft, user=by, state_changed_at=timezone.now(), approved_digest=digest)
    if current_round(draft.document) is not None:
        raise ValidationError(ROUND_RUNS, code="round_runs")
    stopping = [problem for problem in problems_of(draft.document) if problem.stops]
    if stopping:
        raise HasProblems(len(stopping))
    is_settled = by is None or standing_of(draft, digest).is_ready
    reason = "" if is_settled else note_of(reason, field="reason", missing=NO_APPROVAL_REASON)
    record(draft, HandbookAct.APPROVED, by, note=reason)
    return draft


@transaction.atomic
def reopen(*, handbook: Handbook, by: User | None) -> Handbook:
    """Open an approved draft for writing again; editions stay as they are. Raises PermissionDenied, NotInThisState."""
    draft = locked(handbook)
    TRANSITIONS.apply("reopen", instance=draft, user=by, state_changed_at=timezone.now(), approved_digest="")
    record(draft, HandbookAct.REOPENED, by)
    return draft


def _people(handbook: Handbook, task: Task) -> list[User]:
    return [each.user for each in HandbookTask.objects.filter(handbook=handbook, task=task).select_related("user")]
