"""Forms of the needs room, by what they are about."""

from programming.needs.forms.base import Step
from programming.needs.forms.look import LookForm
from programming.needs.forms.outreach import CloseTaskForm, GiveTaskForm
from programming.needs.forms.sheet import SheetForm
from programming.needs.forms.sheets import ColumnsForm, RowForm, UploadSheetForm
from programming.needs.forms.steps import LAST, STEPS, WhomStep, step
from programming.needs.forms.support import SupportForm

__all__ = [
    "LAST",
    "STEPS",
    "CloseTaskForm",
    "ColumnsForm",
    "GiveTaskForm",
    "LookForm",
    "RowForm",
    "SheetForm",
    "Step",
    "SupportForm",
    "UploadSheetForm",
    "WhomStep",
    "step",
]
