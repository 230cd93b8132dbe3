"""Posts in the municipality: changing and ending them. A post begins by accepting an invitation.

The portal always keeps an administrator; who leaves a unit leaves their open duties to it (signal ``post_ended``).
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from atasehir_portal.accounts.models import AccountEvent, EventAct, StaffPost, StaffRole, Unit, User
from atasehir_portal.accounts.people import forget
from atasehir_portal.accounts.permissions import can_manage_staff
from atasehir_portal.accounts.services.invitations import end_invitations_of
from atasehir_portal.accounts.signals import post_ended
from atasehir_portal.transitions import NotInThisState


def change_post(*, post: StaffPost, unit: Unit, role: str, by: User, reason: str = "") -> StaffPost:
    """Give a person another role or unit. The old post ends and a new one begins, so that the record stays true.

    Moving to another unit leaves the open duties with the old one. Raises PermissionDenied, NotInThisState where the post has
    ended, ValidationError for the last administrator or a retired unit.
    """
    if not can_manage_staff(by, post):
        raise PermissionDenied
    with transaction.atomic():
        post = _locked(post)
        if (post.unit_id, post.role) == (unit.pk, role):
            return post
        if role not in StaffRole.values:
            raise ValidationError({"role": _("Choose one of the roles.")})
        if unit.pk != post.unit_id and not unit.is_active:
            raise ValidationError({"unit": _("This unit is not in use any more.")})
        if role != StaffRole.ADMINISTRATOR:
            _refuse_last_administrator(post)
        _end(post)
        if unit.pk != post.unit_id:
            post_ended.send(sender=StaffPost, post=post, by=by)
        new = StaffPost.objects.create(user=post.user, unit=unit, role=role)
        AccountEvent.objects.create(
            actor=by, user=post.user, unit=unit, act=EventAct.POST_CHANGED, value=role, reason=reason
        )
        end_invitations_of(post.user, by=by)
    forget(post.user)
    return new


def end_post(*, post: StaffPost, by: User, reason: str = "") -> None:
    """End a person's post: they keep the account, the unit keeps their open duties. Raises as ``change_post``."""
    if not can_manage_staff(by, post):
        raise PermissionDenied
    with transaction.atomic():
        post = _locked(post)
        _refuse_last_administrator(post)
        _end(post)
        post_ended.send(sender=StaffPost, post=post, by=by)
        AccountEvent.objects.create(
            actor=by, user=post.user, unit=post.unit, act=EventAct.POST_ENDED, value=post.role, reason=reason
        )
        end_invitations_of(post.user, by=by)
    forget(post.user)


def _locked(post: StaffPost) -> StaffPost:
    """Return the open post as it is now; the posts of administrators are locked, so that two last ones cannot both go."""
    list(StaffPost.objects.select_for_update().filter(until=None, role=StaffRole.ADMINISTRATOR).order_by("pk"))
    found = (
        StaffPost.objects.select_for_update(of=("self",))
        .select_related("unit", "user")
        .filter(pk=post.pk, until=None)
        .first()
    )
    if found is None:
        raise NotInThisState
    return found


def _refuse_last_administrator(post: StaffPost) -> None:
    if post.role != StaffRole.ADMINISTRATOR:
        return
    others = StaffPost.objects.filter(until=None, role=StaffRole.ADMINISTRATOR, user__is_active=True).exclude(
        pk=post.pk
    )
    if not others.exists():
        raise ValidationError(_("The portal needs an administrator. Make somebody else one first."))


def _end(post: StaffPost) -> None:
    post.until = max(timezone.now(), post.since)
    post.save(update_fields=["until"])
