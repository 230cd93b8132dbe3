"""One input of a round: where it has its home today and in a later round, and what changed there since (``homes``, ``carried``)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from atasehir_portal.documents import diffing, frozen_texts, kinds, permissions, round_queries, validation
from atasehir_portal.documents.carried import Said, in_order, key_of, lineage_of, stand_of, text_of_draft
from atasehir_portal.documents.diffing import BlockDiff
from atasehir_portal.documents.homes import Home, Lineage, Stand, Text, home
from atasehir_portal.documents.models import BlockKind, Round, Suggestion
from atasehir_portal.documents.nodes import BlockNode, Reading


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
    blocks = {uid: (revision, section) for _path, _position, uid, revision, section in sorted(standing, key=in_order)}
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
