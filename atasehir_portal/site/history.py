"""Who changed what: the states that the database kept (``atasehir_portal.history``), of all rooms, for administrators.

What is confidential is not found here, also not its earlier states. Texts of documents have histories of their own, block by block.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

import pgtrigger
from django.apps import apps
from django.db.models import F, IntegerField, JSONField, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, JSONObject
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation, Unit, User
from handbooks.models import Handbook
from programming.needs.models import Need, Visibility

PAGE_SIZE = 20
LAST_PAGE = 50  # who looks for something older filters by day


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of row whose history is kept. ``words`` are the fields in which a search looks; ``address`` leads to the row
    from its fields; ``open_to_view`` leaves out what is confidential."""

    name: str
    model: str
    label: str | Promise
    words: tuple[str, ...] = ()
    address: tuple[str, str] | None = None
    hidden: Q | None = None

    @property
    def table(self) -> Any:
        return apps.get_model(self.model)

    @property
    def fields(self) -> list[str]:
        return [field.name for field in self.table._meta.fields if not field.name.startswith("pgh_")]


def _is_confidential() -> QuerySet[Need]:
    return Need.objects.filter(visibility=Visibility.CONFIDENTIAL)


KEPT = (
    Kept("post", "accounts.StaffPostHistory", _("Post")),
    Kept(
        "organisation",
        "accounts.OrganisationHistory",
        _("Organisation"),
        ("name", "slug"),
        ("accounts:organisation", "slug"),
    ),
    Kept("membership", "accounts.MembershipHistory", _("Membership")),
    Kept(
        "duty",
        "answering.DutyHistory",
        _("Duty to answer"),
        ("reference",),
        hidden=Q(confidential=True) | Q(reference__in=_is_confidential().values("reference")),
    ),
    Kept(
        "need",
        "needs.NeedHistory",
        _("Need"),
        ("reference",),
        ("needs:detail", "reference"),
        Q(visibility=Visibility.CONFIDENTIAL) | Q(reference__in=_is_confidential().values("reference")),
    ),
    Kept("programme", "drafting.ProgrammeHistory", _("Programme"), ("slug",), ("drafting:detail", "slug")),
    Kept("handbook", "handbooks.HandbookHistory", _("Handbook"), ("short_title", "slug"), ("handbooks:book", "slug")),
    Kept("edition", "handbooks.EditionHistory", _("Edition"), ("number",)),
)
# What fields are called whose model gives them no name that people read.
LABELS = {
    "user": _("person"),
    "organisation": _("organisation"),
    "unit": _("unit"),
    "handbook": _("handbook"),
    "slug": _("address"),
    "confidential": pgettext_lazy("record", "confidential"),
    "left_at": _("left on"),
    "withdrawn_at": pgettext_lazy("edition", "withdrawn on"),
}
ACTS = {"insert": pgettext_lazy("row", "added"), "update": pgettext_lazy("row", "changed"), "delete": _("deleted")}


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a row before and after, in words; "" where there was nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One change of one row: when, whose, what. ``who`` is empty where the portal did it by itself."""

    at: datetime
    who: str
    kind: str
    act: str
    thing: str
    url: str
    changes: Sequence[Change]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for; empty values leave nothing out."""

    kind: str = ""
    words: str = ""
    who: str = ""
    first: date | None = None
    last: date | None = None


class History:
    """The changes that were asked for, newest first, page by page, in one query and one for each kind of name."""

    def __init__(self, asked: Asked, page: int) -> None:
        self.page = min(max(page, 1), LAST_PAGE)
        start = (self.page - 1) * PAGE_SIZE
        rows = _rows(asked, start + PAGE_SIZE + 1)[start:]
        self._rows, self.has_next = rows[:PAGE_SIZE], len(rows) > PAGE_SIZE and self.page < LAST_PAGE

    @property
    def previous_page(self) -> int:
        return self.page - 1

    @property
    def next_page(self) -> int:
        return self.page + 1

    @cached_property
    def entries(self) -> list[Entry]:
        names = _Names(self._rows)
        return [_entry(row, names) for row in self._rows]


Row = Mapping[str, Any]


def _rows(asked: Asked, count: int) -> list[Row]:
    found = [_of_kind(kept, asked)[:count] for kept in KEPT if asked.kind in ("", kept.name)]
    first, *others = found
    if not others:
        return list(first)
    return list(first.union(*others, all=True).order_by("-moment", "-serial")[:count])


def _of_kind(kept: Kept, asked: Asked) -> QuerySet[Any, dict[str, Any]]:
    rows = kept.table.objects.all()
    if kept.hidden is not None:
        rows = rows.exclude(kept.hidden)
    if asked.words:
        wanted = Q(pk__in=[])
        for name in kept.words:
            wanted |= Q(**{f"{name}__icontains": asked.words})
        rows = rows.filter(wanted | _about_somebody(kept, asked.words))
    if asked.who:
        people = User.objects.filter(full_name__icontains=asked.who).values_list("pk", flat=True)
        rows = rows.filter(pgh_context__metadata__user__in=list(people))
    if asked.first:
        rows = rows.filter(pgh_created_at__gte=_midnight(asked.first))
    if asked.last:
        rows = rows.filter(pgh_created_at__lt=_midnight(asked.last + timedelta(days=1)))
    columns = {name: F(kept.table._meta.get_field(name).attname) for name in kept.fields}
    before = kept.table.objects.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    return (
        rows.order_by("-pgh_created_at", "-pgh_id")
        .annotate(
            moment=F("pgh_created_at"),
            serial=F("pgh_id"),
            of=Value(kept.name),
            act=F("pgh_label"),
            by=Cast(F("pgh_context__metadata__user"), IntegerField()),
            now=JSONObject(**columns),
            earlier=Subquery(before.values(row=JSONObject(**columns))[:1], output_field=JSONField()),
        )
        .values("moment", "serial", "of", "act", "by", "now", "earlier")
    )


def _about_somebody(kept: Kept, words: str) -> Q:
    """Return what finds the rows about a person by name, where the kind of row is about people."""
    if "user" not in kept.fields:
        return Q(pk__in=[])
    return Q(user__in=User.objects.filter(full_name__icontains=words).values("pk"))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


class _Names:
    """The names of the people, units, organisations and books that rows speak of, one query for each kind."""

    KINDS: tuple[type[Model], ...] = (User, Unit, Organisation, Handbook)

    def __init__(self, rows: Sequence[Row]) -> None:
        wanted: dict[type[Model], set[int]] = {model: set() for model in self.KINDS}
        wanted[User] |= {row["by"] for row in rows if row["by"] is not None}
        for row in rows:
            for name in (kept := _KEPT[row["of"]]).fields:
                model = kept.table._meta.get_field(name).related_model
                if model in wanted:
                    wanted[model] |= {state[name] for state in (row["now"], row["earlier"] or {}) if state.get(name)}
        self._names = {
            model: {one.pk: str(one) for one in model._default_manager.filter(pk__in=keys)} if keys else {}
            for model, keys in wanted.items()
        }

    def of(self, model: type[Model], key: int) -> str:
        return self._names.get(model, {}).get(key) or gettext("not there any more")


_KEPT = {kept.name: kept for kept in KEPT}


def _entry(row: Row, names: _Names) -> Entry:
    kept = _KEPT[row["of"]]
    now, before = row["now"], row["earlier"] or {}
    act = row["act"]
    changes = []
    for name in kept.fields:
        old = _words(kept, name, before.get(name), names) if act != "insert" else ""
        new = _words(kept, name, now.get(name), names) if act != "delete" else ""
        if act == "delete":
            old = _words(kept, name, now.get(name), names)
        if old != new:
            label = LABELS.get(name) or kept.table._meta.get_field(name).verbose_name
            changes.append(Change(str(label), old, new))
    return Entry(
        at=row["moment"],
        who=names.of(User, row["by"]) if row["by"] is not None else "",
        kind=str(kept.label),
        act=str(ACTS[act]),
        thing=_thing(kept, now, names),
        url=_url(kept, now) if act != "delete" else "",
        changes=changes,
    )


def _thing(kept: Kept, now: Mapping[str, Any], names: _Names) -> str:
    """Return what the row is called: its own name, or that of the person and the place that it is about."""
    if kept.words:
        own = str(now[kept.words[0]])
        return f"{names.of(Handbook, now['handbook'])} {own}" if "handbook" in now else own
    return " · ".join(
        names.of(model, now[name])
        for name in kept.fields
        if (model := kept.table._meta.get_field(name).related_model) in _Names.KINDS and now.get(name)
    )


def _url(kept: Kept, now: Mapping[str, Any]) -> str:
    if kept.address is None:
        return ""
    name, field = kept.address
    try:
        return reverse(name, args=[now[field]])
    except NoReverseMatch:
        return ""


def _words(kept: Kept, name: str, value: Any, names: _Names) -> str:
    """Return a value as people read it."""
    field = kept.table._meta.get_field(name)
    if value is None or value == "":
        return ""
    if field.related_model is not None:
        return names.of(field.related_model, value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, str) and field.get_internal_type() == "DateTimeField" and (moment := parse_datetime(value)):
        return timezone.localtime(moment).strftime("%d.%m.%Y %H.%M")
    if isinstance(value, str) and field.get_internal_type() == "DateField" and (day := parse_date(value)):
        return day.strftime("%d.%m.%Y")
    return str(value)


# --- example data ---------------------------------------------------------------------------------------------------------


def rows_that_are_there() -> dict[str, set[int]]:
    """Return the rows of each kind that exist now, for ``forget_rows_that_went``."""
    return {kept.name: set(_tracked(kept)._default_manager.values_list("pk", flat=True)) for kept in KEPT}


def forget_rows_that_went(before: Mapping[str, set[int]]) -> None:
    """Delete the history of the rows that were there before and are not any more. Only the removal of example data may: for
    it alone the append-only triggers stand aside."""
    for kept in KEPT:
        gone = before[kept.name] - set(_tracked(kept)._default_manager.values_list("pk", flat=True))
        with pgtrigger.ignore(f"{kept.model}:append_only"):
            kept.table.objects.filter(pgh_obj__in=gone).delete()


def _tracked(kept: Kept) -> type[Model]:
    tracked: type[Model] = kept.table.pgh_tracked_model
    return tracked
