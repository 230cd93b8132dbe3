"""Who may do what with needs."""

from typing import Any

from atasehir_portal.accounts.people import person
from programming.needs.models import Need, NeedState, OutreachTask, Visibility

# States in which a need takes voices: until it is answered.
SUPPORTED = (NeedState.SUBMITTED, NeedState.IN_ASSESSMENT)


def can_submit(user: Any) -> bool:
    """Members of a verified organisation, and staff for people without access."""
    who = person(user)
    return who.is_staff_member or bool(who.organisation_ids)


def can_withdraw(user: Any, need: Need) -> bool:
    """The person who submitted it, while they act for whom; and unless it is confidential, the organisation's representatives."""
    who = person(user)
    if user.is_authenticated and need.submitted_by_id == user.pk:
        return who.is_staff_member if need.organisation_id is None else need.organisation_id in who.organisation_ids
    return need.visibility != Visibility.CONFIDENTIAL and need.organisation_id in who.represented_ids


def can_ask_for_look(user: Any, need: Need) -> bool:
    """Coordinators and administrators may open a confidential need after recording a reason; nobody else even knows of it."""
    return need.visibility == Visibility.CONFIDENTIAL and need.state != NeedState.DRAFT and person(user).is_coordinator


def can_close(user: Any, need: Need) -> bool:
    """Closing goes with the answer; who may answer is decided by the duty."""
    return person(user).is_staff_member


def can_support(user: Any, need: Need) -> bool:
    """Everybody who is signed in and not of the staff may join a need that they read in the list and that somebody else raised."""
    who = person(user)
    if not user.is_authenticated or who.is_staff_member or need.submitted_by_id == user.pk:
        return False
    if need.visibility == Visibility.CONFIDENTIAL or need.state not in SUPPORTED:
        return False
    if need.visibility == Visibility.PARTICIPANTS and not who.organisation_ids:
        return False
    return not who.organisation_ids or set(who.organisation_ids) != {need.organisation_id}


def sees_outreach(user: Any) -> bool:
    """The staff see which groups were not heard lately, and what is done about it."""
    return person(user).is_staff_member


def can_give_task(user: Any) -> bool:
    """Coordinators and administrators give a unit the task to go to a group."""
    return person(user).is_coordinator


def can_close_task(user: Any, task: OutreachTask) -> bool:
    """The officers of the task's unit, and coordinators, say what came of it."""
    who = person(user)
    return who.is_coordinator or (who.post is not None and who.post.unit_id == task.unit_id)


def can_publish_quarter(user: Any) -> bool:
    """Coordinators and administrators publish the tables of a quarter."""
    return person(user).is_coordinator
