"""Who changed what: the states that the database kept (``atasehir_portal.history``), of all rooms, for administrators.

What is confidential is not found here, also not its earlier states. A page costs four queries: which changes, newest first; the rows
of these with the state before each; the names of the people and things they speak of; what typed data say in words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import F, JSONField, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from atasehir_portal import references
from atasehir_portal.accounts.models import User
from atasehir_portal.documents.models import Document
from atasehir_portal.history import ADDED, BEGAN, CHANGED, DELETED, STATE, forget_rows
from atasehir_portal.paging import COUNT_STOPS_AT, PAGE_SIZE
from atasehir_portal.site.history_kinds import BY_NAME, KEPT, Kept
from atasehir_portal.site.history_words import Change, Names, Words

LAST_PAGE = COUNT_STOPS_AT // PAGE_SIZE  # who looks for something older filters by day
BATCH = 500
ACTS = {
    ADDED: pgettext_lazy("row", "added"),
    CHANGED: pgettext_lazy("row", "changed"),
    STATE: pgettext_lazy("row", "state changed"),
    DELETED: gettext_lazy("deleted"),
}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One change of one row: when, whose, what. ``who`` is empty where nobody had signed in."""

    at: datetime
    who: str
    kind: str
    act: str
    is_state: bool
    thing: str
    url: str
    changes: Sequence[Change]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for; empty values leave nothing out. ``words`` are a reference, or a part of a name."""

    kind: str = ""
    words: str = ""
    who: str = ""
    first: date | None = None
    last: date | None = None
    states_only: bool = False


class History:
    """The changes that were asked for, newest first, page by page."""

    def __init__(self, asked: Asked, page: int) -> None:
        self.page = min(max(page, 1), LAST_PAGE)
        start = (self.page - 1) * PAGE_SIZE
        found = _found(asked, start + PAGE_SIZE + 1)[start:]
        self._found, self.has_next = found[:PAGE_SIZE], len(found) > PAGE_SIZE and self.page < LAST_PAGE
        self.is_cut = len(found) > PAGE_SIZE and self.page == LAST_PAGE

    @property
    def previous_page(self) -> int:
        return self.page - 1

    @property
    def next_page(self) -> int:
        return self.page + 1

    @cached_property
    def entries(self) -> list[Entry]:
        return _entries(self._found)


def everything(asked: Asked) -> Iterator[Entry]:
    """Yield all changes that were asked for, newest first, however many there are."""
    after: tuple[datetime, str, int] | None = None
    while found := _found(asked, BATCH, after):
        yield from _entries(found)
        after = (found[-1]["moment"], found[-1]["of"], found[-1]["serial"])


# --- which changes --------------------------------------------------------------------------------------------------------


def _found(asked: Asked, count: int, after: tuple[datetime, str, int] | None = None) -> list[Row]:
    """Return when, of what kind and which rows of history are found, newest first: one query, each table cut by its index."""
    looking = _Looking(asked)
    parts = [
        rows[:count]
        for kept in KEPT
        if asked.kind in ("", kept.name) and (rows := looking.through(kept, after)) is not None
    ]
    if not parts:
        return []
    first, *others = parts
    return list(first.union(*others, all=True).order_by("-moment", "of", "-serial")[:count] if others else first)


class _Looking:
    """What somebody looks for, with the people and documents whose names it may mean read once."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._reference = references.normalise(asked.words) if asked.words else ""
        self._who = _people(asked.who) if asked.who else []
        self._about = _people(asked.words) if asked.words else []
        self._documents = list(_like(Document, "title", asked.words)) if asked.words else []

    def through(self, kept: Kept, after: tuple[datetime, str, int] | None) -> QuerySet[Any, dict[str, Any]] | None:
        """Return what is found of one kind; None where nothing of that kind can be."""
        asked = self._asked
        rows = kept.table.objects.exclude(pgh_label=BEGAN)
        if asked.states_only:
            if not any(field for field in kept.table.pgh_trackers if field.label == STATE):
                return None
            rows = kept.table.objects.filter(pgh_label=STATE)
        if kept.hidden is not None:
            rows = rows.exclude(kept.hidden())
        if asked.words:
            wanted = self._words(kept)
            if not wanted:
                return None
            rows = rows.filter(wanted)
        if asked.who:
            rows = rows.filter(pgh_context__user__in=self._who)
        if asked.first:
            rows = rows.filter(pgh_created_at__gte=_midnight(asked.first))
        if asked.last:
            rows = rows.filter(pgh_created_at__lt=_midnight(asked.last + timedelta(days=1)))
        if after is not None:
            rows = rows.filter(_further(kept, *after))
        return (
            rows.order_by("-pgh_created_at", "-pgh_id")
            .annotate(moment=F("pgh_created_at"), serial=F("pgh_id"), of=Value(kept.name))
            .values("moment", "serial", "of")
        )

    def _words(self, kept: Kept) -> Q:
        """Return what finds the rows of a kind that the words may mean: by reference, by name, by whom or what they are about."""
        wanted = Q()
        if kept.reference:
            wanted |= Q(**{kept.reference: self._reference})
        for name in kept.searched:
            wanted |= Q(**{f"{name}__icontains": self._asked.words})
        for name in kept.called:
            model = kept.table._meta.get_field(name).related_model
            if model is User and self._about:
                wanted |= Q(**{f"{name}__in": self._about})
            if model is Document and self._documents:
                wanted |= Q(**{f"{name}__in": self._documents})
        return wanted


def _people(name: str) -> list[int]:
    return list(_like(User, "full_name", name))


def _like(model: type[Model], field: str, words: str) -> QuerySet[Any, int]:
    found: QuerySet[Any, int] = model._default_manager.filter(**{f"{field}__icontains": words}).values_list(
        "pk", flat=True
    )
    return found[:COUNT_STOPS_AT]


def _further(kept: Kept, moment: datetime, of: str, serial: int) -> Q:
    """Return what stands after that place in the order of ``_found``."""
    at_once = Q(pgh_created_at=moment)
    if kept.name == of:
        at_once &= Q(pgh_id__lt=serial)
    return Q(pgh_created_at__lt=moment) | at_once if kept.name >= of else Q(pgh_created_at__lt=moment)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


# --- what they say --------------------------------------------------------------------------------------------------------


def _entries(found: Sequence[Row]) -> list[Entry]:
    """Return the changes in words, in the order in which they were found."""
    wanted: dict[str, list[int]] = {}
    for row in found:
        wanted.setdefault(row["of"], []).append(row["serial"])
    parts = [_with_state_before(BY_NAME[name], serials) for name, serials in wanted.items()]
    if not parts:
        return []
    first, *others = parts
    rows = {(row["of"], row["serial"]): row for row in (first.union(*others, all=True) if others else first)}
    there = [rows[key] for row in found if (key := (row["of"], row["serial"])) in rows]
    names, words = Names(there), Words(there)
    return [_entry(row, names, words) for row in there]


def _with_state_before(kept: Kept, serials: Sequence[int]) -> QuerySet[Any, dict[str, Any]]:
    columns = {name: F(attname) for name, attname in kept.columns.items()}
    before = kept.table.objects.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    rows: QuerySet[Any, dict[str, Any]] = (
        kept.table.objects.filter(pk__in=serials)
        .annotate(
            moment=F("pgh_created_at"),
            serial=F("pgh_id"),
            of=Value(kept.name),
            did=F("pgh_label"),
            by=F("pgh_context"),
            row=F("pgh_obj_id"),
            now=JSONObject(**columns),
            earlier=Subquery(before.values(as_it_was=JSONObject(**columns))[:1], output_field=JSONField()),
        )
        .values("moment", "serial", "of", "did", "by", "row", "now", "earlier")
    )
    return rows


def _entry(row: Row, names: Names, words: Words) -> Entry:
    kept = BY_NAME[row["of"]]
    return Entry(
        at=row["moment"],
        who=_who(row["by"], names),
        kind=str(kept.label),
        act=str(ACTS[row["did"]]),
        is_state=row["did"] == STATE,
        thing=names.thing(kept, row),
        url=_url(kept, row["now"]) if row["did"] != DELETED else "",
        changes=words.changes(row, names),
    )


def _who(context: Mapping[str, Any] | None, names: Names) -> str:
    if not context:
        return ""
    return _("deleted user") if context.get("erased") else names.of(User, context["user"])


def _url(kept: Kept, now: Mapping[str, Any]) -> str:
    if kept.address is None:
        return ""
    name, field = kept.address
    try:
        return reverse(name, args=[now[field]])
    except NoReverseMatch:
        return ""


# --- own data, and example data -------------------------------------------------------------------------------------------


def rows_that_are_there() -> dict[str, set[int]]:
    """Return the rows of each kind that exist now, for ``forget_rows_that_went``."""
    return {kept.name: set(kept.tracked._default_manager.values_list("pk", flat=True)) for kept in KEPT}


def forget_rows_that_went(before: Mapping[str, set[int]]) -> None:
    """Delete the history of the rows that were there before and are not any more. Only the removal of example data may: for
    it alone the append-only triggers stand aside."""
    for kept in KEPT:
        gone = before[kept.name] - set(kept.tracked._default_manager.values_list("pk", flat=True))
        if gone:
            forget_rows(kept.table, gone)
