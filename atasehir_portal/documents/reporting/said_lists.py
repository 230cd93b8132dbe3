"""The lists of a round as CSV: head and rows (at most 10,000), the newest first; the report’s in the order in which things came."""

from collections.abc import Iterator
from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from atasehir_portal.documents.models import Comment, Round, Suggestion, SuggestionAct
from atasehir_portal.documents.reporting.rows import ReportRow, everything_in, rows_of, said_in

MOST = 10_000


def everything(round: Round) -> tuple[list[str], Iterator[list[Any]]]:
    """Return every input with its replies and its answer, in the order in which it came; what was withdrawn is left out."""
    head = [_("Reference"), _("Kind"), *_head()[1:], _("What was said"), _("Replies"), *_answer_head()]
    rows = rows_of(round, said_in(round)[:MOST], with_changes=False)
    return head, (
        [row.duty.reference, row.duty.get_kind_display(), *_start(row)[1:], row.said, in_lines(row), *_answer(row)]
        for row in rows
    )


def comments(round: Round, found: QuerySet[Comment]) -> tuple[list[str], Iterator[list[Any]]]:
    """Return threads with their replies and answers. The round was fetched with its text."""
    duties = everything_in(round).filter(comment__in=found.order_by()).order_by("-received_at", "-pk")[:MOST]
    head = [*_head(), _("What was said"), _("Replies"), *_answer_head()]
    rows = rows_of(round, duties, with_changes=False)
    return head, ([*_start(row), row.said, in_lines(row), *_answer(row)] for row in rows)


def suggestions(round: Round, found: QuerySet[Suggestion]) -> tuple[list[str], Iterator[list[Any]]]:
    """Return what is proposed with the text that was read, why, and the answers. The round was fetched with its text."""
    duties = everything_in(round).filter(suggestion__in=found.order_by()).order_by("-received_at", "-pk")[:MOST]
    head = [
        *_head(),
        _("What is proposed"),
        _("The text that was read"),
        _("The text that is proposed"),
        _("Why"),
        *_answer_head(),
        _("Taken into the text"),
    ]
    return head, (_suggestion(row) for row in rows_of(round, duties))


def _suggestion(row: ReportRow) -> list[Any]:
    said = cast(Suggestion, row.said_by)
    old = row.change.old if row.change is not None else None
    new = row.change.new if row.change is not None else None
    return [
        *_start(row),
        str(SuggestionAct(said.act).label),
        old.plain if old is not None else "",
        new.plain if new is not None else "",
        row.said,
        *_answer(row),
        _("yes") if said.took_effect_id is not None else _("no"),
    ]


def in_lines(row: ReportRow) -> str:
    """Return the replies to an input, each with who gave it."""
    return "\n\n".join(f"{reply.who}: {reply.body}" for reply in row.replies)


def _head() -> list[str]:
    return [_("Reference"), _("Received on"), _("From whom"), _("About")]


def _start(row: ReportRow) -> list[Any]:
    return [row.duty.reference, row.duty.received_on, row.who, row.about]


def _answer_head() -> list[str]:
    return [_("Where it stands"), _("Answer"), _("Unit"), _("Answered on"), _("Document number (EBYS)")]


def _answer(row: ReportRow) -> list[Any]:
    duty = row.duty
    return [
        duty.standing,
        duty.reason,
        duty.answered_unit.name if duty.answered_unit else "",
        duty.answered_on,
        duty.registry_number,
    ]
