"""What measures rest on: the adopted assessments whose findings they answer. Links and what is read from them.

Whoever raised a need that such an assessment gathers is told when a link is made and when one falls away; of a measure that addresses
the need itself they are told already (``links``). What became of a need follows from that direct link alone.

Locks are taken as in ``links``: sections, the measure's block, its programme, then needs.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atasehir_portal import cleaning
from atasehir_portal.accounts.models import User
from atasehir_portal.transitions import NotInThisState
from programming.assessing import queries as assessing
from programming.assessing.models import Adoption, Assessment, GatheredNeed
from programming.drafting import permissions, queries
from programming.drafting.links import REASON_LENGTH, locked_measure
from programming.drafting.models import AssessmentLink, Element, NeedLink, ProgrammeState
from programming.needs import assessed
from programming.needs import queries as needs
from programming.needs.models import Need, NeedState, Visibility

_GATHERED = (NeedState.IN_ASSESSMENT, NeedState.CLOSED)
RESTS, LEFT = "measure_rests", "measure_left"
_MEASURE = ("measure__programme__document", "measure__unit", "measure__block")


# --- writes -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def link_assessment(*, measure: Element, assessment: Assessment, by: User) -> AssessmentLink:
    """A measure rests on an assessment; whoever raised a need that it gathers is told. Linking twice makes one link.

    Raises PermissionDenied where the person may not write the measure or not find the assessment, NotInThisState where the measure was
    taken out in the meantime or the assessment was never adopted.
    """
    measure = locked_measure(measure)
    if not permissions.can_link(by, measure) or not assessing.visible_to(by).filter(pk=assessment.pk).exists():
        raise PermissionDenied
    if not Adoption.objects.filter(assessment=assessment).exists():
        raise NotInThisState
    earlier = AssessmentLink.objects.filter(measure=measure, assessment=assessment, removed_at=None).first()
    if earlier is not None:
        return earlier
    link = AssessmentLink.objects.create(measure=measure, assessment=assessment, created_by=by)
    _tell(link, by=by, act=RESTS)
    return link


@transaction.atomic
def unlink_assessment(*, link: AssessmentLink, by: User, reason: str) -> None:
    """A measure no longer rests on an assessment. The row stays with its reason, and the same people are told.

    Raises ValidationError (reason) without a reason, PermissionDenied where the person may not write the measure, NotInThisState where the
    link was removed already.
    """
    reason = cleaning.line(reason)
    if not reason:
        raise ValidationError({"reason": _("Say why. Whoever raised a need in the assessment reads it.")})
    if len(reason) > REASON_LENGTH:
        raise ValidationError({"reason": _("This is too long: at most %(length)s signs.") % {"length": REASON_LENGTH}})
    measure = locked_measure(link.measure)
    if not permissions.can_link(by, measure):
        raise PermissionDenied
    if not _remove(link, by, reason):
        raise NotInThisState
    _tell(link, by=by, act=LEFT, note=reason)


@transaction.atomic
def drop_links(*, measures: Iterable[Element], by: User | None, reason: str) -> int:
    """Remove every live link of measures that were taken out, and tell. Returns how many. Without a reason the plain fact is noted."""
    links = list(AssessmentLink.objects.filter(measure__in=list(measures), removed_at=None).order_by("pk"))
    if links and not (note := cleaning.line(reason)[:REASON_LENGTH]):
        with translation.override(settings.LANGUAGE_CODE):
            note = gettext("The measure was taken out of the programme.")
    removed = [link for link in links if _remove(link, by, note)]
    for link in removed:
        _tell(link, by=by, act=LEFT, note=note)
    return len(removed)


def _remove(link: AssessmentLink, by: User | None, reason: str) -> bool:
    values = {"removed_at": timezone.now(), "removed_by": by, "removal_reason": reason}
    return bool(AssessmentLink.objects.filter(pk=link.pk, removed_at=None).update(**values))


def _tell(link: AssessmentLink, *, by: User | None, act: str, note: str = "") -> None:
    """Tell whoever raised a need that the assessment gathers now, but for those needs that the measure addresses itself."""
    gathered = GatheredNeed.objects.filter(assessment=link.assessment_id, removed_at=None)
    direct = NeedLink.objects.filter(measure=link.measure_id, removed_at=None)
    found = Need.objects.filter(pk__in=gathered.values("need")).exclude(visibility=Visibility.CONFIDENTIAL)
    told = found.exclude(pk__in=direct.values("need")).select_related("submitted_by").order_by("pk")
    for need in told:
        assessed.note_measure(need=need, by=by, act=act, note=note, event=str(link.pk))


# --- reads ------------------------------------------------------------------------------------------------------------


def of_measure(user: Any, measure: Element) -> list[AssessmentLink]:
    """Return the live links of a measure to assessments that this person may find, oldest first (one query)."""
    return list(
        measure.assessment_links.filter(removed_at=None, assessment__in=assessing.visible_to(user).values("pk"))
        .select_related("assessment__document", "assessment__right")
        .order_by("created_at", "pk")
    )


def linkable(user: Any, measure: Element) -> QuerySet[Assessment]:
    """Return adopted assessments on which the measure does not rest yet. First those that gather needs which the measure addresses
    (``shared``: how many of them this person may find), then the ones adopted last.
    """
    linked = AssessmentLink.objects.filter(measure=measure, removed_at=None, assessment=OuterRef("pk"))
    addressed = NeedLink.objects.filter(measure=measure, removed_at=None).values("need")
    seen = needs.visible_to(user).filter(pk__in=addressed).values("pk")
    gathered = GatheredNeed.objects.filter(assessment=OuterRef("pk"), removed_at=None, need__in=seen).order_by()
    counted = gathered.values("assessment").annotate(count=Count("pk")).values("count")
    found: QuerySet[Any] = assessing.adopted(user).filter(~Exists(linked)).annotate(shared=Subquery(counted))
    return found.order_by(F("shared").desc(nulls_last=True), "-last_adopted", "-pk")


def _in_force(user: Any) -> QuerySet[AssessmentLink]:
    """Live links of measures whose programme's text this person may read and that is not superseded."""
    return (
        AssessmentLink.objects.filter(queries.LIVE_LINK, measure__programme__in=queries.readable_by(user))
        .exclude(measure__programme__state=ProgrammeState.SUPERSEDED)
        .select_related(*_MEASURE)
    )


def resting_on(user: Any, assessment: Assessment) -> list[AssessmentLink]:
    """Return the measures that rest on an assessment, as far as this person may read them, oldest link first (one query)."""
    return list(_in_force(user).filter(assessment=assessment))


def behind(user: Any, need: Need) -> list[AssessmentLink]:
    """Return the measures that rest on an assessment which gathers the need, each once and without those that address it directly, as
    far as this person may read them (one query; none for a need that is in no assessment, as a confidential one never is).
    """
    if need.visibility == Visibility.CONFIDENTIAL or need.state not in _GATHERED:
        return []
    gathers = GatheredNeed.objects.filter(need=need, removed_at=None, assessment=OuterRef("assessment"))
    direct = NeedLink.objects.filter(need=need, removed_at=None, measure=OuterRef("measure"))
    found = _in_force(user).filter(
        Q(Exists(gathers)), ~Q(Exists(direct)), assessment__in=assessing.visible_to(user).values("pk")
    )
    first: dict[int, AssessmentLink] = {}
    for link in found.select_related("assessment__document", *_MEASURE):
        first.setdefault(link.measure_id, link)
    return list(first.values())
