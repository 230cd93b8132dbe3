"""Forms of the catalogue: entries of vocabularies, and what there is one of."""

from atasehir_portal.catalogue.forms.entries import (
    AuthorityForm,
    ChecklistForm,
    GroundForm,
    GroupForm,
    NeighbourhoodForm,
    ProvisionFormSet,
    QuestionFormSet,
    RightForm,
    ServiceAreaForm,
    TermForm,
)
from atasehir_portal.catalogue.forms.municipality import ClosedDayForm, MunicipalityForm, NoticeForm

__all__ = [
    "ChecklistForm",
    "ClosedDayForm",
    "GroundForm",
    "GroupForm",
    "MunicipalityForm",
    "NeighbourhoodForm",
    "NoticeForm",
    "ProvisionFormSet",
    "QuestionFormSet",
    "RightForm",
    "AuthorityForm",
    "ServiceAreaForm",
    "TermForm",
]
