"""Who may do what with programmes."""

from typing import Any

from atasehir_portal.accounts.models import Unit
from atasehir_portal.accounts.people import person
from programming.drafting.models import Element, ElementKind, Programme, ProgrammeState
from programming.drafting.states import PUBLIC_TEXT, WRITTEN_IN


def can_read_text(user: Any, programme: Programme) -> bool:
    """Everybody reads a programme from its proposal on; a draft is read by those who write it together: staff and
    members of verified organisations. That a draft exists, its summary and its state are public.
    """
    who = person(user)
    return programme.state in PUBLIC_TEXT or who.is_staff_member or bool(who.organisation_ids)


def can_create(user: Any) -> bool:
    """Coordinators begin programmes."""
    return person(user).is_coordinator


def can_write(user: Any, programme: Programme) -> bool:
    """Coordinators write everywhere in a draft: text, framework, details."""
    return programme.state in WRITTEN_IN and person(user).is_coordinator


def can_comment(user: Any, programme: Programme) -> bool:
    """Those who write a draft together comment on it: staff and members of verified organisations."""
    who = person(user)
    return programme.state in WRITTEN_IN and (who.is_staff_member or bool(who.organisation_ids))


def can_write_element(user: Any, element: Element) -> bool:
    """Whoever may write the programme; and officers of the responsible unit write their own unit's measures in a
    draft.
    """
    if can_write(user, element.programme):
        return True
    post = person(user).post
    return (
        post is not None
        and element.kind == ElementKind.MEASURE
        and element.unit_id == post.unit_id
        and element.programme.state in WRITTEN_IN
    )


def can_add_measures(user: Any, programme: Programme) -> bool:
    """In a draft, coordinators add measures for any unit and officers for their own."""
    return programme.state in WRITTEN_IN and person(user).is_staff_member


def can_add_measure(user: Any, parent: Element | None) -> bool:
    """Whether a measure may be added below this: an outcome of a draft."""
    return parent is not None and parent.kind == ElementKind.OUTCOME and can_add_measures(user, parent.programme)


def unit_to_write_for(user: Any, programme: Programme) -> Unit | None:
    """The one unit for which this person adds measures; None where they write for every unit."""
    post = person(user).post
    return None if post is None or can_write(user, programme) else post.unit


def can_link(user: Any, measure: Element) -> bool:
    """Whoever may write the measure links needs to it. After the draft only coordinators do, and nobody once it is
    superseded.
    """
    if measure.kind != ElementKind.MEASURE or measure.programme.state == ProgrammeState.SUPERSEDED:
        return False
    return can_write_element(user, measure) or person(user).is_coordinator


def can_link_somewhere(user: Any) -> bool:
    """Staff may have measures of their own; whether this one is asked per measure with ``can_link``."""
    return person(user).is_staff_member
