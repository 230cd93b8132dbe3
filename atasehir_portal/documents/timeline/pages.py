"""Which changes a page of the time line shows: time and number only, of all tables at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.fields import CharField
from django.utils.formats import number_format

from atasehir_portal.documents.models import BlockRevision, Document, EntryRevision, Move, SectionRevision, Version
from atasehir_portal.documents.timeline.entries import entries
from atasehir_portal.paging import COUNT_STOPS_AT, PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a document's past is asked for; None and "" for everything."""

    act: str = ""
    subject: str = ""
    author: int | None = None
    chapter: int | None = None
    since: datetime | None = None
    until: datetime | None = None


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
