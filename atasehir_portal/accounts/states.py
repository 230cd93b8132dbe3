"""The only ways from one state of an organisation to another."""

from atasehir_portal.accounts.models import EventAct, OrganisationState
from atasehir_portal.accounts.permissions import can_decide_application, can_suspend_organisation
from atasehir_portal.transitions import Table, Transition

ORGANISATION = Table(
    "state",
    Transition("verify", (OrganisationState.APPLIED,), OrganisationState.VERIFIED, can_decide_application),
    Transition("refuse", (OrganisationState.APPLIED,), OrganisationState.REFUSED, can_decide_application),
    Transition("suspend", (OrganisationState.VERIFIED,), OrganisationState.SUSPENDED, can_suspend_organisation),
    Transition("lift", (OrganisationState.SUSPENDED,), OrganisationState.VERIFIED, can_suspend_organisation),
)

# What each transition leaves in the log.
EVENTS = {
    "verify": EventAct.VERIFIED,
    "refuse": EventAct.REFUSED,
    "suspend": EventAct.SUSPENDED,
    "lift": EventAct.SUSPENSION_LIFTED,
}
