"""Who may do what with assessments."""

from typing import Any

from atasehir_portal.accounts.people import person
from programming.assessing.models import Assessment, AssessmentState

# The text is still being worked on; in a round by the staff alone, who write in what was accepted.
OPEN = (AssessmentState.DRAFT, AssessmentState.IN_ROUND)


def invited_to(assessment: Assessment) -> frozenset[int]:
    """Return the organisations that write this assessment together with the staff; asked once for the same object."""
    known = assessment.__dict__.get("_invited")
    if known is None and "invited_ids" in assessment.__dict__:  # read with it (``queries.visible_to``)
        known = assessment.__dict__["_invited"] = frozenset(assessment.__dict__["invited_ids"])
    if known is None:
        rows = assessment.co_writers.filter(ended_at=None).values_list("organisation_id", flat=True)
        known = assessment.__dict__["_invited"] = frozenset(rows)
    return known


def is_co_writer(user: Any, assessment: Assessment) -> bool:
    """Whether the person acts for an organisation that was invited to write."""
    own = person(user).organisation_ids
    return bool(own) and not invited_to(assessment).isdisjoint(own)


def can_begin(user: Any) -> bool:
    """Staff begin assessments."""
    return person(user).is_staff_member


def can_read_text(user: Any, assessment: Assessment) -> bool:
    """The working text is read by those who write it: staff and invited organisations. Once adopted, it is everybody's; a text in a
    round is read on the pages of the round.
    """
    if assessment.state == AssessmentState.ADOPTED or person(user).is_staff_member:
        return True
    return is_co_writer(user, assessment)


def can_write(user: Any, assessment: Assessment) -> bool:
    """Staff write until the adoption, invited organisations until the text is put to a round."""
    if assessment.state not in OPEN:
        return False
    if person(user).is_staff_member:
        return True
    return assessment.state == AssessmentState.DRAFT and is_co_writer(user, assessment)


def can_manage(user: Any, assessment: Assessment) -> bool:
    """Staff say whom an assessment is written with and what it is about, as long as it is written."""
    return assessment.state in OPEN and person(user).is_staff_member


def can_decide(user: Any, assessment: Assessment) -> bool:
    """Coordinators put an assessment to a round, adopt it, open it again and give it up."""
    return person(user).is_coordinator


def can_gather(user: Any, assessment: Assessment) -> bool:
    """Whoever may write gathers needs."""
    return can_write(user, assessment)


def can_gather_somewhere(user: Any) -> bool:
    """Staff may, in any assessment that is still written; whether this one is asked with ``can_gather``."""
    return person(user).is_staff_member


def can_open_files(user: Any, assessment: Assessment) -> bool:
    """Those who write an assessment open every file of it, also after the adoption: staff and invited organisations."""
    return person(user).is_staff_member or is_co_writer(user, assessment)


def can_withhold_file(user: Any) -> bool:
    """Staff take a file from the public at any time."""
    return person(user).is_staff_member
