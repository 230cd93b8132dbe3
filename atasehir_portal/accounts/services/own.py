"""One's own account: correcting it, taking the data along, deleting it."""

import secrets
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from atasehir_portal.accounts.models import AccountEvent, EventAct, Invitation, Membership, Organisation, User
from atasehir_portal.accounts.people import forget, person
from atasehir_portal.accounts.personal_data import personal_data
from atasehir_portal.accounts.services.invitations import end_invitations_of
from atasehir_portal.accounts.services.members import is_last_representative
from atasehir_portal.history import forget_person


def update_own_details(*, user: User, full_name: str, language: str) -> User:
    """Correct one's name and the language of one's mails. What changes nothing is not recorded."""
    if (user.full_name, user.language) == (full_name, language):
        return user
    with transaction.atomic():
        user.full_name = full_name
        user.language = language
        user.full_clean()
        user.save(update_fields=["full_name", "language"])
        AccountEvent.objects.create(actor=user, user=user, act=EventAct.ACCOUNT_CHANGED)
    return user


def remember_language(*, user: User, language: str) -> None:
    """Write to this person in the language that they switched the portal to."""
    User.objects.filter(pk=user.pk).exclude(language=language).update(language=language)
    user.language = language


def export_own_data(*, user: User) -> dict[str, Any]:
    """Return everything that the rooms hold about this person, by room, as plain data; the download is recorded."""
    with transaction.atomic():
        AccountEvent.objects.create(actor=user, user=user, act=EventAct.DATA_DOWNLOADED)
        return personal_data.export(user)


def what_keeps(user: User) -> list[str]:
    """Return what must be handed over before this person can delete the account, as sentences; empty for nothing."""
    found = []
    if person(user).is_staff_member:
        found.append(
            _("You have a post in the municipality. An administrator ends it first; your open work passes to the unit.")
        )
    found += [
        _("You are the last representative of %(organisation)s. Make another member its representative first.")
        % {"organisation": membership.organisation.name}
        for membership in person(user).memberships
        if is_last_representative(membership)
    ]
    return found


def delete_account(*, user: User) -> None:
    """Erase what belongs to this person alone and make the rest anonymous. It cannot be undone.

    What the person contributed stays, under the organisation or as "deleted user". Raises ValidationError with what must be
    handed over first.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        memberships = Membership.objects.filter(user=user, left_at=None)
        # A colleague who leaves at the same moment waits here, so that an organisation is not left without anybody.
        list(Organisation.objects.select_for_update().filter(pk__in=memberships.values("organisation")).order_by("pk"))
        forget(user)
        if reasons := what_keeps(user):
            raise ValidationError(reasons)
        personal_data.erase(user)
        AccountEvent.objects.create(user=user, act=EventAct.ACCOUNT_DELETED)


def export_account(user: User) -> dict[str, Any]:
    """Return what this room holds about a person (port ``PersonalData``)."""
    return {
        "full_name": user.full_name,
        "email": user.email,
        "language": user.language,
        "joined": user.date_joined.isoformat(),
        "last_sign_in": _iso(user.last_login),
        "privacy_notice_shown": {
            "version": user.notice.number if user.notice else None,
            "at": _iso(user.notice_shown_at),
        },
        "addresses": list(EmailAddress.objects.filter(user=user).order_by("pk").values("email", "verified", "primary")),
        "second_factors": [
            {"type": factor.type, "since": _iso(factor.created_at), "last_used": _iso(factor.last_used_at)}
            for factor in Authenticator.objects.filter(user=user).order_by("pk")
        ],
        "sessions": [
            {
                "ip": row.ip,
                "browser": row.user_agent,
                "since": _iso(row.created_at),
                "last_seen": _iso(row.last_seen_at),
            }
            for row in UserSession.objects.filter(user=user).order_by("pk")
        ],
        "memberships": [
            {
                "organisation": row.organisation.name,
                "role": row.role,
                "name_is_public": row.name_is_public,
                "joined": _iso(row.joined_at),
                "left": _iso(row.left_at),
                "privacy_notice_shown": row.notice.number,
            }
            for row in user.memberships.select_related("organisation", "notice").order_by("pk")
        ],
        "posts": [
            {"unit": post.unit.name_tr, "role": post.role, "since": _iso(post.since), "until": _iso(post.until)}
            for post in user.posts.select_related("unit").order_by("pk")
        ],
        "events": [
            {"at": _iso(event.at), "act": event.act, "value": event.value, "reason": event.reason}
            for event in user.events.order_by("pk")
        ],
    }


def erase_account(user: User) -> None:
    """Make the account anonymous (port ``PersonalData``): no address, name, password, second factor or session is left."""
    now = timezone.now()
    for session in UserSession.objects.filter(user=user):
        session.end()
    Authenticator.objects.filter(user=user).delete()
    addresses = [user.email, *EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)]
    for address in addresses:
        Invitation.objects.filter(email__iexact=address).delete()
    EmailAddress.objects.filter(user=user).delete()
    for membership in Membership.objects.filter(user=user, left_at=None):
        AccountEvent.objects.create(user=user, organisation_id=membership.organisation_id, act=EventAct.LEFT)
    Membership.objects.filter(user=user, left_at=None).update(left_at=now)
    Membership.objects.filter(user=user).update(name_is_public=False)
    end_invitations_of(user, by=user)
    user.email = f"{secrets.token_hex(16)}@deleted.invalid"
    user.full_name = ""
    user.is_active = False
    user.deleted_at = now
    user.last_login = None
    user.set_unusable_password()
    user.save()
    forget_person(user.pk)  # last: until here the database wrote down who did what
    forget(user)


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
