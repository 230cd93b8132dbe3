"""Reads of the assessing room. Every list starts from ``visible_to``; a working text is behind ``permissions.can_read_text``."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import JSONObject
from django.http import Http404
from django.urls import reverse

from atasehir_portal import references
from atasehir_portal.accounts.models import Organisation, OrganisationState
from atasehir_portal.accounts.people import person
from atasehir_portal.bilingual import pick_from
from atasehir_portal.catalogue.models import ChecklistQuestion, Neighbourhood, RightsHolderGroup
from atasehir_portal.documents import frozen_texts
from atasehir_portal.documents import queries as documents
from atasehir_portal.documents.models import Block, Document, Round, RoundState
from atasehir_portal.documents.nodes import Reading
from atasehir_portal.turkish import Query, SortKey, Vector
from programming.assessing import analysis, permissions
from programming.assessing.elements import Kind
from programming.assessing.models import Adoption, Assessment, AssessmentState, CauseFile, CoWriter, GatheredNeed
from programming.needs import narrowing
from programming.needs import queries as needs
from programming.needs.models import Need, NeedState, Visibility

# A merged need speaks through its target and a withdrawn one is no longer raised.
GATHERED_STATES = (NeedState.SUBMITTED, NeedState.IN_ASSESSMENT, NeedState.CLOSED)
FOUND_AT_MOST = 10
ADOPTED = AssessmentState.ADOPTED


# --- assessments ------------------------------------------------------------------------------------------------------


def visible_to(user: Any) -> QuerySet[Assessment]:
    """Assessments that this person may find: staff all of them, organisations those that they write, and everybody what was
    adopted and what a round that has begun puts before them.
    """
    writers = CoWriter.objects.filter(ended_at=None, assessment=OuterRef("pk")).order_by("pk")
    found = Assessment.objects.select_related("document", "right").annotate(
        invited_ids=ArraySubquery(writers.values("organisation_id"))
    )
    who = person(user)
    if who.is_staff_member:
        return found
    rounds = Round.objects.filter(document=OuterRef("document")).exclude(state=RoundState.PLANNED)
    may = Q(Exists(Adoption.objects.filter(assessment=OuterRef("pk"))))
    may |= Q(state=AssessmentState.IN_ROUND) & Q(Exists(rounds))
    if who.organisation_ids:
        written = CoWriter.objects.filter(ended_at=None, organisation__in=who.organisation_ids)
        may |= Q(pk__in=written.values("assessment"))
    return found.filter(may)


def _names(model: Any) -> ArraySubquery:
    """The terms that an assessment carries, as names, read with the assessment itself."""
    terms = model._default_manager.filter(assessments=OuterRef("pk")).order_by("position", "name_tr")
    return ArraySubquery(terms.values(name=JSONObject(slug="slug", name_tr="name_tr", name_en="name_en")))


def for_list(assessments: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Load what a row of the list shows: groups by name, how often it was adopted, the last day of that."""
    last = Adoption.objects.filter(assessment=OuterRef("pk")).order_by("-number")
    return assessments.annotate(
        group_names=_names(RightsHolderGroup),
        last_number=Subquery(last.values("number")[:1]),
        last_adopted=Subquery(last.values("adopted_at")[:1]),
    )


def adopted(user: Any) -> QuerySet[Assessment]:
    """Assessments that were adopted at least once, with what a row of a list shows."""
    return for_list(visible_to(user).filter(Exists(Adoption.objects.filter(assessment=OuterRef("pk")))))


def search(assessments: QuerySet[Assessment], typed: str) -> QuerySet[Assessment]:
    """Narrow the assessments to those whose title matches, as Turkish people type it. There are tens of them, so no index."""
    typed = typed.strip()
    return assessments.annotate(words=Vector("document__title")).filter(words=Query(typed)) if typed else assessments


def get_assessment(user: Any, reference: str) -> Assessment:
    """Return an assessment with its document, right and checklist, the names of groups and neighbourhoods, and what a page shows of the
    files of its working text (``file_rows``, one query for all). Raises Http404.
    """
    files = CauseFile.objects.filter(assessment=OuterRef("pk"), removed_at=None).order_by("added_at", "pk")
    fields = {name: name for name in ("key", "kind", "shows", "size", "is_public")}
    found = (
        visible_to(user)
        .select_related("right__checklist")
        .annotate(group_names=_names(RightsHolderGroup), place_names=_names(Neighbourhood))
        .annotate(file_rows=ArraySubquery(files.values(row=JSONObject(**fields, cause="cause__uid"))))
        .filter(reference=references.normalise(reference))
        .first()
    )
    if found is None:
        raise Http404
    return found


def names_of(assessment: Any) -> tuple[list[str], list[str]]:
    """Return for whom and where an assessment from ``get_assessment`` is, by name."""
    return (
        [pick_from(group) for group in assessment.group_names],
        [pick_from(place) for place in assessment.place_names],
    )


# --- the text ---------------------------------------------------------------------------------------------------------


def live_parts(document: Document | int) -> QuerySet[Block]:
    """Blocks of the text that were not taken out, in the order of the text."""
    return Block.objects.filter(
        document=document, removed_at=None, section__removed_at=None, section__parent__removed_at=None
    ).order_by("section__position", "position", "pk")


def cause_titles(document: Document) -> list[tuple[UUID, str]]:
    """Return the live causes, in the order of the text, by their uid (one query)."""
    rows = live_parts(document).filter(kind=Kind.CAUSE).values_list("uid", "data")
    return [(uid, str(data.get("title", ""))) for uid, data in rows]


def get_part(user: Any, uid: UUID) -> tuple[Assessment, Block]:
    """Return a live part of an assessment whose working text this person may read. Raises Http404."""
    block = (
        Block.objects.filter(uid=uid, kind__in=Kind.values, removed_at=None, section__removed_at=None)
        .select_related("section", "document")
        .first()
    )
    if block is None:
        raise Http404
    assessment = visible_to(user).filter(document=block.document_id).first()
    if assessment is None or not permissions.can_read_text(user, assessment):
        raise Http404
    block.document = assessment.document
    return assessment, block


def read(
    user: Any, assessment: Assessment, *, links: Sequence[Any] | None = None, files: analysis.Files | None = None
) -> tuple[Reading, analysis.Analysis]:
    """Return the working text as it is read, and what it says in typed parts; causes count the needs that this reader may find
    (``links`` from ``gathered``, where they are at hand) and have their ``files`` (``evidence.shown``).
    """
    reading = documents.read(assessment.document)
    counts = needs_by_cause(user, assessment) if links is None else _by_cause(links)
    return reading, analysis.of(reading, counts, files)


def read_adoption(
    adoption: Adoption, *, links: Sequence[Any] = (), files: analysis.Files | None = None
) -> tuple[Reading, analysis.Analysis]:
    """Return an adopted version as it is read (at most one query); causes count the needs of ``links`` and have their ``files``."""
    text = frozen_texts.text_of(adoption.version)
    reading = documents.read_snapshot(text, figure_address=figure_address(adoption))
    return reading, analysis.of(reading, _by_cause(links), files)


def _by_cause(links: Sequence[Any]) -> Mapping[UUID, int]:
    return Counter(uid for link in links for uid in link.cause_uids)


def figure_address(adoption: Adoption) -> documents.FigureAddress:
    """Say where the pictures of an adopted version are: with the version, so that they stay when the working text changes."""
    return lambda src: reverse("assessing:version_figure", args=[adoption.assessment.reference, adoption.number, src])


def adoptions_of(assessment: Assessment) -> list[Adoption]:
    """Return the adopted versions, newest first, without their text (one query)."""
    found = list(
        assessment.adoptions.select_related("version", "pdf")
        .defer("version__snapshot", "pdf__source_html")
        .order_by("-number")
    )
    for adoption in found:
        adoption.assessment = assessment
    return found


def get_adoption(assessment: Assessment, number: int) -> Adoption:
    """Return an adopted version without its text. Raises Http404."""
    return numbered(adoptions_of(assessment), number)


def numbered(adoptions: Sequence[Adoption], number: int) -> Adoption:
    """Return the one with this number. Raises Http404."""
    found = next((each for each in adoptions if each.number == number), None)
    if found is None:
        raise Http404
    return found


# --- what is still to be judged ---------------------------------------------------------------------------------------


def questions_of(assessment: Assessment) -> list[ChecklistQuestion]:
    """Return the questions by which this right is appraised; none where the catalogue has no checklist for it."""
    checklist = assessment.right.checklist
    return list(checklist.questions.order_by("number")) if checklist else []


# --- gathered needs ---------------------------------------------------------------------------------------------------


def gathered(user: Any, assessment: Assessment) -> list[GatheredNeed]:
    """Return the needs that the assessment gathers and this person may find, newest first, each with the uids of
    the causes that it bears out (one query)."""
    causes = GatheredNeed.causes.through.objects.filter(gatheredneed=OuterRef("pk"))
    return list(
        assessment.gathered.filter(removed_at=None, need__in=needs.visible_to(user))
        .select_related("need")
        .annotate(cause_uids=ArraySubquery(causes.values("block__uid")))
        .order_by("-need__submitted_at", "-need_id")
    )


def with_causes(links: list[GatheredNeed]) -> list[GatheredNeed]:
    """Load the causes that gathered needs bear out (one query)."""
    prefetch_related_objects(links, "causes")
    return links


def needs_by_cause(user: Any, assessment: Assessment) -> Mapping[UUID, int]:
    """Count by the uid of a cause the gathered needs that bear it out, as far as this person may find them (one query)."""
    rows = assessment.gathered.filter(removed_at=None, need__in=needs.visible_to(user), causes__isnull=False)
    return Counter(rows.values_list("causes__uid", flat=True))


def to_gather(user: Any, assessment: Assessment, typed: str) -> list[Need]:
    """Return needs that can be taken up, at most one more than ``FOUND_AT_MOST``: with nothing typed those about the same right and
    group, newest first. Confidential needs are never among them.
    """
    found = needs.visible_to(user).filter(state__in=GATHERED_STATES)
    typed = typed.replace("\x00", "").strip()
    if not typed:
        groups = assessment.groups.values_list("pk", flat=True)
        found = narrowing.like(found, groups=groups, right=assessment.right_id)
    elif exact := found.filter(reference=references.normalise(typed)):
        found = exact
    else:
        found = needs.search(found, typed)
    already = GatheredNeed.objects.filter(assessment=assessment, removed_at=None, need=OuterRef("pk"))
    return list(found.filter(~Exists(already)).order_by("-submitted_at", "-pk")[: FOUND_AT_MOST + 1])


@dataclass(frozen=True, slots=True)
class TakenUp:
    """What a reader may know about the assessments that take up a need. ``hidden`` are those that they may not find."""

    shown: Sequence[GatheredNeed]
    hidden: int

    @property
    def is_empty(self) -> bool:
        return not self.shown and not self.hidden


def taken_up(user: Any, need: Need) -> TakenUp:
    """Return the assessments that take up a need, oldest first; none for a confidential one, nor for one that was only heard: that
    one is in no assessment, and costs no query (else one).
    """
    if need.visibility == Visibility.CONFIDENTIAL or need.state == NeedState.SUBMITTED:
        return TakenUp([], 0)
    rows = list(
        GatheredNeed.objects.filter(need=need, removed_at=None)
        .exclude(assessment__state=AssessmentState.WITHDRAWN)
        .select_related("assessment__document")
        .annotate(is_known=Exists(visible_to(user).filter(pk=OuterRef("assessment"))))
    )
    shown = [row for row in rows if row.is_known]
    return TakenUp(shown, len(rows) - len(shown))


def writable(user: Any) -> QuerySet[Assessment]:
    """Assessments in which staff may gather a need (the same rule as ``permissions.can_gather``), newest first."""
    if not permissions.can_gather_somewhere(user):
        return Assessment.objects.none()
    return Assessment.objects.filter(state__in=permissions.OPEN).select_related("document").order_by("-begun_at", "-pk")


# --- with whom it is written ------------------------------------------------------------------------------------------


def verified() -> QuerySet[Organisation]:
    """Verified organisations, sorted as Turkish sorts."""
    return Organisation.objects.filter(state=OrganisationState.VERIFIED).order_by(SortKey("name"))


def to_invite(assessment: Assessment) -> QuerySet[Organisation]:
    """Verified organisations that do not write yet."""
    return verified().exclude(pk__in=assessment.co_writers.filter(ended_at=None).values("organisation"))


# --- figures, from what is public -------------------------------------------------------------------------------------


def assessments_by_group(group_ids: Sequence[int]) -> Mapping[int, int]:
    """Return per group how many adopted assessments are about it (one query)."""
    rows = (
        Adoption.objects.filter(assessment__groups__in=group_ids)
        .values_list("assessment__groups")
        .annotate(Count("assessment", distinct=True))
    )
    return {group: count for group, count in rows if group in set(group_ids)}


def assessments_by_cell() -> Mapping[tuple[int, int], int]:
    """Return per group and right, and under 0 over all of them, how many adopted assessments are about it (one query).

    An assessment is about one right and often about several groups: it counts in the cell of each.
    """
    rows = Adoption.objects.order_by().values_list("assessment", "assessment__right", "assessment__groups").distinct()
    cells = {(pk, cell) for pk, right, group in rows for cell in product({group, 0} - {None}, {right, 0})}
    return Counter(cell for _pk, cell in cells)
