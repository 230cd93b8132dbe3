"""The one place that says whether the report may repeat what somebody said."""

from atasehir_portal.answering.models import DutyState
from atasehir_portal.documents.models import Comment, Suggestion


def may_be_read(said: Comment | Suggestion) -> bool:
    """Whether everybody may read the words of an input or a reply. What was taken back stands in reports only with its reference, what
    moderators hid with why it is hidden.

    Everything that the page, the CSV and the PDF of a report show of somebody's words has asked this.
    """
    duty = said.duty
    if said.is_hidden:
        return False
    return duty is None or duty.state != DutyState.WITHDRAWN
