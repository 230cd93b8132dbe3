"""Reads: organisations, members, staff, invitations and the log of account events."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from atasehir_portal.accounts.models import (
    AccountEvent,
    Invitation,
    Membership,
    MembershipRole,
    Organisation,
    OrganisationState,
    StaffPost,
    Unit,
    User,
)
from atasehir_portal.accounts.people import person
from atasehir_portal.accounts.services.invitations import digest
from atasehir_portal.turkish import SortKey


def organisations_visible_to(user: Any) -> QuerySet[Organisation]:
    """Verified organisations are public; staff see all, members their own whatever its state."""
    who = person(user)
    if who.is_staff_member:
        return Organisation.objects.all()
    own = [membership.organisation_id for membership in who.memberships]
    return Organisation.objects.filter(Q(state=OrganisationState.VERIFIED) | Q(pk__in=own))


def for_list(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Return the organisations as a list shows them: sorted as Turkish does, with groups and neighbourhoods.

    ``has_representative`` says whether anybody speaks for it.
    """
    speaks = Membership.objects.filter(
        organisation=OuterRef("pk"), left_at=None, role=MembershipRole.REPRESENTATIVE, user__is_active=True
    )
    return (
        organisations.annotate(has_representative=Exists(speaks))
        .prefetch_related("groups", "neighbourhoods")
        .order_by(SortKey("name"), "pk")
    )


def public_names(organisation: Organisation) -> list[str]:
    """Return the names of those members who let theirs be shown in public."""
    rows = Membership.objects.filter(organisation=organisation, left_at=None, name_is_public=True, user__is_active=True)
    return list(rows.order_by(SortKey("user__full_name")).values_list("user__full_name", flat=True))


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    """Return the open memberships, representatives first, then as Turkish sorts."""
    rows = Membership.objects.filter(organisation=organisation, left_at=None).select_related("user", "organisation")
    return rows.order_by("-role", SortKey("user__full_name"), "pk")


def open_invitations() -> QuerySet[Invitation]:
    """Return the invitations that were neither accepted nor revoked, also those that have run out (``has_run_out``)."""
    rows = Invitation.objects.filter(accepted_at=None, revoked_at=None)
    return rows.select_related("organisation", "unit", "invited_by").order_by("-created_at", "-pk")


def invitation_by_token(token: str) -> Invitation | None:
    """Return the invitation that can still be accepted with this secret; None for any other secret."""
    return open_invitations().filter(token_hash=digest(token), expires_at__gt=timezone.now()).first()


def open_posts() -> QuerySet[StaffPost]:
    """Return who works for the municipality, by name as Turkish sorts."""
    rows = StaffPost.objects.filter(until=None).select_related("user", "unit")
    return rows.order_by(SortKey("user__full_name"), "pk")


def units_in_use() -> QuerySet[Unit]:
    """Return the units that can be chosen, as Turkish sorts."""
    return Unit.objects.filter(is_active=True).order_by(SortKey("name_tr"), "pk")


def events() -> QuerySet[AccountEvent]:
    """Return the log, newest first."""
    return AccountEvent.objects.select_related("actor", "user", "organisation", "unit").order_by("-at", "-pk")


def own_memberships(user: User) -> QuerySet[Membership]:
    """Return the person's open memberships with their organisations."""
    rows = Membership.objects.filter(user=user, left_at=None).select_related("organisation", "notice")
    return rows.order_by(SortKey("organisation__name"), "pk")


def has_account(email: str) -> bool:
    """Whether somebody can sign in with this address."""
    return User.objects.filter(email__iexact=email, is_active=True).exists()
