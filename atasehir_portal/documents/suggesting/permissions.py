"""Who may do what with a suggestion. Who may make one, the round says (``permissions.can_take_part``)."""

from typing import Any

from atasehir_portal.answering import permissions as answering
from atasehir_portal.documents import permissions
from atasehir_portal.documents.models import Suggestion


def can_accept(user: Any, suggestion: Suggestion) -> bool:
    """Whether the person may write the suggestion into the text: who may answer it and may write the document. Others who
    answer it give every other answer, or pass it on."""
    return answering.can_answer(user, suggestion.duty) and permissions.can_write(user, suggestion.round.document)


def can_withdraw(user: Any, suggestion: Suggestion) -> bool:
    """Who proposed it, and the representatives of the organisation."""
    return answering.can_withdraw(user, suggestion.duty)
