"""Writes of the dialogue room: one function per act, each one transaction."""

from participation.dialogue.services.accepting import NotTheSameText, accept_charter, withdraw_acceptance
from participation.dialogue.services.adopting import adopt, write_down
from participation.dialogue.services.charters import (
    DOCUMENT_KIND,
    begin_charter,
    give_up,
    put_to_round,
    reopen,
    take_back,
)
from participation.dialogue.services.following import follow

__all__ = [
    "DOCUMENT_KIND",
    "NotTheSameText",
    "accept_charter",
    "adopt",
    "begin_charter",
    "follow",
    "give_up",
    "put_to_round",
    "reopen",
    "take_back",
    "withdraw_acceptance",
    "write_down",
]
