"""Gathering needs: an assessment takes a need up, or lets it go. Whoever raised the need is told.

Locks are taken in the same order everywhere (the assessment, then the need), so that two who gather the same need at once make one link
and the state of the need follows from all of them.
"""

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal import cleaning
from atasehir_portal.accounts.models import User
from atasehir_portal.transitions import NotInThisState
from programming.assessing import permissions, queries
from programming.assessing.elements import Kind
from programming.assessing.models import Assessment, GatheredNeed
from programming.assessing.services.assessments import locked
from programming.needs import assessed
from programming.needs import queries as needs
from programming.needs.models import Need, Visibility

REASON_LENGTH = 500


@transaction.atomic
def gather_need(*, assessment: Assessment, need: Need, by: User) -> GatheredNeed:
    """An assessment takes a need up: the need is in assessment, and whoever raised it is told. Twice is one link.

    Raises PermissionDenied where the person may not write the assessment or not find the need in a list, as nobody finds one that is
    confidential, NotInThisState where the need was withdrawn or merged in the meantime.
    """
    found = locked(assessment)
    if not permissions.can_gather(by, found) or not needs.visible_to(by).filter(pk=need.pk).exists():
        raise PermissionDenied
    need = _locked_need(need)
    if need.visibility == Visibility.CONFIDENTIAL:
        raise PermissionDenied
    earlier = GatheredNeed.objects.filter(assessment=found, need=need, removed_at=None).first()
    if earlier is not None:
        return earlier
    if need.state not in queries.GATHERED_STATES:
        raise NotInThisState
    link = GatheredNeed.objects.create(assessment=found, need=need, created_by=by)
    assessed.take_into_assessment(need=need, by=by, event=str(link.pk))
    return link


@transaction.atomic
def release_need(*, link: GatheredNeed, by: User, reason: str) -> None:
    """An assessment no longer takes a need up. The row stays with its reason; whoever raised the need is told.

    Raises ValidationError (reason) without a reason, PermissionDenied, NotInThisState where it was let go already.
    """
    reason = cleaning.line(reason)
    if not reason:
        raise ValidationError({"reason": _("Say why. Whoever raised the need reads it.")})
    if len(reason) > REASON_LENGTH:
        raise ValidationError({"reason": _("This is too long: at most %(length)s signs.") % {"length": REASON_LENGTH}})
    found = locked(link.assessment)
    if not permissions.can_gather(by, found) or not needs.visible_to(by).filter(pk=link.need_id).exists():
        raise PermissionDenied
    need = _locked_need(link.need)
    values = {"removed_at": timezone.now(), "removed_by": by, "removal_reason": reason}
    if not GatheredNeed.objects.filter(pk=link.pk, removed_at=None).update(**values):
        raise NotInThisState
    assessed.let_out_of_assessment(need=need, by=by, reason=reason, event=str(link.pk), is_last=not _is_taken_up(need))


@transaction.atomic
def link_causes(*, link: GatheredNeed, causes: Collection[UUID], by: User) -> None:
    """Say which causes of the tree a gathered need bears out; what is not a live cause of the assessment is left out.

    Raises PermissionDenied, NotInThisState where the need was let go.
    """
    found = locked(link.assessment)
    if not permissions.can_gather(by, found) or not needs.visible_to(by).filter(pk=link.need_id).exists():
        raise PermissionDenied
    if not GatheredNeed.objects.filter(pk=link.pk, removed_at=None).exists():
        raise NotInThisState
    link.causes.set(queries.live_parts(found.document_id).filter(kind=Kind.CAUSE, uid__in=list(causes)))


def release_all(*, assessment: Assessment, by: User | None, reason: str) -> int:
    """Let every need of an assessment go that is given up or removed. Returns how many."""
    links = list(
        GatheredNeed.objects.filter(assessment=assessment, removed_at=None).select_related("need").order_by("need_id")
    )
    for link in links:
        need = _locked_need(link.need)
        values = {"removed_at": timezone.now(), "removed_by": by, "removal_reason": reason[:REASON_LENGTH]}
        GatheredNeed.objects.filter(pk=link.pk, removed_at=None).update(**values)
        assessed.let_out_of_assessment(
            need=need, by=by, reason=reason, event=str(link.pk), is_last=not _is_taken_up(need)
        )
    return len(links)


def _is_taken_up(need: Need) -> bool:
    return GatheredNeed.objects.filter(need=need, removed_at=None).exists()


def _locked_need(need: Need) -> Need:
    return Need.objects.select_for_update(of=("self",), no_key=True).get(pk=need.pk)
