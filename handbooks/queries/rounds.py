"""Rounds in which opinions on a handbook are taken, for the pages of the library."""

from atasehir_portal.answering.clock import today
from atasehir_portal.documents.models import Round, RoundState
from handbooks.models import Edition, Handbook


def open_rounds() -> dict[int, Round]:
    """Return the rounds that take opinions today, by the document that they are about. One query."""
    now = today()
    found = Round.objects.filter(state=RoundState.OPEN, opens_on__lte=now, ends_on__gte=now)
    return {round.document_id: round for round in found.filter(document__handbook__isnull=False)}


def open_round(handbook: Handbook) -> Round | None:
    """Return the round that takes opinions on a book today; None where there is none. One query."""
    now = today()
    return Round.objects.filter(
        document=handbook.document_id, state=RoundState.OPEN, opens_on__lte=now, ends_on__gte=now
    ).first()


def is_on(round: Round, edition: Edition) -> bool:
    """Whether people read in the round the very text of the edition, so that a chapter of one leads to that of the other."""
    return round.version_id == edition.version_id
