"""What people are told about batches: that one came in, and that one was taken back; once for the whole. Its author is told how taking
it back ended.
"""

from django.utils.translation import gettext_lazy as _

from atasehir_portal.notifications.kinds import NotificationKind, kinds
from programming.needs.sheets import queries


def connect() -> None:
    """Register the kinds of notification."""
    kinds.register(
        NotificationKind(
            "need_batch_submitted",
            _("Needs from a spreadsheet were heard: %(reference)s"),
            _("Several needs were raised together with a spreadsheet and wait to be assigned."),
            _("Go to my desk"),
            "answering:desk",
            queries.references_to_assign,
            url_takes_reference=False,
            topic="incoming",
        )
    )
    kinds.register(
        NotificationKind(
            "need_batch_undone",
            _("Needs from a spreadsheet were withdrawn: %(reference)s"),
            _(
                "Needs that were raised together with a spreadsheet were withdrawn together. They need no answer any more."
            ),
            _("Go to my desk"),
            "answering:desk",
            queries.references_undone,
            url_takes_reference=False,
            topic="duties",
        )
    )
    for name, subject, sentence in (
        (
            "need_batch_taken_back",
            _("Your spreadsheet was taken back: %(reference)s"),
            _("All needs that came of it were withdrawn. Nobody has to answer them any more."),
        ),
        (
            "need_batch_not_taken_back",
            _("Your spreadsheet could not be taken back: %(reference)s"),
            _("None of its needs was withdrawn. The reason is on the page of the spreadsheet."),
        ),
    ):
        kinds.register(
            NotificationKind(
                name,
                subject,
                sentence,
                _("Go to your spreadsheets"),
                "needs:sheets",
                queries.own_references,
                url_takes_reference=False,
            )
        )
