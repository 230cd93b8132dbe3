"""Invitations by e-mail: into an organisation, or into a unit of the municipality.

The link holds a secret of 256 bits of which only the digest is stored. Whoever opens it has shown that they read the mailbox, so a
new account made through it has a verified address. An invitation is for its address: another account cannot use it.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from atasehir_portal.accounts.models import (
    AccountEvent,
    EventAct,
    Invitation,
    Membership,
    Organisation,
    OrganisationState,
    StaffPost,
    Unit,
    User,
)
from atasehir_portal.accounts.people import forget
from atasehir_portal.accounts.permissions import can_manage_members, can_manage_staff, can_revoke_invitation
from atasehir_portal.accounts.signals import mail_wanted, membership_joined
from atasehir_portal.catalogue.models import PrivacyNotice
from atasehir_portal.transitions import NotInThisState

VALID_FOR = timedelta(days=14)
# The same invitation again within this time is a double click, not a reminder.
DOUBLE_CLICK = timedelta(minutes=1)


def invite_member(*, organisation: Organisation, email: str, role: str, by: User) -> Invitation:
    """Invite an address to act for a verified organisation. An open invitation to the same address is renewed.

    Raises PermissionDenied, and ValidationError where the person is a member already or the organisation takes no part.
    """
    if not can_manage_members(by, organisation):
        raise PermissionDenied
    if organisation.state != OrganisationState.VERIFIED:
        raise ValidationError(_("Members can be invited once the organisation is verified."))
    email = email.strip().lower()
    if Membership.objects.filter(organisation=organisation, left_at=None, user__in=_owners(email)).exists():
        raise ValidationError({"email": _("This person already acts for the organisation.")})
    return _invite(
        email=email,
        by=by,
        template="membership_invitation",
        act=EventAct.INVITED,
        target={"organisation": organisation, "membership_role": role},
        is_example=organisation.is_example,
    )


def invite_staff(*, unit: Unit, email: str, role: str, by: User) -> Invitation:
    """Invite an address to a post in a unit. An open invitation to the same address and unit is renewed.

    Raises PermissionDenied, and ValidationError where the unit is retired or the person has an open post.
    """
    if not can_manage_staff(by):
        raise PermissionDenied
    if not unit.is_active:
        raise ValidationError({"unit": _("This unit is not in use any more.")})
    email = email.strip().lower()
    if StaffPost.objects.filter(until=None, user__in=_owners(email)).exists():
        raise ValidationError({"email": _("This person has a post already. Change the post instead.")})
    return _invite(
        email=email,
        by=by,
        template="staff_invitation",
        act=EventAct.STAFF_INVITED,
        target={"unit": unit, "staff_role": role},
    )


def revoke_invitation(*, invitation: Invitation, by: User) -> None:
    """Take an open invitation back. Raises PermissionDenied, NotInThisState where it was accepted or revoked."""
    if not can_revoke_invitation(by, invitation):
        raise PermissionDenied
    with transaction.atomic():
        changed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(
            revoked_at=timezone.now()
        )
        if not changed:
            raise NotInThisState
        AccountEvent.objects.create(
            actor=by,
            organisation=invitation.organisation,
            unit=invitation.unit,
            act=EventAct.INVITATION_REVOKED,
        )


def end_invitations_of(user: User, *, by: User | None, organisation: Organisation | None = None) -> None:
    """Take back what this person could not invite to any more: call it in the transaction in which they left a post, an
    organisation or its representation, after the change. With ``organisation`` only what leads into that one.
    """
    forget(user)
    still_open = Invitation.objects.filter(invited_by=user, accepted_at=None, revoked_at=None)
    if organisation is not None:
        still_open = still_open.filter(organisation=organisation)
    for invitation in still_open.select_related("organisation").order_by("pk"):
        if can_revoke_invitation(user, invitation):
            continue
        if Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(revoked_at=timezone.now()):
            AccountEvent.objects.create(
                actor=by,
                organisation_id=invitation.organisation_id,
                unit_id=invitation.unit_id,
                act=EventAct.INVITATION_REVOKED,
            )


def accept_invitation(*, invitation: Invitation, user: User, notice: PrivacyNotice) -> Membership | StaffPost:
    """Take up what the invitation offers. ``notice`` is the privacy notice that was shown.

    Raises PermissionDenied where the invitation is for another address, NotInThisState where it was used, revoked or has run
    out, ValidationError where the person is a member or has a post already.
    """
    if not is_addressed_to(invitation, user):
        raise PermissionDenied(_("This invitation is for another address."))
    with transaction.atomic():
        _lock_place(invitation)
        now = timezone.now()
        taken = Invitation.objects.filter(
            pk=invitation.pk, accepted_at=None, revoked_at=None, expires_at__gt=now
        ).update(accepted_at=now)
        if not taken:
            raise NotInThisState
        if invitation.organisation is not None:
            accepted: Membership | StaffPost = _join(invitation, user, notice)
        else:
            accepted = _take_up(invitation, user)
    forget(user)
    return accepted


def accept_with_new_account(
    *, invitation: Invitation, full_name: str, password: str, language: str, notice: PrivacyNotice
) -> User:
    """Make an account with the invitation's address, verified by the link, and accept. Raises as ``accept_invitation``.

    Raises ValidationError where an account with this address exists: its owner signs in and accepts.
    """
    with transaction.atomic():
        _lock_place(invitation)  # two clicks at once wait here
        if _owners(invitation.email):
            raise ValidationError(_("There is an account with this address. Sign in with it to accept the invitation."))
        user = User.objects.create_user(
            invitation.email,
            password,
            full_name=full_name,
            language=language,
            notice=notice,
            notice_shown_at=timezone.now(),
            is_example=invitation.is_example,
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        accept_invitation(invitation=invitation, user=user, notice=notice)
    return user


def is_addressed_to(invitation: Invitation, user: User) -> bool:
    """Whether the invitation's address is a verified one of this person."""
    return EmailAddress.objects.filter(user=user, email__iexact=invitation.email, verified=True).exists()


def digest(token: str) -> str:
    """Return what is stored of an invitation's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def _owners(email: str) -> list[int]:
    """Return the ids of the accounts that have this address, verified or as the one they sign in with."""
    found = set(User.objects.filter(email__iexact=email).values_list("pk", flat=True))
    found |= set(EmailAddress.objects.filter(email__iexact=email, verified=True).values_list("user_id", flat=True))
    return sorted(found)


def _invite(
    *, email: str, by: User, template: str, act: EventAct, target: dict[str, Any], is_example: bool = False
) -> Invitation:
    place = target.get("organisation") or target["unit"]
    which = {"email__iexact": email} | {name: target[name] for name in ("organisation", "unit") if name in target}
    with transaction.atomic():
        type(place).objects.select_for_update().get(pk=place.pk)  # one at a time per organisation or unit
        now = timezone.now()
        open_ones = Invitation.objects.filter(accepted_at=None, revoked_at=None, **which)
        same = open_ones.filter(created_at__gt=now - DOUBLE_CLICK, **target).first()
        if same is not None:
            return same
        open_ones.update(revoked_at=now)
        token = secrets.token_urlsafe(32)
        invitation = Invitation.objects.create(
            email=email,
            token_hash=digest(token),
            invited_by=by,
            created_at=now,
            expires_at=now + VALID_FOR,
            is_example=is_example,
            **target,
        )
        role = target.get("membership_role") or target["staff_role"]
        AccountEvent.objects.create(
            actor=by, organisation=invitation.organisation, unit=invitation.unit, act=act, value=role
        )
        _send(invitation, token, template)
    return invitation


def _send(invitation: Invitation, token: str, template: str) -> None:
    """Ask for the mail with the link, in the language of the account where there is one."""
    known = User.objects.filter(pk__in=_owners(invitation.email)).first()
    language = known.language if known else "tr"
    place = invitation.organisation or invitation.unit
    with translation.override(language):
        context = {
            "inviter": str(invitation.invited_by),
            "place": str(place.name) if place else "",
            "until": formats.date_format(timezone.localdate(invitation.expires_at), "j F Y"),
            "path": reverse("accounts:invitation", args=[token]),
        }
    mail_wanted.send(
        sender=Invitation,
        address=invitation.email,
        template=template,
        context=context,
        language=language,
        is_example=invitation.is_example,
    )


def _lock_place(invitation: Invitation) -> None:
    """Lock the organisation or the unit, always before the invitation: as those do who invite and who leave."""
    place = invitation.organisation or invitation.unit
    if place is not None:
        type(place)._default_manager.select_for_update().get(pk=place.pk)


def _join(invitation: Invitation, user: User, notice: PrivacyNotice) -> Membership:
    organisation = Organisation.objects.select_for_update().get(pk=invitation.organisation_id)  # type: ignore[misc]
    if organisation.state != OrganisationState.VERIFIED:
        raise ValidationError(_("The organisation does not take part at the moment."))
    if Membership.objects.filter(organisation=organisation, user=user, left_at=None).exists():
        raise ValidationError(_("You already act for this organisation."))
    membership = Membership.objects.create(
        organisation=organisation, user=user, role=invitation.membership_role, notice=notice
    )
    AccountEvent.objects.create(
        actor=user, user=user, organisation=organisation, act=EventAct.JOINED, value=membership.role
    )
    membership_joined.send(sender=Membership, membership=membership)
    return membership


def _take_up(invitation: Invitation, user: User) -> StaffPost:
    unit = Unit.objects.select_for_update().get(pk=invitation.unit_id)  # type: ignore[misc]
    if not unit.is_active:
        raise ValidationError(_("This unit is not in use any more."))
    if StaffPost.objects.filter(user=user, until=None).exists():
        raise ValidationError(_("You have a post already."))
    post = StaffPost.objects.create(user=user, unit=unit, role=invitation.staff_role)
    AccountEvent.objects.create(actor=user, user=user, unit=unit, act=EventAct.POST_BEGUN, value=post.role)
    return post
