"""The one place that says what the report may repeat of what somebody said."""

from django.utils.translation import gettext

from atasehir_portal.answering.models import DutyState
from atasehir_portal.documents.models import Comment, Suggestion


def may_be_read(said: Comment | Suggestion) -> bool:
    """Whether everybody may read the words of an input or a reply: not of what was taken back, nor of what moderators hid."""
    duty = said.duty
    is_withdrawn = duty is not None and duty.state == DutyState.WITHDRAWN
    return not is_withdrawn and not said.is_hidden


def shown(said: Comment | Suggestion) -> str:
    """Return what stands in the report as the words of an input or a reply: why something is proposed, what a comment says, or the
    sentence that stands in their place (``tombstone``, where moderators hid them).

    Everything that the page, the CSV files and the PDF of a report show of somebody's words comes from here.
    """
    if may_be_read(said):
        return said.reason if isinstance(said, Suggestion) else said.body
    return said.tombstone or gettext("The words of this input are not shown.")
