"""One time line of everything that changed in a document: texts, headings, places, lists, frozen versions.

Each kind of change stands in a table of its own. The time line asks all of them for time and number only, joined and
cut to a page by the database, and then fetches what the page shows: the number of queries does not grow with the page,
the document or its age.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields import CharField
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

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
from atasehir_portal.paging import COUNT_STOPS_AT, PAGE_SIZE

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
class Wanted:
    """What of a document's past is asked for; None and "" for everything."""

    act: str = ""
    subject: str = ""
    author: int | None = None
    chapter: int | None = None
    since: datetime | None = None
    until: datetime | None = None


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


# --- which rows -------------------------------------------------------------------------------------------------------


def _blocks(document: Document, wanted: Wanted, sections: Sequence[int] | None) -> QuerySet[Any]:
    rows = BlockRevision.objects.filter(block__document=document)
    if sections is not None:
        rows = rows.filter(block__section__in=sections)
    return _by_act(rows, wanted, before=BlockRevision.objects.filter(block=OuterRef("block")))


def _sections(document: Document, wanted: Wanted, sections: Sequence[int] | None) -> QuerySet[Any]:
    rows = SectionRevision.objects.filter(section__document=document)
    if sections is not None:
        rows = rows.filter(section__in=sections)
    return _by_act(rows, wanted, before=SectionRevision.objects.filter(section=OuterRef("section")))


def _by_act(rows: QuerySet[Any], wanted: Wanted, *, before: QuerySet[Any]) -> QuerySet[Any]:
    """Keep the states that came about by one act: what was done shows in a state and in the one before it."""
    was_removed = Exists(before.filter(number=OuterRef("number") - 1, removed=True))
    if wanted.act == "added":
        return rows.filter(number=1)
    if wanted.act == "removed":
        return rows.filter(removed=True)
    if wanted.act == "restored":
        return rows.filter(was_removed, removed=False, number__gt=1)
    if wanted.act == "changed":
        return rows.filter(~was_removed, removed=False, number__gt=1)
    return rows.none() if wanted.act else rows


def _moves(document: Document, wanted: Wanted, sections: Sequence[int] | None, subject: str) -> QuerySet[Any]:
    rows = Move.objects.filter(document=document)
    rows = rows.filter(section=None) if subject == "block" else rows.exclude(section=None)
    if sections is not None:
        rows = rows.filter(Q(from_section__in=sections) | Q(to_section__in=sections) | Q(section__in=sections))
    return rows if wanted.act in {"", "moved"} else rows.none()


def _lists(document: Document, wanted: Wanted, sections: Sequence[int] | None) -> QuerySet[Any]:
    rows = EntryRevision.objects.filter(document=document)
    if sections is not None:
        return rows.none()
    return rows.filter(act=wanted.act) if wanted.act else rows


def _versions(document: Document, wanted: Wanted, sections: Sequence[int] | None) -> QuerySet[Any]:
    rows = Version.objects.filter(document=document)
    return rows if sections is None and wanted.act in {"", "frozen"} else rows.none()


class TimelinePage(Paginator):
    """Pages of 20 over all kinds of change, newest first. Counting stops at a thousand."""

    def __init__(self, document: Document, wanted: Wanted) -> None:
        self._document, self._wanted = document, wanted
        super().__init__([], PAGE_SIZE)

    @cached_property
    def _rows(self) -> QuerySet[Any]:
        wanted, document = self._wanted, self._document
        sections = below(document, wanted.chapter) if wanted.chapter is not None else None
        found: list[QuerySet[Any]] = []
        if wanted.subject in {"", "block"}:
            found.append(self._dated(_blocks(document, wanted, sections), "block"))
            found.append(self._dated(_moves(document, wanted, sections, "block"), "move"))
        if wanted.subject in {"", "section"}:
            found.append(self._dated(_sections(document, wanted, sections), "section"))
            found.append(self._dated(_moves(document, wanted, sections, "section"), "move"))
        if wanted.subject in {"", "list"}:
            found.append(self._dated(_lists(document, wanted, sections), "list"))
        if wanted.subject in {"", "version"}:
            found.append(self._dated(_versions(document, wanted, sections), "version", author="created_by"))
        return found[0].union(*found[1:], all=True)

    def _dated(self, rows: QuerySet[Any], table: str, author: str = "author") -> QuerySet[Any]:
        if self._wanted.author is not None:
            rows = rows.filter(**{author: self._wanted.author})
        if self._wanted.since is not None:
            rows = rows.filter(created_at__gte=self._wanted.since)
        if self._wanted.until is not None:
            rows = rows.filter(created_at__lt=self._wanted.until)
        return (
            rows.order_by()
            .annotate(table=Value(table, output_field=CharField()), row=F("pk"), at=F("created_at"))
            .values_list("table", "row", "at")
        )

    @cached_property
    def _keys(self) -> list[tuple[str, int, datetime]]:
        # of one moment, what was written last comes first
        return list(self._rows.order_by("-at", "-table", "-row")[: COUNT_STOPS_AT + 1])

    @cached_property
    def count(self) -> int:
        return min(len(self._keys), COUNT_STOPS_AT)

    @property
    def total(self) -> str:
        """The number of changes in words where counting stopped ("1.000+"), else empty."""
        return f"{number_format(COUNT_STOPS_AT)}+" if len(self._keys) > COUNT_STOPS_AT else ""

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        keys = self._keys[start : min(start + self.per_page, self.count)]
        return Page(entries(self._document, keys), number, self)


def below(document: Document, chapter: int) -> list[int]:
    """Return a chapter and all sections below it, those that were taken out too. One query."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent in document.sections.values_list("pk", "parent"):
        children[parent].append(pk)
    found, step = [chapter], [chapter]
    while step := [pk for parent in step for pk in children[parent]]:
        found += step
    return found


# --- what the page shows ----------------------------------------------------------------------------------------------


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
    author: Any
    organisation: None = None
    unit: None = None


def _version_entries(document: Document, rows: Sequence[int]) -> Iterable[tuple[int, Entry]]:
    names = version_names(document)
    compare = reverse("documents:compare", args=[document.uid])
    for version in Version.objects.filter(pk__in=rows).defer("snapshot").select_related("created_by"):
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
                who=_Freezer(version.created_by),
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
