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
from atasehir_portal.documents import diffing, frozen_texts, kinds, permissions, round_queries, validation
from atasehir_portal.documents.diffing import BlockDiff
from atasehir_portal.documents.homes import Home, Lineage, Stand, Step, Text, home
from atasehir_portal.documents.models import (
    Block,
    BlockKind,
    BlockLineage,
    Comment,
    Document,
    Round,
    Suggestion,
    Version,
)
from atasehir_portal.documents.nodes import BlockNode, Reading
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
    blocks = {uid: (revision, section) for _path, _position, uid, revision, section in sorted(standing, key=_in_order)}
    return Text(blocks, {uid: above[uid] for uid in sorted(paths, key=lambda each: paths[each])})


def _in_order(standing: tuple[Any, ...]) -> tuple[Any, ...]:
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
    return duties.select_related("answered_unit", "suggestion__section", *details).order_by("-received_at", "-pk")


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


# --- one input --------------------------------------------------------------------------------------------------------


def home_in_round(said: Said, later: Round, lineage: Lineage | None = None) -> Home:
    """Return where an input has its home in the text of a later round. One query, none where the lineage is at hand."""
    places = frozen_texts.places_of([said.round.version, later.version])
    stand = _stand(said, places[said.round.version_id])
    return home(
        stand,
        places[later.version_id],
        lineage if lineage is not None else lineage_of(later.document),
        later.version.created_at,
    )


def home_today(said: Said, lineage: Lineage | None = None) -> Home:
    """Return where an input has its home in the working text. Three queries at most where its block led somewhere."""
    return _home_today(said, lineage if lineage is not None else lineage_of(said.round.document))[0]


_ABOVE = tuple(
    f"{section}__{column}"
    for section in ("section", "section__parent", "section__parent__parent")
    for column in ("uid", "removed_at", "position", "title", "anchor")
)


def _home_today(said: Said, lineage: Lineage) -> tuple[Home, dict[UUID, tuple[str, str]]]:
    """Return the home in the working text, and title and anchor of the sections that were met on the way.

    Only the blocks to which its text may have gone are read. The whole list of sections is asked for where none of those is left
    in which the block stood.
    """
    frozen = frozen_texts.places_of([said.round.version])[said.round.version_id]
    document = said.round.document
    named: dict[UUID, tuple[str, str]] = {}
    if said.block is None:
        text = text_of_draft(document, ()) if isinstance(said, Suggestion) else Text({}, {})
        return home(_stand(said, frozen), text, lineage), named
    standing: list[tuple[Any, ...]] = []
    sections: dict[UUID, UUID | None] = {}
    own: tuple[UUID, ...] = ()
    rows = document.blocks.filter(uid__in=lineage.descendants(said.block.uid))
    for uid, revision, removed_at, position, *above in rows.values_list(
        "uid", "revision", "removed_at", "position", *_ABOVE
    ):
        chain = [above[at : at + 5] for at in range(0, len(_ABOVE), 5) if above[at] is not None]
        named |= {section: (title, anchor) for section, _removed, _position, title, anchor in chain}
        for height, (section, *_rest) in enumerate(chain):
            if all(removed is None for _uid, removed, *_rest in chain[height:]):
                sections[section] = chain[height + 1][0] if height + 1 < len(chain) else None
        if removed_at is None and chain[0][0] in sections:
            path = tuple(each[2] for each in reversed(chain))
            standing.append((path, position, uid, revision, chain[0][0]))
        if uid == said.block.uid:
            own = tuple(section for section, *_rest in chain)
    blocks = {uid: (revision, section) for _path, _position, uid, revision, section in sorted(standing, key=_in_order)}
    found = home(_stand(said, frozen, own), Text(blocks, sections), lineage)
    if not found.blocks and not any(section in sections for section in own):
        found = home(_stand(said, frozen, own), text_of_draft(document, ()), lineage)
    return found, named


@dataclass(frozen=True, slots=True)
class Now:
    """Where an input has its home now, for its own page: in the working text, for those who read drafts, and in the newest later
    round. ``address`` leads there, ``heading`` is the section."""

    home: Home
    address: str
    heading: str = ""
    round: Round | None = None


def now(user: Any, said: Said) -> list[Now]:
    """Return where an input has its home now, as far as this person reads it; it was fetched by itself (``get_comment``,
    ``get_suggestion``). None, or two to three queries, up to three more where its place was taken out."""
    reads_draft = permissions.can_read_past(user, said.round.document)
    newest: int | None = getattr(said, "later_round", None)
    later = None
    if newest is not None:
        rounds = Round.objects.select_related("version", "document").defer("version__snapshot")
        later = rounds.get(pk=newest)
    if later is None and not reads_draft:
        return []
    # a block that gave nothing away has no lineage to be followed
    lineage = lineage_of(said.round.document) if getattr(said, "went_on", True) else Lineage(())
    found = []
    if reads_draft:
        found.append(_now_in_draft(said, *_home_today(said, lineage)))
    if later is not None:
        found.append(_now_in_round(said, later, lineage))
    return found


def _now_in_draft(said: Said, at: Home, named: Mapping[UUID, tuple[str, str]]) -> Now:
    document = said.round.document
    if at.blocks:
        return Now(at, reverse("documents:block", args=[at.blocks[0]]))
    base = kinds.get(document.kind).url(document)
    if at.section is None:
        return Now(at, base)
    title, anchor = named.get(at.section) or document.sections.values_list("title", "anchor").get(uid=at.section)
    return Now(at, f"{base}?bolum={anchor}#{anchor}", title)


def _now_in_round(said: Said, later: Round, lineage: Lineage) -> Now:
    at = home_in_round(said, later, lineage)
    address, heading = place_in_round(at, later, round_queries.read_round(later))
    return Now(at, address, heading, later)


def place_in_round(at: Home, later: Round, reading: Reading) -> tuple[str, str]:
    """Return where a home stands in the text of a round, and the heading of its section. No query."""
    if at.blocks and (node := reading.block(at.blocks[0])) is not None:
        chapter, anchor, heading = node.section.chapter, node.anchor, node.section.heading
    else:
        section = next((each for each in reading.walk() if each.uid == at.section), None)
        if section is None:
            return later.get_absolute_url(), ""
        chapter, anchor, heading = section.chapter, section.anchor, section.heading
    return f"{reverse('rounds:chapter', args=[later.reference, chapter.anchor])}#{anchor}", heading


def changes(said: Said, at: Home, earlier: Reading, later: Reading) -> list[BlockDiff]:
    """Return what lies between the block that was spoken about and its home in a later text, word by word. Nothing where the input
    is about no block."""
    old = earlier.block(said.block.uid) if said.block is not None else None
    new = [node for uid in at.blocks if (node := later.block(uid)) is not None]
    if old is None:
        return []
    if len(new) < 2:
        return diffing.of_blocks([(old, new[0] if new else None)])
    texts = validation.TEXT_KINDS
    if all(node.kind in texts for node in (old, *new)) or (
        old.kind == BlockKind.BOX and all(node.kind == BlockKind.BOX for node in new)
    ):
        # what was divided is read as one text again, so that only words that changed are marked
        words = "\n\n".join(node.body for node in new)
        whole = BlockNode(new[0].uid, 0, old.kind, words, new[0].data, new[0].section)
        return diffing.of_blocks([(old, whole)])
    return diffing.of_blocks([(old, new[0]), *((None, node) for node in new[1:])])


def _stand(said: Said, frozen: Text, today: Sequence[UUID] | None = None) -> Stand:
    _round, block, section = key_of(said)
    return stand_of(said.round.version, frozen, block, section, today)
