"""Pages of the needs room, by what they are about."""

from programming.needs.views.coverage import coverage, coverage_csv, coverage_json
from programming.needs.views.evidence import file, files, take_file
from programming.needs.views.intake import discard, step, submit
from programming.needs.views.merging import merge, unmerge
from programming.needs.views.needs import (
    detail,
    look,
    need_csv,
    need_list,
    withdraw,
)
from programming.needs.views.outreach import change_task, close_task, give_task, withdraw_task
from programming.needs.views.paper import paper, paper_file, type_in
from programming.needs.views.quarters import publish_quarter, quarter, quarter_csv, quarter_json, quarter_pdf, quarters
from programming.needs.views.sheets import (
    sheet,
    sheet_columns,
    sheet_discard,
    sheet_import,
    sheet_progress,
    sheet_report,
    sheet_row,
    sheet_template,
    sheet_undo,
    sheets,
)
from programming.needs.views.support import support, take_back
from programming.needs.views.visibility import visibility

__all__ = [
    "change_task",
    "close_task",
    "withdraw_task",
    "coverage",
    "coverage_csv",
    "coverage_json",
    "detail",
    "discard",
    "file",
    "files",
    "give_task",
    "look",
    "merge",
    "need_csv",
    "need_list",
    "paper",
    "paper_file",
    "publish_quarter",
    "quarter",
    "quarter_csv",
    "quarter_json",
    "quarter_pdf",
    "quarters",
    "sheet",
    "sheet_columns",
    "sheet_discard",
    "sheet_import",
    "sheet_progress",
    "sheet_report",
    "sheet_row",
    "sheet_template",
    "sheet_undo",
    "sheets",
    "step",
    "submit",
    "support",
    "take_back",
    "take_file",
    "type_in",
    "unmerge",
    "visibility",
    "withdraw",
]
