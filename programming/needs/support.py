"""Supporting a need that somebody raised already, and taking the support back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.accounts.people import person
from atasehir_portal.answering.models import Duty
from atasehir_portal.catalogue.queries import municipality
from atasehir_portal.notifications.services import notify
from programming.needs import permissions
from programming.needs.models import Need, NeedEvent, NeedSupport, Visibility
from programming.needs.queries import VOICES
from programming.needs.services import raisers

# Voices of which the thread tells, beside the least number that is said at all.
MILESTONES = (10, 25, 50, 100, 250, 500, 1000)


@transaction.atomic
def support_need(*, need: Need, by: User, organisation: Organisation | None) -> NeedSupport:
    """Add a voice to a need: that of an organisation, or of a person who acts for none. However often it is sent, it is one voice.

    Raises PermissionDenied where the person may not support this need, or not for this organisation.
    """
    if not permissions.can_support(by, need):
        raise PermissionDenied
    mine = person(by).organisation_ids
    if (organisation.pk not in mine) if organisation else bool(mine):
        raise PermissionDenied
    if organisation is not None and organisation.pk == need.organisation_id:
        raise PermissionDenied
    is_example = need.is_example or by.is_example or (organisation is not None and organisation.is_example)
    who: dict[str, Any] = {"need": need, "organisation": organisation} if organisation else {"need": need, "user": by}
    # before the voice is written, so that two that come at once are counted one after the other
    Need.objects.select_for_update(of=("self",), no_key=True).get(pk=need.pk)
    found, made = NeedSupport.objects.get_or_create(**who, defaults={"user": by, "is_example": is_example})
    if made:
        _note_milestone(need)
    return found


def _note_milestone(need: Need) -> None:
    """Tie a knot on the thread when so many have joined; each number once, and none that would say who was among few."""
    count = NeedSupport.objects.filter(need=need).count()
    least = municipality().suppression_threshold
    if count in {least, *(number for number in MILESTONES if number > least)}:
        NeedEvent.objects.get_or_create(need=need, act=VOICES, note=str(count))


@transaction.atomic
def take_back(*, need: Need, by: User) -> None:
    """Take back the voice of this person, and of the organisations they act for. Nothing happens where there is none."""
    NeedSupport.objects.mine(by).filter(need=need).delete()


def tell_supporters(*, duty: Duty) -> None:
    """Tell those who support a need that it was answered (called inside the transaction of the answer).

    For an organisation: its representatives, and whoever joined for it and still belongs to it.
    """
    need = Need.objects.filter(duty=duty).first()
    if need is None or need.visibility == Visibility.CONFIDENTIAL:
        return
    voices = NeedSupport.objects.filter(need=need)
    persons = User.objects.filter(pk__in=voices.filter(organisation=None).values("user"))
    members = User.objects.filter(
        Q(memberships__role="representative") | Q(pk__in=voices.values("user")),
        memberships__organisation__in=voices.exclude(organisation=None).values("organisation"),
        memberships__left_at=None,
    )
    raised = {user.pk for user in raisers(need)}
    people = {user.pk: user for user in (*persons, *members) if user.pk not in raised}
    notify(
        recipients=list(people.values()),
        kind="need_supported_answered",
        reference=need.reference,
        event="answered",
        is_example=need.is_example,
    )
