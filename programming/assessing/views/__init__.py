"""Pages of assessments."""

from programming.assessing.views.assessments import (
    adopt,
    assessment_list,
    change,
    co_writers,
    detail,
    edit,
    end_co_writing,
    give_up,
    list_csv,
    new,
    stage,
)
from programming.assessing.views.evidence import cause_files, file, mark_file, take_file
from programming.assessing.views.gathering import gather_from_need, gathered, need_causes, release_need
from programming.assessing.views.parts import add_part, edit_part, move_cause, remove_part, tree
from programming.assessing.views.versions import version, version_figure, version_pdf

__all__ = [
    "add_part",
    "adopt",
    "assessment_list",
    "cause_files",
    "change",
    "co_writers",
    "detail",
    "edit",
    "edit_part",
    "end_co_writing",
    "file",
    "gather_from_need",
    "gathered",
    "give_up",
    "list_csv",
    "mark_file",
    "move_cause",
    "need_causes",
    "new",
    "release_need",
    "remove_part",
    "stage",
    "take_file",
    "tree",
    "version",
    "version_figure",
    "version_pdf",
]
