"""Writes of the assessing room: one function per act, one transaction."""

from programming.assessing.services.assessments import (
    DOCUMENT_KIND,
    about,
    change_assessment,
    create_assessment,
    end_co_writing,
    invite_organisation,
)
from programming.assessing.services.gathering import (
    gather_need,
    link_causes,
    release_need,
)
from programming.assessing.services.parts import (
    DIRECTIONS,
    add_part,
    edit_part,
    follow,
    move_cause,
    remove_part,
)
from programming.assessing.services.stages import (
    adopt,
    give_up,
    put_to_round,
    reopen,
    take_back,
)

__all__ = [
    "DIRECTIONS",
    "DOCUMENT_KIND",
    "about",
    "add_part",
    "adopt",
    "change_assessment",
    "create_assessment",
    "edit_part",
    "end_co_writing",
    "follow",
    "gather_need",
    "give_up",
    "invite_organisation",
    "link_causes",
    "move_cause",
    "put_to_round",
    "release_need",
    "remove_part",
    "reopen",
    "take_back",
]
