"""What is decided about an assessment: put to a round, taken back, adopted, opened again, given up."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal import cleaning
from atasehir_portal.accounts.models import User
from atasehir_portal.documents import round_queries
from atasehir_portal.documents.models import Round, RoundState
from atasehir_portal.documents.services import freeze
from atasehir_portal.documents.services.common import lock
from atasehir_portal.rendering.services import request_rendering
from programming.assessing import evidence, paper, permissions
from programming.assessing.models import Adoption, Assessment
from programming.assessing.services.assessments import locked
from programming.assessing.services.gathering import release_all
from programming.assessing.states import TRANSITIONS

STYLE = "document"
ROUND_RUNS = _("A round of this text is not closed. Close it first; everything that was said is answered then.")
NO_ROUND = _("No round of this text has been closed yet. An assessment is adopted after its round.")
NO_NOTE = _("Say what readers should know of this version.")
NO_REASON = _("Say why.")
HAS_VERSIONS = _("This assessment was adopted before. What was adopted stays; open it again instead of giving it up.")


@transaction.atomic
def put_to_round(*, assessment: Assessment, by: User) -> None:
    """Say that the text is ready for a round, which is planned next. Organisations write no more. Raises PermissionDenied,
    NotInThisState."""
    TRANSITIONS.apply("put_to_round", instance=locked(assessment), user=by)


@transaction.atomic
def take_back(*, assessment: Assessment, by: User) -> None:
    """Take the text back from the round, to be written on. Raises PermissionDenied, NotInThisState, ValidationError while a round
    of it is not closed."""
    found = locked(assessment)
    if permissions.can_decide(by, found):
        _refuse_running(found)
    TRANSITIONS.apply("take_back", instance=found, user=by)


@transaction.atomic
def adopt(*, assessment: Assessment, by: User, note: str) -> Adoption:
    """Freeze the text as it stands as an adopted version and order its PDF. Everybody reads it from then on.

    Raises PermissionDenied, NotInThisState, ValidationError (note; without a field where no round was closed since the last adoption,
    or one is not closed).
    """
    found = locked(assessment)
    if not permissions.can_decide(by, found):
        raise PermissionDenied
    note = cleaning.line(note)
    if not note:
        raise ValidationError({"note": NO_NOTE})
    _refuse_running(found)
    last = found.adoptions.order_by("-number").first()
    closed = Round.objects.filter(document=found.document_id, state=RoundState.CLOSED)
    if last is not None:
        closed = closed.filter(closed_at__gt=last.adopted_at)
    if not closed.exists():
        raise ValidationError(NO_ROUND, code="no_round")
    TRANSITIONS.apply("adopt", instance=found, user=by)
    return write_down(assessment=found, by=by, note=note, number=last.number + 1 if last else 1)


@transaction.atomic
def write_down(*, assessment: Assessment, by: User, note: str, number: int) -> Adoption:
    """Freeze the text as an adopted version and order its PDF, within the caller's transaction."""
    lock(assessment.document_id)
    files = evidence.of_text(assessment)
    version = freeze(document=assessment.document, by=by, note=note, is_example=assessment.is_example)
    adoption = Adoption(
        assessment=assessment, version=version, number=number, note=note[:500], adopted_by=by, adopted_at=timezone.now()
    )
    adoption.pdf = request_rendering(
        style=STYLE,
        title=assessment.document.title,
        language=assessment.document.language,
        html=paper.html_of(adoption, files),
        is_example=assessment.is_example,
    )
    adoption.save()
    evidence.freeze(adoption, files)
    return adoption


@transaction.atomic
def reopen(*, assessment: Assessment, by: User) -> None:
    """Open an adopted assessment to write its next version; what was adopted stays readable. Raises PermissionDenied, NotInThisState."""
    TRANSITIONS.apply("reopen", instance=locked(assessment), user=by)


@transaction.atomic
def give_up(*, assessment: Assessment, by: User, reason: str) -> None:
    """Give an assessment up that was never adopted; the needs that it gathered fall out, and whoever raised them is told.

    Raises PermissionDenied, NotInThisState, ValidationError (reason; without a field where it was adopted before).
    """
    found = locked(assessment)
    if not permissions.can_decide(by, found):
        raise PermissionDenied
    reason = cleaning.line(reason)[:500]
    if not reason:
        raise ValidationError({"reason": NO_REASON})
    if found.adoptions.exists():
        raise ValidationError(HAS_VERSIONS, code="adopted")
    TRANSITIONS.apply("give_up", instance=found, user=by, closing_reason=reason)
    release_all(assessment=found, by=by, reason=reason)


def _refuse_running(assessment: Assessment) -> None:
    if round_queries.current_round(assessment.document) is not None:
        raise ValidationError(ROUND_RUNS, code="round_runs")
