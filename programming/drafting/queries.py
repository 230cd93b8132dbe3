"""Reads of the drafting room. Every list starts from ``visible_to``; a programme's text is behind ``readable_by``."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, JSONObject
from django.http import Http404

from atasehir_portal import references
from atasehir_portal.accounts.people import person
from atasehir_portal.documents import queries as documents
from atasehir_portal.documents.nodes import Reading
from atasehir_portal.turkish import Query, Vector
from programming.drafting import numbering
from programming.drafting.elements import Measure
from programming.drafting.models import Element, ElementKind, NeedLink, Programme, ProgrammeState
from programming.drafting.states import PUBLIC_TEXT, WRITTEN_IN
from programming.needs import queries as needs
from programming.needs.models import Need, NeedState, Visibility

# A merged need speaks through its target and a withdrawn one is no longer raised.
LINKABLE = (NeedState.SUBMITTED, NeedState.IN_ASSESSMENT, NeedState.CLOSED)
FOUND_AT_MOST = 10

# An element is part of the programme while neither its block nor a section above it was taken out.
LIVE = Q(block__removed_at=None, block__section__removed_at=None, block__section__parent__removed_at=None)
LIVE_LINK = Q(removed_at=None) & Q(
    measure__block__removed_at=None,
    measure__block__section__removed_at=None,
    measure__block__section__parent__removed_at=None,
)
LIVE_ELEMENTS = Q(
    elements__block__removed_at=None,
    elements__block__section__removed_at=None,
    elements__block__section__parent__removed_at=None,
)


# --- programmes -------------------------------------------------------------------------------------------------------


def visible_to(user: Any) -> QuerySet[Programme]:
    """Programmes that this person may find: all of them, because that a draft is being written is no secret."""
    return Programme.objects.select_related("document", "unit")


def readable_by(user: Any) -> QuerySet[Programme]:
    """Programmes whose text this person may read (the same rule as ``permissions.can_read_text``)."""
    who = person(user)
    if who.is_staff_member or who.organisation_ids:
        return Programme.objects.all()
    return Programme.objects.filter(state__in=PUBLIC_TEXT)


def search(programmes: QuerySet[Programme], typed: str) -> QuerySet[Programme]:
    """Narrow the programmes to those whose title or summary matches, as Turkish people type it. There are tens of
    them, so no index.
    """
    typed = typed.strip()
    if not typed:
        return programmes
    return programmes.annotate(
        words=Vector(Concat("document__title", Value(" "), "summary", output_field=TextField()))
    ).filter(words=Query(typed))


def with_counts(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """Add how many goals, outcomes and measures each has (``goals``, ``outcomes``, ``measures``)."""
    return programmes.annotate(
        goals=Count("elements", filter=LIVE_ELEMENTS & Q(elements__kind=ElementKind.GOAL)),
        outcomes=Count("elements", filter=LIVE_ELEMENTS & Q(elements__kind=ElementKind.OUTCOME)),
        measures=Count("elements", filter=LIVE_ELEMENTS & Q(elements__kind=ElementKind.MEASURE)),
    )


def get_programme(user: Any, slug: str) -> Programme:
    """Return a programme with its document and unit. Raises Http404."""
    programme = visible_to(user).filter(slug=slug).first()
    if programme is None:
        raise Http404
    return programme


# --- the framework ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Node:
    """A goal, outcome or measure in its place."""

    element: Element
    number: str
    needs: int = 0
    children: "list[Node]" = field(default_factory=list)

    @property
    def data(self) -> Measure:
        """What a measure's data says; of the others only the title."""
        return Measure.of(self.element.block.data)


@dataclass(frozen=True, slots=True)
class Framework:
    """The tree of a programme, and every node by the id of its element and by the uid of its block, from top to
    bottom.
    """

    goals: list[Node]
    by_id: Mapping[int, Node]
    by_uid: Mapping[UUID, Node]

    @property
    def measures(self) -> list[Node]:
        return [node for node in self.by_id.values() if node.element.kind == ElementKind.MEASURE]


def live_elements() -> QuerySet[Element]:
    """Elements that were not taken out."""
    return Element.objects.filter(LIVE)


def place(element: Element) -> numbering.Place:
    """Where an element stands. Needs its block with the section."""
    block = element.block
    return numbering.Place(element.pk, element.parent_id, element.kind, (block.section.position, block.position))


def ordered(programme_id: int) -> list[tuple[Element, str]]:
    """Return the live elements of a programme from top to bottom, each with its number and with its block and section
    (one query).
    """
    rows = {e.pk: e for e in live_elements().filter(programme=programme_id).select_related("block__section__document")}
    return [(rows[spot.pk], number) for spot, number in numbering.in_order(place(element) for element in rows.values())]


def framework(user: Any, programme: Programme) -> Framework:
    """Return the tree with numbers, and for each measure how many needs it addresses that this person may find (one
    query).
    """
    found = (
        live_elements()
        .filter(programme=programme)
        .select_related("block__section", "unit")
        .annotate(
            need_count=Count(
                "need_links",
                filter=Q(need_links__removed_at=None, need_links__need__in=needs.visible_to(user)),
                distinct=True,
            )
        )
    )
    rows = {element.pk: element for element in found}
    nodes: dict[int, Node] = {}
    goals: list[Node] = []
    for spot, number in numbering.in_order(place(element) for element in rows.values()):
        element = rows[spot.pk]
        element.programme = programme
        node = nodes[spot.pk] = Node(element, number, element.need_count)
        (nodes[spot.parent].children if spot.parent is not None else goals).append(node)
    return Framework(goals, nodes, {node.element.block.uid: node for node in nodes.values()})


def numbers(programme_ids: Collection[int]) -> dict[int, str]:
    """Return the number of every live element of these programmes by its id (one query)."""
    rows = (
        live_elements()
        .filter(programme__in=programme_ids)
        .values_list("programme_id", "pk", "parent_id", "kind", "block__section__position", "block__position")
    )
    by_programme: dict[int, list[numbering.Place]] = {}
    for programme, pk, parent, kind, section, block in rows:
        by_programme.setdefault(programme, []).append(numbering.Place(pk, parent, kind, (section, block)))
    return {pk: number for places in by_programme.values() for pk, number in numbering.numbers(places).items()}


@dataclass(frozen=True, slots=True)
class Below:
    """What goes with a goal or an outcome when it is taken out, and how many needs its measures address."""

    outcomes: int
    measures: int
    needs: int


def below(element: Element) -> Below:
    """Count what stands below an element (for a measure: the measure itself) and what it addresses (2 queries)."""
    under = Q(pk=element.pk) | Q(parent=element.pk) | Q(parent__parent=element.pk)
    rows = list(
        live_elements()
        .filter(under)
        .exclude(pk=element.pk if element.kind != ElementKind.MEASURE else None)  # type: ignore[misc]
        .values_list("pk", "kind")
    )
    measures = [pk for pk, kind in rows if kind == ElementKind.MEASURE]
    linked = NeedLink.objects.filter(removed_at=None, measure__in=measures).exclude(
        need__visibility=Visibility.CONFIDENTIAL
    )
    return Below(
        sum(kind == ElementKind.OUTCOME for _pk, kind in rows), len(measures), linked.values("need").distinct().count()
    )


def read(user: Any, programme: Programme) -> Reading:
    """Return the programme's text as it is read; blocks of the framework carry their ``Node`` as ``extra``."""
    reading = documents.read(programme.document)
    nodes = framework(user, programme).by_uid
    for block in reading.all_blocks():
        block.extra = nodes.get(block.uid)
    return reading


def get_element(user: Any, slug: str, uid: UUID, *, kind: str | None = None) -> Element:
    """Return a live element of a programme whose text this person may read. Raises Http404."""
    found = live_elements().filter(programme__slug=slug, programme__in=readable_by(user), block__uid=uid)
    if kind is not None:
        found = found.filter(kind=kind)
    element = found.select_related(
        "block__section", "programme__document", "programme__unit", "unit", "parent__parent"
    ).first()
    if element is None:
        raise Http404
    return element


# --- needs and measures -----------------------------------------------------------------------------------------------


def links_of_measure(user: Any, measure: Element) -> list[NeedLink]:
    """Return the live links of a measure to needs that this person may read, newest need first (one query)."""
    return list(
        measure.need_links.filter(removed_at=None, need__in=needs.readable_by(user))
        .select_related("need")
        .order_by("-need__submitted_at", "-need_id")
    )


def linkable_needs(user: Any, measure: Element, typed: str) -> list[Need]:
    """Return needs that this person may link to the measure, at most one more than ``FOUND_AT_MOST``.

    With nothing typed: the newest that no programme plans yet. Confidential needs are in no search; one is found by
    its whole reference, and only by whoever may read it.
    """
    linked = NeedLink.objects.filter(measure=measure, removed_at=None, need=OuterRef("pk"))
    typed = typed.replace("\x00", "").strip()
    if not typed:
        found = needs.visible_to(user).filter(became="")
    elif exact := needs.readable_by(user).filter(reference=references.normalise(typed)):
        found = exact
    else:
        found = needs.search(needs.visible_to(user), typed)
    return list(found.filter(~Exists(linked), state__in=LINKABLE).order_by("-submitted_at", "-pk")[: FOUND_AT_MOST + 1])


def linkable_measures(user: Any, need: Need) -> QuerySet[Element]:
    """Return measures that this person may link the need to (the same rule as ``permissions.can_link``)."""
    who = person(user)
    if not who.is_staff_member:
        return Element.objects.none()
    found = live_elements().filter(kind=ElementKind.MEASURE).exclude(programme__state=ProgrammeState.SUPERSEDED)
    if not who.is_coordinator:
        found = found.filter(programme__state__in=WRITTEN_IN, unit=who.post.unit_id if who.post else None)
    linked = NeedLink.objects.filter(need=need, removed_at=None, measure=OuterRef("pk"))
    return (
        found.filter(~Exists(linked))
        .select_related("programme__document", "unit", "block__section")
        .order_by(
            "-programme__first_year",
            "programme_id",
            "block__section__parent__position",
            "block__section__position",
            "block__position",
        )
    )


def writable_outcomes(user: Any) -> QuerySet[Element]:
    """Return outcomes below which this person may add a measure (the same rule as ``permissions.can_add_measure``)."""
    if not person(user).is_staff_member:
        return Element.objects.none()
    return (
        live_elements()
        .filter(kind=ElementKind.OUTCOME, programme__state__in=WRITTEN_IN)
        .select_related("programme__document", "block__section")
        .order_by(
            "-programme__first_year", "programme_id", "block__section__parent__position", "block__section__position"
        )
    )


def search_measures(measures: QuerySet[Element], typed: str) -> QuerySet[Element]:
    """Narrow the measures to those whose title matches."""
    typed = typed.strip()
    return measures.annotate(words=Vector("title")).filter(words=Query(typed)) if typed else measures


@dataclass(frozen=True, slots=True)
class Planned:
    """One knot on a need's thread: a measure that addresses it, for a reader who may see the programme's text."""

    link: NeedLink
    number: str


@dataclass(frozen=True, slots=True)
class PlannedNeed:
    """What a reader may know about the measures that address a need. ``hidden`` are those in drafts that the reader
    may not see.
    """

    measures: Sequence[Planned]
    hidden: int

    @property
    def is_empty(self) -> bool:
        return not self.measures and not self.hidden


def planned(user: Any, need: Need) -> PlannedNeed:
    """Return the measures that address a need, oldest link first (one query)."""
    links = list(
        NeedLink.objects.filter(LIVE_LINK, need=need)
        .exclude(measure__programme__state=ProgrammeState.SUPERSEDED)
        .select_related("measure__programme__document", "measure__unit", "measure__block")
        .annotate(around=_around())
    )
    who = person(user)
    inside = who.is_staff_member or bool(who.organisation_ids)
    shown = [link for link in links if inside or link.measure.programme.state in PUBLIC_TEXT]
    return PlannedNeed([Planned(link, _number_of(link)) for link in shown], len(links) - len(shown))


def _around() -> ArraySubquery:
    """The elements from which the number of a link's measure follows: what stands beside it, beside its outcome and beside its goal."""
    beside = Q(parent=None) | Q(parent=OuterRef("measure__parent")) | Q(parent=OuterRef("measure__parent__parent"))
    found = live_elements().filter(beside, programme=OuterRef("measure__programme")).order_by()
    place = JSONObject(
        pk="pk", parent="parent_id", kind="kind", section="block__section__position", block="block__position"
    )
    return ArraySubquery(found.values(place=place))


def _number_of(link: Any) -> str:
    """The number of the measure of a link with ``around``; empty where it stands below what was taken out."""
    places = [
        numbering.Place(row["pk"], row["parent"], row["kind"], (row["section"], row["block"])) for row in link.around
    ]
    return numbering.numbers(places).get(link.measure_id, "")


# --- figures, from public needs only ----------------------------------------------------------------------------------


def public_links() -> QuerySet[NeedLink]:
    """Live links of public needs. That a draft plans something for a public need is on the need's own public page."""
    return NeedLink.objects.filter(LIVE_LINK, need__visibility=Visibility.PUBLIC, need__state__in=needs.LISTED).exclude(
        measure__programme__state=ProgrammeState.SUPERSEDED
    )


@dataclass(frozen=True, slots=True)
class Totals:
    """Figures for the home page."""

    measures: int
    needs: int


def totals() -> Totals:
    """Count measures that address public needs, and those needs (one query)."""
    return Totals(
        **public_links().aggregate(measures=Count("measure", distinct=True), needs=Count("need", distinct=True))
    )


def public_references(links: Iterable[NeedLink]) -> list[str]:
    """Return the references of those linked needs that everybody may read."""
    return [
        link.need.reference
        for link in links
        if link.need.visibility == Visibility.PUBLIC and link.need.state in needs.LISTED
    ]
