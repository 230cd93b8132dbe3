"""Forms of the needs room, by what they are about."""

from programming.needs.forms.base import Step
from programming.needs.forms.coverage import CoverageForm
from programming.needs.forms.evidence import EvidenceForm
from programming.needs.forms.look import LookForm
from programming.needs.forms.merging import MergeForm, UnmergeForm
from programming.needs.forms.outreach import ChangeTaskForm, CloseTaskForm, GiveTaskForm, WithdrawTaskForm
from programming.needs.forms.sheet import SheetForm
from programming.needs.forms.sheets import ColumnsForm, RowForm, UploadSheetForm
from programming.needs.forms.steps import LAST, STEPS, WhomStep, step
from programming.needs.forms.support import SupportForm
from programming.needs.forms.visibility import VisibilityForm

__all__ = [
    "LAST",
    "STEPS",
    "ChangeTaskForm",
    "CloseTaskForm",
    "WithdrawTaskForm",
    "ColumnsForm",
    "CoverageForm",
    "EvidenceForm",
    "GiveTaskForm",
    "LookForm",
    "MergeForm",
    "RowForm",
    "SheetForm",
    "Step",
    "SupportForm",
    "UnmergeForm",
    "UploadSheetForm",
    "VisibilityForm",
    "WhomStep",
    "step",
]
