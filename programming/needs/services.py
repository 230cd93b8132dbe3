"""Writes of the needs room."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from atasehir_portal import references
from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.accounts.people import person
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.models import Duty, DutyKind
from atasehir_portal.answering.telling import coordinators
from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup, ServiceArea
from atasehir_portal.notifications.services import notify
from programming.needs import permissions
from programming.needs.models import (
    Became,
    Channel,
    ConfidentialLook,
    Need,
    NeedEvent,
    NeedState,
    PeopleRange,
    Since,
    Urgency,
    Visibility,
)
from programming.needs.queries import LOOK_LASTS
from programming.needs.states import OPEN, TRANSITIONS

REFERENCE_LETTER = "İ"
# What a need has any number of.
MANY = ("groups", "rights", "neighbourhoods")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedText:
    """What somebody says about a need; ``people`` is a range, never a count, and nobody is named."""

    title: str
    body: str
    suggestion: str = ""
    groups: Iterable[RightsHolderGroup] = ()
    rights: Iterable[Right] = ()
    neighbourhoods: Iterable[Neighbourhood] = ()
    service_area: ServiceArea | None = None
    since: str = Since.UNKNOWN
    people: str = PeopleRange.UNKNOWN
    urgency: str = Urgency.ORDINARY
    visibility: str = Visibility.PUBLIC
    channel: str = Channel.PORTAL
    notice_told: bool = False
    consent: bool = False
    consent_how: str = ""
    consent_on: date | None = None

    @classmethod
    def of(cls, cleaned: Mapping[str, Any]) -> "NeedText":
        """Return what forms took; what else they hold is left out."""
        return cls(**{name: cleaned[name] for name in cls.__dataclass_fields__})

    def as_need(
        self, *, by: User, organisation: Organisation | None, at: datetime, form_key: UUID | None, is_example: bool
    ) -> Need:
        """Return a need that says this, heard at this moment; not saved, without its reference, its duty and its terms."""
        return Need(
            **{name: getattr(self, name) for name in self.__dataclass_fields__ if name not in MANY},
            organisation=organisation,
            submitted_by=by,
            submitted_at=at,
            state=NeedState.SUBMITTED,
            form_key=form_key,
            is_example=is_example,
        )


@transaction.atomic
def submit_need(
    *,
    text: NeedText,
    by: User,
    organisation: Organisation | None,
    form_key: UUID | None = None,
    is_example: bool = False,
) -> Need:
    """Hear a need: it gets a public reference, a duty to be answered by a day, and its first knot.

    The same ``form_key`` twice (a double click, a reload) returns the need that the first one made. What example people or
    organisations raise is example data. Raises PermissionDenied where the person may not submit, or not for this
    organisation, and ValidationError where what others told is passed on without their consent.
    """
    if not permissions.can_submit_for(by, organisation):
        raise PermissionDenied
    if text.channel != Channel.PORTAL and not text.consent:
        raise ValidationError(_("What others told is passed on only with their consent."))
    if form_key and (earlier := Need.objects.filter(form_key=form_key, submitted_by=by).first()):
        return earlier
    is_example = is_example or by.is_example or (organisation is not None and organisation.is_example)
    now = timezone.now()
    need = text.as_need(by=by, organisation=organisation, at=now, form_key=form_key, is_example=is_example)
    need.reference = references.assign(need, REFERENCE_LETTER)
    confidential = text.visibility == Visibility.CONFIDENTIAL
    try:
        with transaction.atomic():
            need.duty = answering.open_duty(
                kind=DutyKind.NEED,
                reference=need.reference,
                title="" if confidential else text.title,
                submitter=by,
                organisation=organisation,
                confidential=confidential,
                received_at=now,
                is_example=is_example,
            )
            need.save()
    except IntegrityError:
        # The same form arrived twice at the same moment: the other one made it.
        earlier = Need.objects.filter(form_key=form_key, submitted_by=by).first() if form_key else None
        if earlier is None:
            raise
        return earlier
    need.groups.set(text.groups)
    need.rights.set(text.rights)
    need.neighbourhoods.set(text.neighbourhoods)
    NeedEvent.objects.create(need=need, act="heard", at=now, actor=by)
    others = [user for user in coordinators() if user.pk != by.pk]
    notify(recipients=others, kind="need_submitted", reference=need.reference, event="heard", is_example=is_example)
    return need


@transaction.atomic
def withdraw_need(*, need: Need, by: User) -> None:
    """Take a need back before it is answered. The record stays for the submitter and staff; it leaves every list."""
    # the duty before the need, as whoever answers or merges takes them
    list(Duty.objects.select_for_update(of=("self",)).filter(need=need))
    TRANSITIONS.apply("withdraw", instance=need, user=by, merged_into=None)
    answering.withdraw(duty=need.duty, by=by)  # type: ignore[arg-type]  # who was sent in has a duty
    NeedEvent.objects.create(need=need, act="withdrawn", actor=by)


@transaction.atomic
def close_answered(*, duty: Duty) -> None:
    """Close the need whose duty was answered (called inside the transaction of the answer)."""
    Need.objects.filter(duty=duty, state__in=OPEN).update(state=NeedState.CLOSED)


@transaction.atomic
def note_became(
    *, need: Need, became: str, by: User | None, act: str, note: str, event: str, told_as: str = ""
) -> None:
    """Write down what became of a need, worked out from links by the room above, and tell whoever raised it.

    ``act`` is "linked" or "unlinked"; ``note`` says to or from what, in words that the need's readers may see; ``event`` names the link, so
    that the same link is told once. ``told_as`` is the kind of notification where a link is to something that is not decided yet.
    """
    Need.objects.filter(pk=need.pk).update(became=became)
    need.became = Became(became)
    NeedEvent.objects.create(need=need, act=act, actor=by, note=note[:300])
    # What was merged into it is told too: it goes on here.
    for one in (need, *Need.objects.filter(merged_into=need).select_related("submitted_by")):
        notify(
            recipients=raisers(one),
            kind=told_as or f"need_{act}",
            reference=one.reference,
            event=event,
            is_example=one.is_example,
        )


def raisers(need: Need) -> list[User]:
    """Return who is told about a need: the person who raised it and, unless it is confidential, the organisation's representatives."""
    people = User.objects.none()
    if need.organisation_id and need.visibility != Visibility.CONFIDENTIAL:
        people = User.objects.filter(
            memberships__organisation=need.organisation_id,
            memberships__left_at=None,
            memberships__role="representative",
        )
    found = {user.pk: user for user in people}
    if need.submitted_by:
        found[need.submitted_by.pk] = need.submitted_by
    return list(found.values())


@transaction.atomic
def look_with_reason(*, need: Need, by: User, reason: str) -> None:
    """Log the reason for a look; the need then opens for an hour. The same reason sent twice at once is one look."""
    Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    open_looks = ConfidentialLook.objects.filter(need=need, user=by, at__gte=timezone.now() - LOOK_LASTS)
    if not open_looks.filter(reason=_kept_reason(reason)).exists():
        record_look(need=need, by=by, reason=reason)


def _kept_reason(reason: str) -> str:
    return reason.strip()[:500]


def record_look(*, need: Need, by: User, reason: str = "") -> None:
    """Log a look at a confidential need; its submitter sees the log. The submitter's own looks are not logged."""
    if need.submitted_by_id == by.pk:
        return
    post = person(by).post
    ConfidentialLook.objects.create(
        need=need, user=by, unit_name=post.unit.name_tr if post else "", reason=_kept_reason(reason)
    )
