"""Who may do what with needs."""

from typing import Any

from atasehir_portal.accounts.models import Organisation
from atasehir_portal.accounts.people import person
from atasehir_portal.answering import permissions as answering
from programming.needs.models import Need, NeedState, OutreachTask, Visibility

# States in which a need takes voices: until it is answered.
SUPPORTED = (NeedState.SUBMITTED, NeedState.IN_ASSESSMENT)
# States in which a need takes in others.
TAKES_IN = (*SUPPORTED, NeedState.CLOSED)
# What everybody can read who can read the first: a need never vanishes into one that its readers cannot see.
WIDER: dict[str, tuple[str, ...]] = {
    Visibility.PUBLIC: (Visibility.PUBLIC,),
    Visibility.PARTICIPANTS: (Visibility.PUBLIC, Visibility.PARTICIPANTS),
}


def can_submit(user: Any) -> bool:
    """Members of a verified organisation, and staff for people without access."""
    who = person(user)
    return who.is_staff_member or bool(who.organisation_ids)


def can_submit_for(user: Any, organisation: Organisation | None) -> bool:
    """Members of this verified organisation for it; staff also for nobody but people without access."""
    who = person(user)
    return who.is_staff_member if organisation is None else organisation.pk in who.organisation_ids


def can_withdraw(user: Any, need: Need) -> bool:
    """The person who submitted it, while they act for whom; and unless it is confidential, the organisation's representatives."""
    who = person(user)
    if need.state == NeedState.MERGED and (need.duty is None or not need.duty.is_open):
        return False  # it was answered with the need into which it was merged
    if user.is_authenticated and need.submitted_by_id == user.pk:
        return who.is_staff_member if need.organisation_id is None else need.organisation_id in who.organisation_ids
    return need.visibility != Visibility.CONFIDENTIAL and need.organisation_id in who.represented_ids


def can_ask_for_look(user: Any, need: Need) -> bool:
    """Coordinators and administrators may open a confidential need after recording a reason; nobody else even knows of it."""
    return need.visibility == Visibility.CONFIDENTIAL and need.state != NeedState.DRAFT and person(user).is_coordinator


def visibilities(user: Any, need: Need) -> tuple[str, ...]:
    """What this person may make of who reads a need, besides what it is: its submitter, while they act for whom it was raised, anything;
    coordinators only what fewer people read. Who may read what was not public is for those to say who told it.
    """
    who = person(user)
    if need.state == NeedState.DRAFT or not user.is_authenticated:
        return ()
    order = tuple(Visibility)
    if need.submitted_by_id == user.pk and (
        who.is_staff_member if need.organisation_id is None else need.organisation_id in who.organisation_ids
    ):
        return tuple(one for one in order if one != need.visibility)
    return order[order.index(Visibility(need.visibility)) + 1 :] if who.is_coordinator else ()


def can_open_files(user: Any, need: Need) -> bool:
    """Of those who may open a need's page: the staff, who raised it, and their organisation. A photograph can show who somebody is."""
    who = person(user)
    if who.is_staff_member:
        return True
    if need.organisation_id is None:
        return False
    return (user.is_authenticated and need.submitted_by_id == user.pk) or need.organisation_id in who.organisation_ids


def can_close(user: Any, need: Need) -> bool:
    """Closing goes with the answer; who may answer is decided by the duty."""
    return person(user).is_staff_member


def can_merge(user: Any, need: Need) -> bool:
    """Who is responsible for its answer (the officer, the unit, coordinators) merges a need; never a confidential one."""
    if need.visibility == Visibility.CONFIDENTIAL or need.duty is None:
        return False
    return person(user).is_staff_member and answering.can_answer(user, need.duty)


def can_unmerge(user: Any, need: Need) -> bool:
    """Who may merge a need may take it out again."""
    return can_merge(user, need)


def can_take_in(need: Need, target: Need) -> bool:
    """Whether all who read ``need`` can read ``target`` too, and an example stays among examples. Nothing that is confidential."""
    fits = is_read_by_all_readers(target, of=need) and need.is_example == target.is_example
    return fits and target.state in TAKES_IN


def is_read_by_all_readers(need: Need, *, of: Need) -> bool:
    """Whether everybody who reads ``of`` reads this need too. Nothing that is confidential."""
    return need.visibility in WIDER.get(of.visibility, ())


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


def can_change_task(user: Any) -> bool:
    """Who gives tasks changes and withdraws them, whoever gave this one."""
    return can_give_task(user)


def can_close_task(user: Any, task: OutreachTask) -> bool:
    """The officers of the task's unit, and coordinators, say what came of it."""
    who = person(user)
    return who.is_coordinator or (who.post is not None and who.post.unit_id == task.unit_id)


def can_publish_quarter(user: Any) -> bool:
    """Coordinators and administrators publish the tables of a quarter."""
    return person(user).is_coordinator
