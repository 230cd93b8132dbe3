"""Pages of the drafting room, by what they are about."""

from programming.drafting.views.elements import add_below, add_goal, edit_measure, framework, measure, move, remove
from programming.drafting.views.grounds import link_assessment, unlink_assessment
from programming.drafting.views.links import link_from_need, link_need, unlink_need
from programming.drafting.views.programmes import change, detail, edit, framework_csv, new, programme_list

__all__ = [
    "add_below",
    "add_goal",
    "change",
    "detail",
    "edit",
    "edit_measure",
    "framework",
    "framework_csv",
    "link_assessment",
    "link_from_need",
    "link_need",
    "measure",
    "move",
    "new",
    "programme_list",
    "remove",
    "unlink_assessment",
    "unlink_need",
]
