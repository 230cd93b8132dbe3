"""The stages of a handbook's draft: approved, opened again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import User
from atasehir_portal.documents.services.versions import snapshot_of
from handbooks.models import Handbook, HandbookAct
from handbooks.problems import problems_of
from handbooks.services.common import digest_of, locked, record
from handbooks.states import TRANSITIONS


class HasProblems(ValidationError):
    """The text cannot be approved as it stands; ``count`` problems are listed on the publishing desk."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(_("The book cannot be approved yet: its open problems come first."), code="has_problems")


@transaction.atomic
def approve(*, handbook: Handbook, by: User | None) -> Handbook:
    """Approve the draft; from now on nobody writes in it, so that what was approved is what is published.

    Raises PermissionDenied, NotInThisState, and HasProblems where a reader would stumble (an unknown source, a dead link, a picture
    that is missing or has no words, a text that waits to be merged).
    """
    draft = locked(handbook)
    digest = digest_of(snapshot_of(draft.document))
    TRANSITIONS.apply("approve", instance=draft, user=by, state_changed_at=timezone.now(), approved_digest=digest)
    stopping = [problem for problem in problems_of(draft.document) if problem.stops]
    if stopping:
        raise HasProblems(len(stopping))
    record(draft, HandbookAct.APPROVED, by)
    return draft


@transaction.atomic
def reopen(*, handbook: Handbook, by: User | None) -> Handbook:
    """Open an approved draft for writing again; editions stay as they are. Raises PermissionDenied, NotInThisState."""
    draft = locked(handbook)
    TRANSITIONS.apply("reopen", instance=draft, user=by, state_changed_at=timezone.now(), approved_digest="")
    record(draft, HandbookAct.REOPENED, by)
    return draft
