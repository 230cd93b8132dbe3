"""Pages of answering, split by what they are about."""

from atasehir_portal.answering.views.acts import answer, ask_back, assign, extend, reply
from atasehir_portal.answering.views.applications import application, apply, verification, verification_csv
from atasehir_portal.answering.views.lists import desk, desk_csv, our_inputs, our_inputs_csv

__all__ = [
    "answer",
    "application",
    "apply",
    "ask_back",
    "assign",
    "desk",
    "desk_csv",
    "extend",
    "our_inputs",
    "our_inputs_csv",
    "reply",
    "verification",
    "verification_csv",
]
