"""Writes of the handbooks room, one function per act: tasks, stages of the draft, reviews, editions, errors found in them.

``by`` is None only for the set-up commands, which act for nobody in particular.
"""

from handbooks.services.drafts import HasProblems, approve, reopen, send_back, send_to_review
from handbooks.services.editions import known_text, publish_edition, withdraw_edition
from handbooks.services.errata import change_erratum, note_erratum, remove_erratum
from handbooks.services.previews import forget_previews, order_preview
from handbooks.services.reviews import ChangedWhileRead, give_verdict
from handbooks.services.tasks import end_tasks_of, give_task, take_task

__all__ = [
    "ChangedWhileRead",
    "HasProblems",
    "approve",
    "change_erratum",
    "end_tasks_of",
    "forget_previews",
    "give_task",
    "give_verdict",
    "note_erratum",
    "known_text",
    "order_preview",
    "publish_edition",
    "remove_erratum",
    "reopen",
    "send_back",
    "send_to_review",
    "take_task",
    "withdraw_edition",
]
