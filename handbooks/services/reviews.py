"""What reviewers say of a text, tied to the text as they read it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from atasehir_portal import cleaning
from atasehir_portal.accounts.models import StaffRole, User
from atasehir_portal.documents.services.versions import snapshot_of
from atasehir_portal.notifications.services import notify
from atasehir_portal.transitions import NotInThisState
from handbooks import permissions
from handbooks.digests import digest_of
from handbooks.models import Handbook, HandbookAct, HandbookState, HandbookTask, Review, Task, Verdict
from handbooks.services.common import locked, record, too_long

LONGEST_REMARKS = 4000
NO_VERDICT = _("Choose one of the two.")
NO_REMARKS = _("Say what is to be changed, and where.")


class ChangedWhileRead(ValidationError):
    """The text is not the one that the reviewer read; ``digest`` is that of the present one."""

    def __init__(self, digest: str) -> None:
        self.digest = digest
        super().__init__(
            _("The text was changed while you read. Look at what changed, then send your verdict again."),
            code="changed_while_read",
        )


@transaction.atomic
def give_verdict(*, handbook: Handbook, by: User, digest: str, verdict: str, remarks: str) -> Review:
    """Record what a reviewer says of the text with this digest, and tell those who write and publish.

    A later verdict of the same person counts instead of the earlier; the same one sent twice is kept once. Raises
    PermissionDenied, NotInThisState outside a review, ChangedWhileRead, ValidationError (verdict, remarks).
    """
    if not permissions.can_review(by, handbook):
        raise PermissionDenied
    book = locked(handbook)
    if book.state != HandbookState.REVIEW:
        raise NotInThisState
    remarks = cleaning.text(remarks)
    if verdict not in Verdict.values:
        raise ValidationError({"verdict": ValidationError(NO_VERDICT)})
    if verdict == Verdict.CHANGES and not remarks:
        raise ValidationError({"remarks": ValidationError(NO_REMARKS)})
    if len(remarks) > LONGEST_REMARKS:
        raise ValidationError({"remarks": too_long(LONGEST_REMARKS)})
    last = book.reviews.filter(reviewer=by).first()
    if last is not None and (last.digest, last.verdict, last.remarks) == (digest, verdict, remarks):
        return last
    present = digest_of(snapshot_of(book.document))
    if digest != present:
        raise ChangedWhileRead(present)
    review = Review.objects.create(handbook=book, reviewer=by, digest=digest, verdict=verdict, remarks=remarks)
    record(book, HandbookAct.REVIEWED, by, detail=verdict)
    notify(
        recipients=_who_waits(book, by), kind="handbook_reviewed", reference=book.reference, event=f"review-{review.pk}"
    )
    return review


def _who_waits(handbook: Handbook, by: User) -> list[User]:
    """Writers and administrators wait for a verdict, the reviewer does not."""
    writers = HandbookTask.objects.filter(handbook=handbook, task=Task.WRITER).values("user")
    administrators = User.objects.filter(posts__until=None, posts__role=StaffRole.ADMINISTRATOR)
    people = User.objects.filter(pk__in=writers) | User.objects.filter(pk__in=administrators.values("pk"))
    return list(people.filter(is_active=True).exclude(pk=by.pk).distinct())
