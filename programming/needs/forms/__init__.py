"""Forms of the needs room, by what they are about."""

from programming.needs.forms.base import Step
from programming.needs.forms.coverage import CoverageForm
from programming.needs.forms.look import LookForm
from programming.needs.forms.outreach import CloseTaskForm, GiveTaskForm
from programming.needs.forms.sheet import SheetForm
from programming.needs.forms.steps import LAST, STEPS, WhomStep, step
from programming.needs.forms.support import SupportForm

__all__ = [
    "LAST",
    "STEPS",
    "CloseTaskForm",
    "CoverageForm",
    "GiveTaskForm",
    "LookForm",
    "SheetForm",
    "Step",
    "SupportForm",
    "WhomStep",
    "step",
]
