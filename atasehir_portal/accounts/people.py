"""What a person is, read once per request: staff post and memberships. Everything that asks "who is this" asks here."""

from functools import cached_property
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef

from atasehir_portal.accounts.models import (
    Membership,
    MembershipRole,
    OrganisationState,
    StaffPost,
    StaffRole,
    User,
)


class Person:
    """The roles of one user, loaded with one query per kind and kept on the user object."""

    def __init__(self, user: User | AnonymousUser) -> None:
        self.user = user

    @cached_property
    def post(self) -> StaffPost | None:
        """The open post in the municipality, with its unit, and whether its holder ``has_second_factor`` and also
        ``acts_for_others`` (is a member of an organisation)."""
        if not self.user.is_authenticated:
            return None
        factors = Authenticator.objects.filter(user=OuterRef("user")).exclude(type=Authenticator.Type.RECOVERY_CODES)
        posts = StaffPost.objects.select_related("unit").annotate(
            has_second_factor=Exists(factors),
            acts_for_others=Exists(Membership.objects.filter(user=OuterRef("user"), left_at=None)),
        )
        return posts.filter(user=self.user, until=None).first()

    @cached_property
    def memberships(self) -> list[Membership]:
        """Open memberships in organisations, with the organisation, whatever its state. Few of the staff have any, so that
        nothing is read for the others."""
        post: Any = self.post
        if not self.user.is_authenticated or (post is not None and not post.acts_for_others):
            return []
        return list(
            Membership.objects.select_related("organisation")
            .filter(user=self.user, left_at=None)
            .order_by("organisation__name")
        )

    @property
    def is_staff_member(self) -> bool:
        return self.post is not None

    @property
    def is_coordinator(self) -> bool:
        return self.post is not None and self.post.role in {StaffRole.COORDINATOR, StaffRole.ADMINISTRATOR}

    @property
    def is_administrator(self) -> bool:
        return self.post is not None and self.post.role == StaffRole.ADMINISTRATOR

    @property
    def organisation_ids(self) -> list[int]:
        """Ids of the verified organisations that this person acts for."""
        return [m.organisation_id for m in self.memberships if m.organisation.state == OrganisationState.VERIFIED]

    @property
    def represented_ids(self) -> list[int]:
        """Ids of the verified organisations that this person represents."""
        return [
            m.organisation_id
            for m in self.memberships
            if m.organisation.state == OrganisationState.VERIFIED and m.role == MembershipRole.REPRESENTATIVE
        ]


def person(user: Any) -> Person:
    """Return what this user is; the same object for the same user object, so that roles are read once per request."""
    found = getattr(user, "_person", None)
    if found is None:
        found = Person(user)
        user._person = found
    return found


def forget(user: Any) -> None:
    """Forget what this user object is remembered to be, after a service changed it."""
    if hasattr(user, "_person"):
        del user._person
