"""Pages of answering, split by what they are about."""

from atasehir_portal.answering.views.acts import answer, ask_back, assign, extend, reply
from atasehir_portal.answering.views.applications import application, apply, verification, verification_csv
from atasehir_portal.answering.views.handing_out import assign_several
from atasehir_portal.answering.views.lists import desk, desk_csv, our_inputs, our_inputs_csv
from atasehir_portal.answering.views.scoreboard import scoreboard, scoreboard_csv
from atasehir_portal.answering.views.templates import (
    template,
    template_new,
    template_restore,
    template_retire,
    templates,
    templates_csv,
)
from atasehir_portal.answering.views.together import answer_together

__all__ = [
    "answer",
    "answer_together",
    "assign_several",
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
    "scoreboard",
    "scoreboard_csv",
    "template",
    "template_new",
    "template_restore",
    "template_retire",
    "templates",
    "templates_csv",
    "verification",
    "verification_csv",
]
