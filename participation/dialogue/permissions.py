"""Who may do what with the charter, and which organisations may act formally under it."""

from datetime import datetime
from typing import Any

from atasehir_portal.accounts.models import Organisation, OrganisationState
from atasehir_portal.accounts.people import person
from atasehir_portal.accounts.permissions import is_member, is_representative
from participation.dialogue import standings
from participation.dialogue.models import Charter, CharterState

# The text is still being worked on; in a round the staff write in what was accepted.
OPEN = (CharterState.DRAFT, CharterState.IN_ROUND)


def can_begin(user: Any) -> bool:
    """Coordinators begin a charter, where there is none."""
    return person(user).is_coordinator


def can_see_desk(user: Any) -> bool:
    """Staff see where the working text stands."""
    return person(user).is_staff_member


def can_read_text(user: Any, charter: Charter) -> bool:
    """The working text is read by the staff, who write it; a text in a round is read on the pages of the round. Once adopted, it is
    everybody's, as the adopted version is.
    """
    return charter.state == CharterState.ADOPTED or person(user).is_staff_member


def can_write(user: Any, charter: Charter) -> bool:
    """Staff write until the adoption; organisations take part in the round, with suggestions on every rule."""
    return charter.state in OPEN and person(user).is_staff_member


def can_decide(user: Any, charter: Charter) -> bool:
    """Coordinators put the charter to a round, write down its adoption by the council, open it again and give it up."""
    return person(user).is_coordinator


def can_accept(user: Any, organisation: Organisation) -> bool:
    """A representative of a verified organisation accepts the charter for it, and withdraws that."""
    return organisation.state == OrganisationState.VERIFIED and is_representative(user, organisation)


def can_see_acceptance(user: Any, organisation: Organisation) -> bool:
    """Who accepted by name is read by the organisation's own people and by the municipality's."""
    return is_member(user, organisation) or person(user).is_staff_member


def may_act_formally(organisation: Organisation, at: datetime | None = None) -> bool:
    """Whether an organisation may make agenda proposals, vote and join drafting groups at this moment (now): it is verified, and has
    accepted the version in force then, or is within the grace period after it.

    Where no charter is in force, nobody acts formally: there are no agreed rules for it yet.
    """
    return organisation.state == OrganisationState.VERIFIED and standings.of(organisation, at).may_act
