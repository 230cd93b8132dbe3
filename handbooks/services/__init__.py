"""Writes of the handbooks room, one function per act: stages of the draft, editions.

``by`` is None only for the set-up commands, which act for nobody in particular.
"""

from handbooks.services.drafts import HasProblems, approve, reopen
from handbooks.services.editions import publish_edition, withdraw_edition

__all__ = ["HasProblems", "approve", "publish_edition", "reopen", "withdraw_edition"]
