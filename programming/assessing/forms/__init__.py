"""Forms of the assessing room: parts of an assessment are edited by the engine's forms with fields of their own."""

from programming.assessing.forms.assessments import (
    AdoptForm,
    AssessmentForm,
    InviteForm,
    ReasonForm,
    SearchForm,
)
from programming.assessing.forms.parts import FORMS, NEW_FORMS, CauseForm, RemoveCauseForm

__all__ = [
    "FORMS",
    "NEW_FORMS",
    "AdoptForm",
    "AssessmentForm",
    "CauseForm",
    "InviteForm",
    "ReasonForm",
    "RemoveCauseForm",
    "SearchForm",
]
