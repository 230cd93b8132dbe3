"""The working text of the charter: begun, put to a round, taken back, opened again, given up."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from atasehir_portal import cleaning
from atasehir_portal.accounts.models import User
from atasehir_portal.documents import round_queries
from atasehir_portal.documents.services import import_markdown
from participation.dialogue import permissions, starting
from participation.dialogue.models import Charter, CharterState
from participation.dialogue.states import TRANSITIONS

DOCUMENT_KIND = "charter"
MEDIA = "dialogue/charter"
THERE_IS_ONE = _(
    "There is a charter already, and a municipality has one. Open it to write its next version, or give the draft up first."
)
ROUND_RUNS = _("A round of this text is not closed. Close it first; everything that was said is answered then.")
NO_REASON = _("Say why.")
HAS_VERSIONS = _("This charter was adopted before, so it is not given up. Adopt its next version instead.")


def begin_charter(*, by: User | None, language: str = "tr", is_example: bool = False) -> Charter:
    """Begin the charter with the starter text in a language. ``by`` is None where the portal is set up.

    Raises PermissionDenied, ValidationError where there is one already.
    """
    if by is not None and not permissions.can_begin(by):
        raise PermissionDenied
    if Charter.objects.exclude(state=CharterState.WITHDRAWN).exists():
        raise ValidationError(THERE_IS_ONE, code="one")
    is_example = is_example or (by is not None and by.is_example)
    try:
        with transaction.atomic():
            made = import_markdown(
                kind=DOCUMENT_KIND,
                folder_or_texts=starting.texts(language),
                by=by,
                media_folder=MEDIA,
                is_example=is_example,
            )
            return Charter.objects.create(document=made.document, begun_by=by, is_example=is_example)
    except IntegrityError as error:  # somebody began it at the same moment
        raise ValidationError(THERE_IS_ONE, code="one") from error


@transaction.atomic
def put_to_round(*, charter: Charter, by: User) -> None:
    """Say that the text is ready for a round, which is planned next. Raises PermissionDenied, NotInThisState."""
    TRANSITIONS.apply("put_to_round", instance=locked(charter), user=by)


@transaction.atomic
def take_back(*, charter: Charter, by: User) -> None:
    """Take the text back from the round. Raises PermissionDenied, NotInThisState, ValidationError while a round is not closed."""
    found = locked(charter)
    if permissions.can_decide(by, found):
        refuse_running(found)
    TRANSITIONS.apply("take_back", instance=found, user=by)


@transaction.atomic
def reopen(*, charter: Charter, by: User) -> None:
    """Open an adopted charter to write its next version; the one in force stays so. Raises PermissionDenied, NotInThisState."""
    TRANSITIONS.apply("reopen", instance=locked(charter), user=by)


@transaction.atomic
def give_up(*, charter: Charter, by: User, reason: str) -> None:
    """Give up a charter that was never adopted, so that another can be begun.

    Raises PermissionDenied, NotInThisState, ValidationError (reason; without a field where it was adopted before).
    """
    found = locked(charter)
    if not permissions.can_decide(by, found):
        raise PermissionDenied
    reason = cleaning.line(reason)[:500]
    if not reason:
        raise ValidationError({"reason": NO_REASON})
    if found.versions.exists():
        raise ValidationError(HAS_VERSIONS, code="adopted")
    refuse_running(found)
    TRANSITIONS.apply("give_up", instance=found, user=by, closing_reason=reason)


def refuse_running(charter: Charter) -> None:
    """Raise ValidationError while a round of the text is not closed."""
    if round_queries.current_round(charter.document) is not None:
        raise ValidationError(ROUND_RUNS, code="round_runs")


def locked(charter: Charter) -> Charter:
    """Lock the charter's row until the end of the transaction, and return it as it stands."""
    rows: Any = Charter.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("document").get(pk=charter.pk)
