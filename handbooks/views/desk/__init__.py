"""The publishing desk: administrators have every book on it, writers and reviewers theirs."""

from handbooks.views.desk.board import board, desk, log
from handbooks.views.desk.editions import publish, withdraw
from handbooks.views.desk.errata import errata, erratum, remove_erratum
from handbooks.views.desk.review import review
from handbooks.views.desk.stages import approve, check, reopen, send_back, send_to_review
from handbooks.views.desk.tasks import give_task, take_task

__all__ = [
    "approve",
    "board",
    "check",
    "desk",
    "errata",
    "erratum",
    "give_task",
    "log",
    "publish",
    "remove_erratum",
    "reopen",
    "review",
    "send_back",
    "send_to_review",
    "take_task",
    "withdraw",
]
