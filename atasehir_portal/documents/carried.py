"""What was said in rounds, where it has its home today or in a later round (``homes``): counted by place, listed, shown with the text.

Inputs are counted in groups (a round and a place in its text), so that a place costs the same whether ten people spoke about it or a
thousand. Who reads what was said is decided where it is always decided (``round_queries.readable_by``).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, UUIDField, Value, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from atasehir_portal.answering.models import OPEN_STATES, Duty, DutyState
from atasehir_portal.documents import frozen_texts, round_queries
from atasehir_portal.documents.homes import Home, Lineage, Stand, Step, Text, home
from atasehir_portal.documents.models import (
    Block,
    BlockLineage,
    Comment,
    Document,
    Round,
    Suggestion,
    Version,
)
from atasehir_portal.documents.nodes import Reading
from atasehir_portal.documents.suggesting import queries as suggestions

# How many inputs of one place of one round stand beside its home in a later round; their list holds all of them.
BESIDE_HOME = 5
# How the address of a list names the text as a whole, where others name a block or a section.
WHOLE = "butun"

_NOWHERE = Value(None, output_field=UUIDField(null=True))

Said = Comment | Suggestion
Key = tuple[int, UUID | None, UUID | None]
"""A round by its primary key, and the block, or else the section, that was spoken about."""


@dataclass(frozen=True, slots=True)
class Group:
    """What was said in a round about one place: how much of it, how much waits for an answer, and where it has its home."""

    key: Key
    total: int
    waiting: int
    home: Home


@dataclass(slots=True)
class Here:
    """What has its home at a place: how much, how much of it waits, how much of it is about a text that has changed since.
    ``address`` is the list of all of it."""

    address: str
    total: int = 0
    waiting: int = 0
    changed: int = 0
    rows: "list[Row]" = field(default_factory=list)

    @property
    def has_more(self) -> bool:
        return self.total > len(self.rows)


@dataclass(frozen=True, slots=True)
class Row:
    """One input at its home."""

    said: Said
    home: Home
    round: Round

    @property
    def is_suggestion(self) -> bool:
        return isinstance(self.said, Suggestion)


@dataclass(frozen=True, slots=True)
class Carried:
    """What was said in rounds on earlier texts, carried into one text: the working text, or that of a later round."""

    document: Document
    rounds: Mapping[int, Round]
    groups: Mapping[Key, Group]
    later: Round | None = None

    @property
    def address(self) -> str:
        """The list of all of it."""
        if self.later is not None:
            return reverse("rounds:earlier", args=[self.later.reference])
        return reverse("documents:inputs", args=[self.document.uid])

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups.values())

    def by_place(self) -> dict[UUID | None, Here]:
        """Return how much has its home at each block, at each section, and (None) at the document."""
        found: dict[UUID | None, Here] = {}
        for group in self.groups.values():
            for place in group.home.places:
                here = found.setdefault(place, Here(f"{self.address}?yer={place or WHOLE}"))
                here.total += group.total
                here.waiting += group.waiting
                here.changed += group.total if group.home.is_changed else 0
        return found

    def at(self, place: UUID | None) -> list[Group]:
        """Return the groups that have their home at a place."""
        return [group for group in self.groups.values() if place in group.home.places]

    def row_of(self, said: Said) -> Row | None:
        """Return an input at its home; None where it was not counted (withdrawn meanwhile)."""
        group = self.groups.get(key_of(said))
        return Row(said, group.home, self.rounds[said.round_id]) if group is not None else None


def key_of(said: Said) -> Key:
    """Return the group of an input; its block and section were fetched with it."""
    section = said.section.uid if isinstance(said, Suggestion) and said.block is None else None
    return said.round_id, said.block.uid if said.block is not None else None, section


# --- the texts --------------------------------------------------------------------------------------------------------


def text_of_reading(reading: Reading) -> Text:
    """Return what stands where in a text that was read. No query."""
    return Text(
        {block.uid: (block.revision, block.section.uid) for block in reading.all_blocks()},
        {section.uid: section.parent.uid if section.parent else None for section in reading.walk()},
    )


def text_of_draft(document: Document, only: Iterable[UUID] | None = None) -> Text:
    """Return what stands where in the working text, without the words; of its blocks ``only`` these where they are named. Two
    queries."""
    above, heights = {}, {}
    for uid, parent, position in document.sections.filter(removed_at=None).values_list(
        "uid", "parent__uid", "position"
    ):
        above[uid], heights[uid] = parent, position

    def path(section: UUID | None) -> tuple[int, ...] | None:
        """The positions from the chapter down; None where one of them was taken out."""
        found: tuple[int, ...] = ()
        while section is not None:
            if section not in above:
                return None
            found, section = (heights[section], *found), above[section]
        return found

    paths = {uid: way for uid in above if (way := path(uid)) is not None}
    rows = document.blocks.filter(removed_at=None)
    if only is not None:
        rows = rows.filter(uid__in=list(only))
    standing = [
        (paths[section], position, uid, revision, section)
        for uid, revision, section, position in rows.values_list("uid", "revision", "section__uid", "position")
        if section in paths
    ]
    blocks = {uid: (revision, section) for _path, _position, uid, revision, section in sorted(standing, key=in_order)}
    return Text(blocks, {uid: above[uid] for uid in sorted(paths, key=lambda each: paths[each])})


def in_order(standing: tuple[Any, ...]) -> tuple[Any, ...]:
    return standing[:2]


def lineage_of(document: Document) -> Lineage:
    """Return where the text of the document's blocks went. One query."""
    rows = BlockLineage.objects.filter(source__document=document)
    return Lineage(Step(*row) for row in rows.values_list("source__uid", "target__uid", "kind", "created_at"))


# --- groups and their homes -------------------------------------------------------------------------------------------


def into_draft(user: Any, document: Document, text: Text | None = None) -> Carried:
    """Return what was said in all rounds of a document, carried into its working text. ``text`` where it was read already.

    At most six queries: groups, rounds, working text (two, none where it is given), lineage, and where blocks that were taken out
    stood. The places of the rounds' texts are kept (``frozen_texts``).
    """
    return _carried(user, document, text, None)


def into_round(user: Any, later: Round) -> Carried:
    """Return what was said in the rounds on earlier versions, carried into the text of a later round. At most four queries."""
    return _carried(user, later.document, None, later)


def _carried(user: Any, document: Document, text: Text | None, later: Round | None) -> Carried:
    counted = _counts(user, document, later)
    if not counted:
        return Carried(document, {}, {}, later)
    rounds = {
        each.pk: each
        for each in Round.objects.filter(pk__in={key[0] for key in counted})
        .select_related("version")
        .defer("version__snapshot")
    }
    places = frozen_texts.places_of([each.version for each in rounds.values()] + ([later.version] if later else []))
    until = later.version.created_at if later is not None else None
    if later is not None:
        text = places[later.version_id]
    elif text is None:
        text = text_of_draft(document)
    lineage = lineage_of(document)
    gone = {key[1] for key in counted if key[1] is not None and key[1] not in text.blocks}
    today = _chains(gone) if later is None and gone else {}
    groups = {}
    for key, (total, waiting) in counted.items():
        version = rounds[key[0]].version
        stand = stand_of(version, places[version.pk], key[1], key[2], today.get(key[1]) if key[1] else None)
        groups[key] = Group(key, total, waiting, home(stand, text, lineage, until))
    return Carried(document, rounds, groups, later)


def stand_of(
    version: Version, frozen: Text, block: UUID | None, section: UUID | None, today: Sequence[UUID] | None = None
) -> Stand:
    """Return where an input stands that was made on a frozen text; ``today`` are the sections in which its block stands now."""
    revision = None
    chains: list[Sequence[UUID]] = [today] if today else []
    if block is not None and block in frozen.blocks:
        revision, section = frozen.blocks[block]
    if section is not None:
        chains.append(frozen.chain(section))
    return Stand(version.created_at, block, revision, tuple(chains))


def _chains(blocks: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Return the sections in which blocks stand today, also those that were taken out, each with those above it. One query."""
    rows = Block.objects.filter(uid__in=list(blocks)).values_list(
        "uid", "section__uid", "section__parent__uid", "section__parent__parent__uid"
    )
    return {uid: tuple(each for each in chain if each is not None) for uid, *chain in rows}


def _counts(user: Any, document: Document, later: Round | None) -> dict[Key, tuple[int, int]]:
    """Return how many inputs this person reads about each place of each round, and how many of them wait. One query."""
    of = Q(round__document=document)
    if later is not None:
        of &= Q(round__version__number__lt=later.version.number)
    comments = round_queries.readable_by(user).annotate(of_section=_NOWHERE)
    proposed = suggestions.readable_by(user).annotate(
        of_section=Case(When(block=None, then=F("section__uid")), default=_NOWHERE)
    )
    of_comments, of_suggestions = (
        rows.filter(of)
        .exclude(duty__state=DutyState.WITHDRAWN)
        .order_by()
        .values_list("round_id", "block__uid", "of_section")
        .annotate(total=Count("pk"), waiting=Count("pk", filter=Q(duty__state__in=OPEN_STATES)))
        for rows in (comments, proposed)
    )
    found: dict[Key, tuple[int, int]] = {}
    for round_id, block, section, total, waiting in of_comments.union(of_suggestions, all=True):
        before = found.get((round_id, block, section), (0, 0))
        found[round_id, block, section] = (before[0] + total, before[1] + waiting)
    return found


# --- the inputs themselves --------------------------------------------------------------------------------------------


def _in_groups(groups: Iterable[Group]) -> tuple[Q, Q]:
    """Return what finds the comments, and the suggestions, of some groups."""
    by_round: dict[int, tuple[list[UUID], list[UUID], bool]] = {}
    for group in groups:
        round_id, block, section = group.key
        blocks, sections, whole = by_round.get(round_id, ([], [], False))
        if block is not None:
            blocks = [*blocks, block]
        elif section is not None:
            sections = [*sections, section]
        else:
            whole = True
        by_round[round_id] = (blocks, sections, whole)
    of_comments, of_suggestions = Q(pk__in=[]), Q(pk__in=[])
    for round_id, (blocks, sections, whole) in by_round.items():
        said = Q(block__uid__in=blocks) | Q(block=None) if whole else Q(block__uid__in=blocks)
        of_comments |= Q(round=round_id) & said
        of_suggestions |= Q(round=round_id) & (Q(block__uid__in=blocks) | Q(block=None, section__uid__in=sections))
    return of_comments, of_suggestions


def duties_of(user: Any, groups: Iterable[Group], *, only_waiting: bool = False) -> QuerySet[Duty]:
    """Return the duties of what was said in some groups, newest first, with all that a row shows (``rows_of``)."""
    of_comments, of_suggestions = _in_groups(groups)
    said = round_queries.readable_by(user).filter(of_comments).order_by().values("duty")
    proposed = suggestions.readable_by(user).filter(of_suggestions).order_by().values("duty")
    duties = Duty.objects.filter(Q(pk__in=said) | Q(pk__in=proposed)).exclude(state=DutyState.WITHDRAWN)
    if only_waiting:
        duties = duties.filter(state__in=OPEN_STATES)
    details = (f"{name}__{of}" for name in ("comment", "suggestion") for of in ("block", "organisation", "unit"))
    return duties.select_related("answered_unit", "authority", "suggestion__section", *details).order_by(
        "-received_at", "-pk"
    )


def rows_of(carried: Carried, duties: Iterable[Duty]) -> list[Row]:
    """Return the inputs of duties at their homes. No query."""
    found = []
    for duty in duties:
        said: Said = getattr(duty, "comment", None) or duty.suggestion
        said.duty = duty
        if (row := carried.row_of(said)) is not None:
            found.append(row)
    return found


def beside_places(user: Any, carried: Carried, places: Iterable[UUID | None]) -> dict[UUID | None, Here]:
    """Return what has its home at each of these places: how much, and the newest of it. Two queries, none where nothing is there."""
    wanted = set(places)
    found = {place: here for place, here in carried.by_place().items() if place in wanted}
    groups = [group for group in carried.groups.values() if wanted & set(group.home.places)]
    if not groups:
        return found
    rows: list[Row] = []
    for said in (
        round_queries.readable_by(user).filter(_in_groups(groups)[0]),
        suggestions.readable_by(user).filter(_in_groups(groups)[1]).select_related("section"),
    ):
        newest = (
            said.exclude(duty__state=DutyState.WITHDRAWN)
            .select_related("block", "organisation", "unit", "duty")
            .annotate(
                place=Window(
                    RowNumber(),
                    partition_by=[F("round"), F("block")],
                    order_by=[F("created_at").desc(), F("pk").desc()],
                )
            )
            .filter(place__lte=BESIDE_HOME)
        )
        rows += [row for each in newest if (row := carried.row_of(each)) is not None]
    rows.sort(key=lambda row: (row.said.created_at, row.said.pk), reverse=True)
    for row in rows:
        for place in wanted & set(row.home.places):
            if len(found[place].rows) < BESIDE_HOME:
                found[place].rows.append(row)
    return found
