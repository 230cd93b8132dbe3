"""The assessment as a whole: begun, corrected, written together with organisations."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from atasehir_portal import references
from atasehir_portal.accounts.models import Organisation, OrganisationState, User
from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup
from atasehir_portal.documents import services as documents
from atasehir_portal.documents.models import Document
from atasehir_portal.notifications.services import notify
from atasehir_portal.overtaking import Overtaken, is_overtaken
from programming.assessing import permissions
from programming.assessing.models import Assessment, CoWriter
from programming.assessing.steps import STEPS

DOCUMENT_KIND = "assessment"
REFERENCE_LETTER = "D"


@transaction.atomic
def create_assessment(
    *,
    title: str,
    right: Right,
    groups: Iterable[RightsHolderGroup],
    neighbourhoods: Iterable[Neighbourhood] = (),
    by: User,
    form_key: UUID | None = None,
    is_example: bool = False,
) -> Assessment:
    """Begin an assessment with a chapter for each step. The same form sent twice makes one; what example people begin is example data.

    Raises PermissionDenied where the person may not begin assessments.
    """
    if not permissions.can_begin(by):
        raise PermissionDenied
    is_example = is_example or by.is_example
    while True:
        if form_key and (earlier := Assessment.objects.filter(form_key=form_key, begun_by=by).first()):
            return earlier
        try:
            with transaction.atomic():
                document = documents.create_document(kind=DOCUMENT_KIND, title=title, by=by, is_example=is_example)
                assessment = Assessment(
                    document=document, right=right, begun_by=by, form_key=_free_key(form_key), is_example=is_example
                )
                assessment.reference = references.assign(assessment, REFERENCE_LETTER)
                assessment.save()
        except IntegrityError:
            # The same form was sent at the same moment: look again.
            continue
        break
    assessment.groups.set(groups)
    assessment.neighbourhoods.set(neighbourhoods)
    for step in STEPS:
        with translation.override(document.language):
            heading = str(step.title)
        documents.add_section(document=document, parent=None, title=heading, anchor=step.anchor, by=by)
    return assessment


def _free_key(form_key: UUID | None) -> UUID | None:
    """Return the form's key, or none where somebody else's assessment has it."""
    return None if form_key is None or Assessment.objects.filter(form_key=form_key).exists() else form_key


@transaction.atomic
def change_assessment(
    *,
    assessment: Assessment,
    title: str,
    right: Right,
    groups: Iterable[RightsHolderGroup],
    neighbourhoods: Iterable[Neighbourhood],
    by: User,
    seen: str = "",
) -> None:
    """Correct what an assessment is about. Its reference stays. Raises PermissionDenied; Overtaken where somebody else changed it since the
    page was shown that is sent (``seen``, its mark).
    """
    found = locked(assessment)
    if not permissions.can_manage(by, found):
        raise PermissionDenied
    groups, neighbourhoods = list(groups), list(neighbourhoods)
    sent = _about(title, right.pk, [group.pk for group in groups], [place.pk for place in neighbourhoods])
    if is_overtaken(seen, about(found), sent):
        raise Overtaken(found)
    Document.objects.filter(pk=found.document_id).update(title=title, changed_at=timezone.now())
    Assessment.objects.filter(pk=found.pk).update(right=right)
    found.groups.set(groups)
    found.neighbourhoods.set(neighbourhoods)


def about(assessment: Assessment) -> dict[str, Any]:
    """Return what an assessment is about as plain data, to be compared (2 queries)."""
    groups = assessment.groups.order_by("pk").values_list("pk", flat=True)
    places = assessment.neighbourhoods.order_by("pk").values_list("pk", flat=True)
    return _about(assessment.document.title, assessment.right_id, list(groups), list(places))


def _about(title: str, right: int, groups: list[int], places: list[int]) -> dict[str, Any]:
    return {"title": title, "right": right, "groups": sorted(groups), "neighbourhoods": sorted(places)}


@transaction.atomic
def invite_organisation(*, assessment: Assessment, organisation: Organisation, by: User) -> CoWriter:
    """Invite an organisation to write, and tell its representatives. Inviting twice is one invitation.

    Raises PermissionDenied where the person may not, or the organisation is not verified.
    """
    found = locked(assessment)
    if not permissions.can_manage(by, found) or organisation.state != OrganisationState.VERIFIED:
        raise PermissionDenied
    earlier = CoWriter.objects.filter(assessment=found, organisation=organisation, ended_at=None).first()
    if earlier is not None:
        return earlier
    invited = CoWriter.objects.create(assessment=found, organisation=organisation, invited_by=by)
    representatives = User.objects.filter(
        memberships__organisation=organisation, memberships__left_at=None, memberships__role="representative"
    )
    notify(
        recipients=list(representatives.filter(is_active=True).distinct()),
        kind="assessment_invited",
        reference=found.reference,
        event=f"invited-{invited.pk}",
        is_example=found.is_example,
    )
    return invited


@transaction.atomic
def end_co_writing(*, invitation: CoWriter, by: User) -> None:
    """Take an invitation back: the organisation no longer writes; what it wrote stays. Twice does nothing. Raises PermissionDenied."""
    if not permissions.can_manage(by, invitation.assessment):
        raise PermissionDenied
    CoWriter.objects.filter(pk=invitation.pk, ended_at=None).update(ended_at=timezone.now(), ended_by=by)


def locked(assessment: Assessment) -> Assessment:
    """Lock the assessment's row until the end of the transaction, and return it as it stands."""
    rows: Any = Assessment.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("document", "right").get(pk=assessment.pk)
