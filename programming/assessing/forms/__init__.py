"""Forms of the assessing room: parts of an assessment are edited by the engine's forms with fields of their own."""

from programming.assessing.forms.assessments import (
    AdoptForm,
    AssessmentForm,
    GiveUpForm,
    InviteForm,
    ReasonForm,
    SearchForm,
)
from programming.assessing.forms.evidence import CauseFileForm
from programming.assessing.forms.parts import FORMS, NEW_FORMS, CauseForm, RemoveCauseForm

__all__ = [
    "FORMS",
    "NEW_FORMS",
    "AdoptForm",
    "AssessmentForm",
    "CauseFileForm",
    "CauseForm",
    "GiveUpForm",
    "InviteForm",
    "ReasonForm",
    "RemoveCauseForm",
    "SearchForm",
]
