"""Writes that tie needs to measures. Whoever raised a need is told when a link is made and when one falls away.

Locks are always taken in the same order (sections, the measure's block, its programme, then needs by id), so that
linking, unlinking, the removal of a measure and a change of the programme's state wait for one another instead of
working out ``Need.became`` from what the other has not yet written.
"""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atasehir_portal import cleaning
from atasehir_portal.accounts.models import User
from atasehir_portal.documents.models import Block, Section
from atasehir_portal.transitions import NotInThisState
from programming.drafting import permissions, queries
from programming.drafting.models import Element, NeedLink, Programme, ProgrammeState
from programming.drafting.states import BECAME, LINK_TOLD_AS, PUBLIC_TEXT
from programming.needs import queries as needs
from programming.needs.models import Became, Need
from programming.needs.services import note_became

REASON_LENGTH = 500


@transaction.atomic
def link_need(*, measure: Element, need: Need, by: User) -> NeedLink:
    """A measure addresses a need: the need becomes planned (or addressed), and whoever raised it is told. Linking
    twice makes one link.

    Raises PermissionDenied where the person may not write the measure or not read the need, NotInThisState where the
    measure was taken out or the need was withdrawn or merged in the meantime.
    """
    measure = locked_measure(measure)
    if not permissions.can_link(by, measure) or not needs.readable_by(by).filter(pk=need.pk).exists():
        raise PermissionDenied
    need = _locked_needs([need.pk])[0]
    earlier = NeedLink.objects.filter(measure=measure, need=need, removed_at=None).first()
    if earlier is not None:
        return earlier
    if need.state not in queries.LINKABLE:
        raise NotInThisState
    link = NeedLink.objects.create(measure=measure, need=need, created_by=by)
    note = measure.programme.document.title if measure.programme.state in PUBLIC_TEXT else ""
    told_as = LINK_TOLD_AS[ProgrammeState(measure.programme.state)]
    note_became(need=need, became=became(need), by=by, act="linked", note=note, event=str(link.pk), told_as=told_as)
    return link


@transaction.atomic
def unlink_need(*, link: NeedLink, by: User, reason: str) -> None:
    """A measure no longer addresses a need. The row stays with its reason; the need falls back and whoever raised it
    is told.

    Raises ValidationError (reason) without a reason, PermissionDenied where the person may not write the measure or
    not read the need, NotInThisState where the link was removed already.
    """
    reason = _reason(reason)
    measure = locked_measure(link.measure)
    if not permissions.can_link(by, measure) or not needs.readable_by(by).filter(pk=link.need_id).exists():
        raise PermissionDenied
    need = _locked_needs([link.need_id])[0]
    if not _remove(link, by, reason):
        raise NotInThisState
    note_became(need=need, became=became(need), by=by, act="unlinked", note=reason, event=str(link.pk))


@transaction.atomic
def drop_links(*, measures: Iterable[Element], by: User | None, reason: str) -> int:
    """Remove every live link of measures that were taken out (their blocks are locked by whoever took them out).
    Returns how many.

    Every need falls back and is told once. Without a reason the plain fact is noted.
    """
    links = list(NeedLink.objects.filter(measure__in=list(measures), removed_at=None).order_by("need_id", "pk"))
    if not links:
        return 0
    locked = {need.pk: need for need in _locked_needs(link.need_id for link in links)}
    if not (note := cleaning.line(reason)[:REASON_LENGTH]):
        with translation.override(settings.LANGUAGE_CODE):
            note = gettext("The measure was taken out of the programme.")
    removed = [link for link in links if _remove(link, by, note)]
    for link in removed:
        need = locked[link.need_id]
        note_became(need=need, became=became(need), by=by, act="unlinked", note=note, event=str(link.pk))
    return len(removed)


def became(need: Need) -> str:
    """Work out what became of a need from its links: the furthest that any programme has taken it.

    That it is fulfilled was measured above this room and stands as long as a measure of an adopted programme
    addresses it.
    """
    states = set(
        NeedLink.objects.filter(queries.LIVE_LINK, need=need).values_list("measure__programme__state", flat=True)
    )
    found = next((result for state, result in BECAME.items() if state in states), Became.NOTHING_YET)
    return Became.FULFILLED if found == Became.ADDRESSED and need.became == Became.FULFILLED else found


def locked_measure(measure: Element) -> Element:
    """Return the measure as it stands, with its block and programme locked. Raises NotInThisState where it was taken
    out.
    """
    above = Block.objects.values_list("section", "section__parent").get(pk=measure.block_id)
    list(Section.objects.select_for_update(no_key=True).filter(pk__in=above).order_by("pk"))  # type: ignore[misc]
    Block.objects.select_for_update(no_key=True).get(pk=measure.block_id)
    Programme.objects.select_for_update(no_key=True).get(pk=measure.programme_id)
    current = queries.live_elements().select_related("programme__document", "block").filter(pk=measure.pk).first()
    if current is None:
        raise NotInThisState
    return current


def _locked_needs(ids: Iterable[int]) -> list[Need]:
    return list(Need.objects.select_for_update(no_key=True).filter(pk__in=list(ids)).order_by("pk"))


def _remove(link: NeedLink, by: User | None, reason: str) -> bool:
    values = {"removed_at": timezone.now(), "removed_by": by, "removal_reason": reason}
    return bool(NeedLink.objects.filter(pk=link.pk, removed_at=None).update(**values))


def _reason(typed: str) -> str:
    reason = cleaning.line(typed)
    if not reason:
        raise ValidationError({"reason": _("Say why. Whoever raised the need reads it.")})
    if len(reason) > REASON_LENGTH:
        raise ValidationError({"reason": _("This is too long: at most %(length)s signs.") % {"length": REASON_LENGTH}})
    return reason
