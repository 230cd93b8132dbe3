"""Who may do what with a duty. Each predicate is about the person only; whether the act is possible now, the state says.

Confidential duties are seen by their submitter and the officer they are assigned to, and by nobody else. So that they are
answered at all, coordinators may assign one that no officer has yet, without seeing more than its reference and dates;
who takes it for themselves says why.
"""

from typing import Any

from atasehir_portal.accounts.people import person
from atasehir_portal.answering.models import PERSONAL_KINDS, Duty, DutyKind


def _is_officer(user: Any, duty: Duty) -> bool:
    """Whether this is the officer it is assigned to, still in a post."""
    return person(user).is_staff_member and duty.officer_id is not None and duty.officer_id == user.pk


def _is_submitter(user: Any, duty: Duty) -> bool:
    """Whether this person handed it in. What the municipality wrote down for people without access (it has no organisation)
    is none of theirs any more once they work there no longer.
    """
    if not user.is_authenticated or duty.submitter_id is None or duty.submitter_id != user.pk:
        return False
    return duty.organisation_id is not None or duty.kind in PERSONAL_KINDS or person(user).is_staff_member


def _still_acts(user: Any, duty: Duty) -> bool:
    """Whether the submitter still acts for whom it was handed in: not after leaving, nor while the organisation is suspended."""
    if duty.kind == DutyKind.ORGANISATION or duty.organisation_id is None:
        return True
    return duty.organisation_id in person(user).organisation_ids


def _is_responsible(user: Any, duty: Duty) -> bool:
    """Whether this is the officer, somebody of the responsible unit, or a coordinator.

    Nobody decides on an organisation of their own.
    """
    who = person(user)
    if duty.confidential:
        return _is_officer(user, duty)
    if duty.kind == DutyKind.ORGANISATION:
        return who.is_coordinator and all(
            membership.organisation_id != duty.organisation_id for membership in who.memberships
        )
    in_unit = who.post is not None and duty.unit_id is not None and who.post.unit_id == duty.unit_id
    return who.is_coordinator or in_unit or _is_officer(user, duty)


def can_see(user: Any, duty: Duty) -> bool:
    """Whether the duty exists for this person. The input itself may be public; that is for its own room to say."""
    if _is_submitter(user, duty):
        return True
    if duty.confidential:
        return _is_officer(user, duty)
    if duty.kind == DutyKind.ORGANISATION:
        return person(user).is_coordinator
    return person(user).is_staff_member or duty.organisation_id in person(user).organisation_ids


def can_answer(user: Any, duty: Duty) -> bool:
    """Staff of the responsible unit, its officer, and coordinators; for a confidential duty its officer alone."""
    return _is_responsible(user, duty)


def can_answer_with(user: Any, duty: Duty) -> bool:
    """Whoever may answer an input answers with it what was merged into it; never what is confidential."""
    return person(user).is_staff_member and not duty.confidential


def can_take_back(user: Any, duty: Duty) -> bool:
    """An answer that came with another one is taken back where the inputs are taken apart, or where that follows from an act of those who
    raised one of them; who may do so, their room says."""
    return bool(user.is_authenticated)


def can_ask_back(user: Any, duty: Duty) -> bool:
    return _is_responsible(user, duty)


def can_extend(user: Any, duty: Duty) -> bool:
    return _is_responsible(user, duty)


def can_assign(user: Any, duty: Duty) -> bool:
    """Who is responsible may pass it on; coordinators also what is confidential and has no officer yet."""
    if duty.kind == DutyKind.ORGANISATION:
        return False
    if duty.confidential and duty.officer_id is None:
        return person(user).is_coordinator
    return _is_responsible(user, duty)


def needs_reason_to_take(user: Any, duty: Duty, officer: Any) -> bool:
    """Whether this person would make themselves the officer who reads what is confidential: the submitter is told why."""
    return duty.confidential and officer is not None and officer.pk == user.pk and duty.officer_id != user.pk


def can_reply(user: Any, duty: Duty) -> bool:
    """The submitter, and for what is not confidential everybody who acts for the verified organisation."""
    if _is_submitter(user, duty):
        return _still_acts(user, duty)
    return (
        not duty.confidential
        and duty.organisation_id is not None
        and duty.organisation_id in person(user).organisation_ids
    )


def can_withdraw(user: Any, duty: Duty) -> bool:
    """The submitter, and for what is not confidential the representatives of the organisation."""
    if _is_submitter(user, duty):
        return _still_acts(user, duty)
    return (
        not duty.confidential
        and duty.organisation_id is not None
        and duty.organisation_id in person(user).represented_ids
    )


def can_apply(user: Any) -> bool:
    """Everybody who signed in may apply with an organisation, but not the staff, who decide."""
    return user.is_authenticated and not person(user).is_staff_member


def can_use_desk(user: Any) -> bool:
    return person(user).is_staff_member


def can_verify(user: Any) -> bool:
    """Coordinators and administrators decide on applications of organisations."""
    return person(user).is_coordinator


def can_keep_templates(user: Any) -> bool:
    """Coordinators and administrators keep the templates of answers; all staff can look at them."""
    return person(user).is_coordinator


def can_compare_units(user: Any) -> bool:
    """Coordinators and administrators see how each unit answers."""
    return person(user).is_coordinator
