"""What the page shows of each change: what was done to what, by whom, when, why, and where it can be looked at."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import StaffPost
from atasehir_portal.bilingual import pick_from
from atasehir_portal.documents import diffing, kinds, past
from atasehir_portal.documents import entries as lists
from atasehir_portal.documents.models import (
    Block,
    BlockRevision,
    Document,
    EntryAct,
    EntryRevision,
    Move,
    Section,
    SectionRevision,
    Version,
)

Act = Literal["added", "changed", "removed", "restored", "moved", "frozen"]
ACTS = {
    "added": _("added"),
    "changed": _("changed"),
    "removed": _("taken out"),
    "restored": _("brought back"),
    "moved": _("moved"),
    "frozen": _("version frozen"),
}
SUBJECTS = {
    "block": _("texts"),
    "section": _("headings"),
    "list": _("sources, glossary, index"),
    "version": _("versions"),
}
_WORDS_SHOWN = 18


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: what was done to what, by whom, when, why, and where it can be looked at.

    ``what`` names the kind of thing, ``words`` the thing; ``place`` is the section in which it stands.
    """

    act: Act
    subject: str
    what: str
    words: str
    at: datetime
    who: Any
    reason: str = ""
    place: str = ""
    was: str = ""
    came_from: str = ""
    went_to: str = ""
    url: str = ""
    diff_url: str = ""
    restore_url: str = ""

    @property
    def act_label(self) -> str:
        return str(ACTS[self.act])

    @property
    def title(self) -> SafeString:
        """The words of the thing; where a heading changed, with what went and what came marked."""
        return diffing.marked_line(self.was or self.words, self.words)


def entries(document: Document, keys: Sequence[tuple[str, int, datetime]]) -> list[Entry]:
    """Return the changes with these keys, in their order. At most one query for each kind of change, and one more for
    what stood before."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for table, row, _at in keys:
        wanted[table].append(row)
    found: dict[tuple[str, int], Entry] = {}
    for table, make in _MAKERS.items():
        if wanted[table]:
            found |= {(table, row): entry for row, entry in make(document, wanted[table])}
    return [found[table, row] for table, row, _at in keys if (table, row) in found]


_WHO = ("author", "organisation", "unit")


def _act_of(number: int, removed: bool, was_removed: bool) -> Act:
    if number == 1:
        return "added"
    return "removed" if removed else "restored" if was_removed else "changed"


def _block_entries(document: Document, rows: Sequence[int]) -> Iterable[tuple[int, Entry]]:
    was_removed = BlockRevision.objects.filter(block=OuterRef("block"), number=OuterRef("number") - 1, removed=True)
    revisions = (
        BlockRevision.objects.filter(pk__in=rows)
        .select_related("block__section", *_WHO)
        .annotate(was_removed=Exists(was_removed))
    )
    for revision in revisions:
        block = revision.block
        act = _act_of(revision.number, revision.removed, revision.was_removed)
        history = reverse("documents:history", args=[block.uid])
        can_restore = act == "removed" and block.removed_at is not None
        yield (
            revision.pk,
            Entry(
                act=act,
                subject="block",
                what=_kind_label(document, revision.kind),
                words=past.words_of(revision.kind, revision.body, revision.data, _WORDS_SHOWN),
                at=revision.created_at,
                who=revision,
                reason=revision.reason,
                place=block.section.title,
                url=_block_url(block) if block.removed_at is None else history,
                diff_url=f"{history}?eski={revision.number - 1}&yeni={revision.number}"
                if revision.number > 1
                else history,
                restore_url=reverse("documents:block_restore", args=[block.uid])
                if can_restore
                else reverse("documents:restore_revision", args=[block.uid, revision.number])
                if not revision.removed and revision.number != block.revision and block.removed_at is None
                else "",
            ),
        )


def _section_entries(document: Document, rows: Sequence[int]) -> Iterable[tuple[int, Entry]]:
    before = SectionRevision.objects.filter(section=OuterRef("section"), number=OuterRef("number") - 1)
    revisions = (
        SectionRevision.objects.filter(pk__in=rows)
        .select_related("section__parent", *_WHO)
        .annotate(
            was_removed=Exists(before.filter(removed=True)),
            was_title=Subquery(before.values("title")[:1]),
            was_aim=Subquery(before.values("aim")[:1]),
        )
    )
    for revision in revisions:
        section = revision.section
        act = _act_of(revision.number, revision.removed, revision.was_removed)
        is_other_aim = act == "changed" and revision.was_aim != revision.aim
        yield (
            revision.pk,
            Entry(
                act=act,
                subject="section",
                what=str(_("chapter") if section.parent_id is None else _("section")),
                words=_heading(revision.title, revision.aim if is_other_aim else ""),
                was=_heading(revision.was_title, revision.was_aim if is_other_aim else "") if act == "changed" else "",
                at=revision.created_at,
                who=revision,
                reason=revision.reason,
                place=section.parent.title if section.parent else "",
                url=_section_url(document, section) if section.removed_at is None else "",
                restore_url=reverse("documents:section_restore", args=[section.uid])
                if act == "removed" and section.removed_at is not None
                else reverse("documents:restore_heading", args=[section.uid, revision.number])
                if act in {"added", "changed"} and revision.number != section.revision and section.removed_at is None
                else "",
            ),
        )


def _heading(title: str, aim: str) -> str:
    return f"{title} – {aim}" if aim else title


def _move_entries(document: Document, rows: Sequence[int]) -> Iterable[tuple[int, Entry]]:
    moves = Move.objects.filter(pk__in=rows).select_related(
        "block__section", "section__parent", "from_section", "to_section", *_WHO
    )
    for move in moves:
        is_elsewhere = move.from_section_id != move.to_section_id
        common = {
            "act": "moved",
            "at": move.created_at,
            "who": move,
            "came_from": (move.from_section.title if move.from_section else str(_("the chapters")))
            if is_elsewhere
            else "",
            "went_to": (move.to_section.title if move.to_section else str(_("the chapters"))) if is_elsewhere else "",
            "place": move.to_section.title if move.to_section and not is_elsewhere else "",
        }
        if move.block is not None:
            block = move.block
            yield (
                move.pk,
                Entry(
                    subject="block",
                    what=_kind_label(document, block.kind),
                    words=past.words_of(block.kind, block.body, block.data, _WORDS_SHOWN),
                    url=_block_url(block)
                    if block.removed_at is None
                    else reverse("documents:history", args=[block.uid]),
                    **common,  # type: ignore[arg-type]
                ),
            )
        elif move.section is not None:
            section = move.section
            yield (
                move.pk,
                Entry(
                    subject="section",
                    what=str(_("chapter") if section.parent_id is None else _("section")),
                    words=section.title,
                    url=_section_url(document, section) if section.removed_at is None else "",
                    **common,  # type: ignore[arg-type]
                ),
            )


def _list_entries(document: Document, rows: Sequence[int]) -> Iterable[tuple[int, Entry]]:
    pages = {
        str(listing.name): reverse("documents:entry_history", args=[document.uid, listing.slug])
        for listing in lists.LISTINGS
    }
    for revision in EntryRevision.objects.filter(pk__in=rows).select_related(*_WHO):
        yield (
            revision.pk,
            Entry(
                act=_ENTRY_ACTS.get(revision.act, "changed"),
                subject="list",
                what=revision.get_entry_list_display(),
                words=revision.name,
                at=revision.created_at,
                who=revision,
                reason=revision.reason,
                diff_url=f"{pages[revision.entry_list]}?kayit={revision.entry}",
            ),
        )


_ENTRY_ACTS: Mapping[str, Act] = {
    EntryAct.ADDED.value: "added",
    EntryAct.CHANGED.value: "changed",
    EntryAct.REMOVED.value: "removed",
}


@dataclass(frozen=True, slots=True)
class _Freezer:
    """Who froze a version, as who wrote a text is shown: for a person the unit in which they had a post then."""

    author: Any
    unit: str | None
    organisation: None = None


def _unit_then() -> Subquery:
    """The names of the unit in which whoever froze a version had a post then."""
    at = OuterRef("created_at")
    held = StaffPost.objects.filter(Q(until=None) | Q(until__gt=at), user=OuterRef("created_by"), since__lte=at)
    return Subquery(held.order_by("pk").values(names=JSONObject(name_tr="unit__name_tr", name_en="unit__name_en"))[:1])


def _version_entries(document: Document, rows: Sequence[int]) -> Iterable[tuple[int, Entry]]:
    names = version_names(document)
    compare = reverse("documents:compare", args=[document.uid])
    versions = Version.objects.filter(pk__in=rows).defer("snapshot").select_related("created_by")
    for version in versions.annotate(unit_then=_unit_then()):
        yield (
            version.pk,
            Entry(
                act="frozen",
                subject="version",
                what=str(_("version")),
                words=" · ".join(
                    filter(
                        None, [gettext("version %(number)s") % {"number": version.number}, names.get(version.number)]
                    )
                ),
                at=version.created_at,
                who=_Freezer(version.created_by, pick_from(version.unit_then) if version.unit_then else None),
                reason=version.note,
                diff_url=f"{compare}?eski={version.number - 1}&yeni={version.number}" if version.number > 1 else "",
            ),
        )


_MAKERS = {
    "block": _block_entries,
    "section": _section_entries,
    "move": _move_entries,
    "list": _list_entries,
    "version": _version_entries,
}


def version_names(document: Document) -> Mapping[int, str]:
    """Return what the document's room calls its frozen versions, by their number."""
    names = kinds.get(document.kind).version_names
    return names(document) if names is not None else {}


def _kind_label(document: Document, kind: str) -> str:
    found = kinds.find_block_type(document.kind, kind)
    return str(found.label) if found is not None else kind


def _block_url(block: Block) -> str:
    """Where a block stands; leads to its place without asking for the sections above it."""
    return reverse("documents:block", args=[block.uid])


def _section_url(document: Document, section: Section) -> str:
    return f"{kinds.get(document.kind).url(document)}?bolum={section.anchor}#{section.anchor}"
