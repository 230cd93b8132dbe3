"""Who is told about an act on a duty. The kinds are registered by the room whose input it is (``need_answered`` and so on);
an act for which no kind is registered is told to nobody."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from atasehir_portal.accounts.models import MembershipRole, OrganisationState, StaffRole, User
from atasehir_portal.answering.models import Duty, DutyEvent
from atasehir_portal.notifications.kinds import kinds
from atasehir_portal.notifications.services import notify


def senders(duty: Duty) -> QuerySet[User]:
    """Return those who raised the input: its submitter, and the organisation's representatives unless it is confidential."""
    who = Q(pk=duty.submitter_id)
    if not duty.confidential and duty.organisation_id:
        who |= Q(
            memberships__organisation=duty.organisation_id,
            memberships__organisation__state=OrganisationState.VERIFIED,
            memberships__role=MembershipRole.REPRESENTATIVE,
            memberships__left_at=None,
        )
    return User.objects.filter(who, is_active=True).distinct()


def coordinators() -> list[User]:
    """Return the coordinators; the administrators of a municipality that has none (yet)."""
    staff = User.objects.filter(is_active=True)
    found = list(staff.filter(posts__until=None, posts__role=StaffRole.COORDINATOR))
    return found or list(staff.filter(posts__until=None, posts__role=StaffRole.ADMINISTRATOR))


def responsible(duty: Duty) -> list[User]:
    """Return whose turn it is: the officer, else the staff of the unit, else (nobody works there yet) the coordinators."""
    found: list[User] = []
    if duty.officer_id:
        found = list(User.objects.filter(pk=duty.officer_id, is_active=True))
    elif duty.unit_id and not duty.confidential:
        found = list(User.objects.filter(posts__until=None, posts__unit=duty.unit_id, is_active=True).distinct())
    return found or coordinators()


def tell(*, recipients: Iterable[User], duty: Duty, word: str, event: DutyEvent, by: User | None) -> None:
    """Tell people about an act, if a kind ``<kind of duty>_<word>`` is registered; never the person who did it."""
    kind = f"{duty.kind}_{word}"
    if kind in kinds:
        others = [user for user in recipients if by is None or user.pk != by.pk]
        notify(recipients=others, kind=kind, reference=duty.reference, event=str(event.pk), is_example=duty.is_example)
